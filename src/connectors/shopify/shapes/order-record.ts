import { z } from 'zod';
import { personal } from '../../define.ts';
import { MAILING_ADDRESS, MailingAddress, ShopifyMailingAddress, toMailingAddress } from './person.ts';
import { given, toWord } from './words.ts';

/** What tools that change an order show of it afterwards. */
export const ORDER_RECORD = `
  fragment OrderRecord on Order {
    id
    name
    note
    email
    tags
    closed
    cancelledAt
    displayFinancialStatus
    displayFulfillmentStatus
    customAttributes { key value }
    shippingAddress ${MAILING_ADDRESS}
  }
`;

/** What hangs on an order: its extra details and where it goes. */
export const ORDER_RECORD_PARTS_COST = 2;

export const ShopifyOrderRecord = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string().nullish(),
  email: z.string().nullish(),
  tags: z.array(z.string()),
  closed: z.boolean(),
  cancelledAt: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string(),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullish() })),
  shippingAddress: ShopifyMailingAddress.nullish(),
});

export const OrderRecord = z.object({
  id: z.string().describe('Global id.'),
  name: z.string().describe('Number as people say it.'),
  status: z.string().describe('open, closed or cancelled.'),
  financialStatus: z.string().optional().describe('How the payment stands.'),
  fulfillmentStatus: z.string().describe('How the shipping stands.'),
  note: personal(z.string().optional().describe('Note: untrusted content.')),
  email: personal(z.string().optional().describe('E-mail address of the order.')),
  tags: z.array(z.string()).describe('Tags.'),
  attributes: z
    .array(
      z.object({
        key: z.string().describe('Name.'),
        value: personal(z.string().optional().describe('Value.')),
      }),
    )
    .describe('Extra details of the order.'),
  shippingAddress: MailingAddress.optional().describe('Where it goes.'),
});

export function toOrderRecord(order: z.output<typeof ShopifyOrderRecord>): z.output<typeof OrderRecord> {
  return {
    id: order.id,
    name: order.name,
    status: order.cancelledAt ? 'cancelled' : order.closed ? 'closed' : 'open',
    financialStatus: order.displayFinancialStatus ? toWord(order.displayFinancialStatus) : undefined,
    fulfillmentStatus: toWord(order.displayFulfillmentStatus),
    note: order.note || undefined,
    email: given(order.email),
    tags: order.tags,
    attributes: order.customAttributes.map(({ key, value }) => ({ key, value: given(value) })),
    shippingAddress: order.shippingAddress ? toMailingAddress(order.shippingAddress) : undefined,
  };
}
