import { z } from 'zod';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

const CUSTOMER = `id firstName lastName note tags createdAt updatedAt
  defaultEmailAddress { emailAddress }
  defaultPhoneNumber { phoneNumber }`;

const ShopifyCustomerState = z.object({
  id: z.string(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullish(),
});

export const customerStateQuery = defineQuery(
  `query CustomerState($id: ID!) { customer(id: $id) { ${CUSTOMER} } }`,
  z.object({ customer: ShopifyCustomerState.nullable() }),
);

export const customersByEmailQuery = defineQuery(
  `query CustomersByEmail($query: String!) { customers(first: 5, query: $query) { nodes { ${CUSTOMER} } } }`,
  z.object({ customers: z.object({ nodes: z.array(ShopifyCustomerState) }) }),
);

/** Finds the customer of an e-mail address; Shopify has no two of one. */
export async function customerOf(email: string, upstream: ShopifyUpstream) {
  const query = toSearchString([{ field: 'email', argument: 'email', value: email }]);
  const { nodes } = (await upstream.queryWhole(customersByEmailQuery, { query })).customers;
  return nodes.find((one) => one.defaultEmailAddress?.emailAddress.toLowerCase() === email.toLowerCase());
}
