import { z } from 'zod';
import { personal } from '../../define.ts';
import { Money, ShopifyMoney, toMoney } from './money.ts';
import { MAILING_ADDRESS, MailingAddress, ShopifyMailingAddress, toMailingAddress } from './person.ts';
import { given, toWord } from './words.ts';

/** What tools show of a customer. Costs `CUSTOMER_RECORD_COST` points each. */
export const CUSTOMER_RECORD = `
  fragment CustomerRecord on Customer {
    id
    displayName
    firstName
    lastName
    defaultEmailAddress { emailAddress marketingState }
    defaultPhoneNumber { phoneNumber }
    numberOfOrders
    amountSpent { amount currencyCode }
    note
    tags
    locale
    createdAt
    updatedAt
    defaultAddress ${MAILING_ADDRESS}
    lastOrder { id name createdAt }
  }
`;

/** What hangs on a customer: address and number, what was spent, where they live, the last order. */
export const CUSTOMER_PARTS_COST = 5;
export const CUSTOMER_RECORD_COST = 1 + CUSTOMER_PARTS_COST;

export const ShopifyCustomerRecord = z.object({
  id: z.string(),
  displayName: z.string(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  defaultEmailAddress: z.object({ emailAddress: z.string(), marketingState: z.string() }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullish(),
  numberOfOrders: z.string(),
  amountSpent: ShopifyMoney,
  note: z.string().nullish(),
  tags: z.array(z.string()),
  locale: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  defaultAddress: ShopifyMailingAddress.nullish(),
  lastOrder: z.object({ id: z.string(), name: z.string(), createdAt: z.string() }).nullish(),
});

export const CustomerRecord = z.object({
  id: z.string().describe('Global id.'),
  name: personal(z.string().describe('Name, or e-mail address where no name is known.')),
  firstName: personal(z.string().optional().describe('First name.')),
  lastName: personal(z.string().optional().describe('Last name.')),
  email: personal(z.string().optional().describe('E-mail address.')),
  phone: personal(z.string().optional().describe('Telephone.')),
  emailMarketing: z.string().optional().describe('subscribed, not_subscribed, unsubscribed, pending or invalid.'),
  orderCount: z.number().int().describe('Orders so far.'),
  spent: Money.describe('What all orders came to.'),
  lastOrder: z
    .object({
      id: z.string().describe('Global id.'),
      name: z.string().describe('Number as people say it.'),
      createdAt: z.string().describe('ISO 8601.'),
    })
    .optional()
    .describe('Newest order; absent when there is none to see.'),
  note: personal(z.string().optional().describe('Note of the shop: untrusted content.')),
  tags: z.array(z.string()).describe('Tags.'),
  locale: z.string().describe('Language, like en-IE.'),
  address: MailingAddress.optional().describe('Default address.'),
  createdAt: z.string().describe('ISO 8601.'),
  updatedAt: z.string().describe('ISO 8601.'),
});

export function toCustomerRecord(customer: z.output<typeof ShopifyCustomerRecord>): z.output<typeof CustomerRecord> {
  const { defaultEmailAddress: email, defaultAddress } = customer;
  return {
    id: customer.id,
    name: customer.displayName,
    firstName: given(customer.firstName),
    lastName: given(customer.lastName),
    email: email?.emailAddress,
    phone: customer.defaultPhoneNumber?.phoneNumber,
    emailMarketing: email ? toWord(email.marketingState) : undefined,
    orderCount: Number(customer.numberOfOrders),
    spent: toMoney(customer.amountSpent),
    lastOrder: given(customer.lastOrder),
    note: customer.note || undefined,
    tags: customer.tags,
    locale: customer.locale,
    address: defaultAddress ? toMailingAddress(defaultAddress) : undefined,
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
  };
}
