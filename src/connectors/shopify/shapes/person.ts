import { z } from 'zod';
import { personal } from '../../define.ts';
import { given } from './words.ts';

/** Selection of the customer of an order; costs 2 points. */
export const ORDER_CUSTOMER = '{ id displayName numberOfOrders defaultEmailAddress { emailAddress } }';

/** Withheld (`null`) from apps without `read_customers` or without approval for protected customer data. */
export const ShopifyCustomer = z.object({
  id: z.string(),
  displayName: z.string(),
  numberOfOrders: z.string(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullish(),
});

export const Customer = z.object({
  id: z.string().describe('Global id.'),
  name: personal(z.string().describe('Name, or e-mail address where no name is known.')),
  email: personal(z.string().optional().describe('E-mail address; absent when none is known.')),
  orderCount: z.number().int().describe('How many orders this customer has placed so far.'),
});

export function toCustomer(customer: z.output<typeof ShopifyCustomer>): z.output<typeof Customer> {
  return {
    id: customer.id,
    name: customer.displayName,
    email: customer.defaultEmailAddress?.emailAddress,
    orderCount: Number(customer.numberOfOrders),
  };
}

/** Selection of a postal address; costs 1 point. */
export const MAILING_ADDRESS = '{ name company address1 address2 zip city province country countryCodeV2 phone }';

/** The same with the id by which an address of a customer is changed. */
export const CUSTOMER_ADDRESS = MAILING_ADDRESS.replace('{', '{ id');

export const ShopifyMailingAddress = z.object({
  name: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  zip: z.string().nullish(),
  city: z.string().nullish(),
  province: z.string().nullish(),
  country: z.string().nullish(),
  countryCodeV2: z.string().nullish(),
  phone: z.string().nullish(),
});

export const MailingAddress = z.object({
  name: personal(z.string().optional().describe('Who lives or works there.')),
  company: personal(z.string().optional().describe('Company.')),
  line1: personal(z.string().optional().describe('Street and number.')),
  line2: personal(z.string().optional().describe('Flat, floor and the like.')),
  postalCode: personal(z.string().optional().describe('Postal code.')),
  city: z.string().optional().describe('City.'),
  province: z.string().optional().describe('Province or state.'),
  country: z.string().optional().describe('Country, in English.'),
  countryCode: z.string().optional().describe('ISO 3166-1, two letters.'),
  phone: personal(z.string().optional().describe('Telephone.')),
});

export function toMailingAddress(address: z.output<typeof ShopifyMailingAddress>): z.output<typeof MailingAddress> {
  return {
    name: given(address.name),
    company: given(address.company),
    line1: given(address.address1),
    line2: given(address.address2),
    postalCode: given(address.zip),
    city: given(address.city),
    province: given(address.province),
    country: given(address.country),
    countryCode: given(address.countryCodeV2),
    phone: given(address.phone),
  };
}

export const ShopifyCustomerAddress = ShopifyMailingAddress.extend({ id: z.string() });

export const CustomerAddress = MailingAddress.extend({
  id: z.string().describe('Global id, as shopify_save_address takes it.'),
});

export function toCustomerAddress(address: z.output<typeof ShopifyCustomerAddress>): z.output<typeof CustomerAddress> {
  return { id: address.id, ...toMailingAddress(address) };
}
