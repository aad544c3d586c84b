import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import { changedTags, tagsField } from '../input/tags.ts';
import { emailField, noteField } from '../input/written-text.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { customerOf, customerStateQuery } from '../read-backs/customer.ts';
import { isSince, sameTags, sameText } from '../read-backs/same.ts';
import {
  CUSTOMER_PARTS_COST,
  CUSTOMER_RECORD,
  CustomerRecord,
  ShopifyCustomerRecord,
  toCustomerRecord,
} from '../shapes/customer-record.ts';

const Payload = z.object({ customer: ShopifyCustomerRecord.nullable(), userErrors: UserErrors });

export const customerTagsQuery = defineQuery(
  'query CustomerTags($id: ID!) { customer(id: $id) { tags } }',
  z.object({ customer: z.object({ tags: z.array(z.string()) }).nullable() }),
);

export const createCustomerMutation = defineMutation(
  `mutation CreateCustomer($input: CustomerInput!) {
    payload: customerCreate(input: $input) { customer { ...CustomerRecord } userErrors { field message } }
  }
  ${CUSTOMER_RECORD}`,
  z.object({ payload: Payload }),
);

export const updateCustomerMutation = defineMutation(
  `mutation UpdateCustomer($input: CustomerInput!) {
    payload: customerUpdate(input: $input) { customer { ...CustomerRecord } userErrors { field message } }
  }
  ${CUSTOMER_RECORD}`,
  z.object({ payload: Payload }),
);

const NAMELESS =
  'Customers without an e-mail address are not told apart. Search for the name or the number, and settle it yourself.';

/** `shopify_save_customer`: changes a customer, or makes one. */
export const saveCustomer = defineTool({
  name: 'shopify_save_customer',
  title: 'Create or change a customer',
  description:
    'Changes contact, note or tags of one Shopify customer; what is not given stays. Without an id it creates one: search ' +
    'first. Marketing consent is not touched.',
  effect: 'write',
  permission: 'shopify.customers.write',
  scopes: ['read_customers', 'write_customers', 'read_orders'],
  input: z
    .object({
      id: idField('Customer', 'Whom to change; new without it.').optional(),
      firstName: lineField(100, 'First name.').optional(),
      lastName: lineField(100, 'Last name.').optional(),
      email: emailField('E-mail address.').optional(),
      phone: lineField(40, 'Telephone, like +353211234567.').optional(),
      note: noteField(5000, 'Note; empty removes it.').optional(),
      addTags: tagsField('Tags to add.'),
      removeTags: tagsField('Tags to take away.'),
    })
    .refine(({ id: _, ...changes }) => Object.values(changes).some((value) => value !== undefined), {
      error: 'Give at least one thing to write.',
      path: ['email'],
    })
    .refine(({ id, removeTags }) => id !== undefined || removeTags === undefined, {
      error: 'A new customer has no tags to take away.',
      path: ['removeTags'],
    }),
  output: z.object({
    customer: CustomerRecord.describe('The customer now.'),
    created: z.boolean().describe('Whether it is a new one.'),
  }),
  cost: ({ id, addTags, removeTags }) =>
    10 + CUSTOMER_PARTS_COST + (id !== undefined && (addTags || removeTags) ? 1 : 0),
  examples: [
    { title: 'Tag a good customer', input: { id: '8100000000002', addTags: ['vip'], note: 'Likes oolong.' } },
    {
      title: 'Somebody new',
      input: { firstName: 'Ada', lastName: 'Quirke', email: 'ada.quirke@example.com' },
    },
  ],

  async run({ id, addTags, removeTags, ...texts }, upstream: ShopifyUpstream) {
    const gid = id && toGid('Customer', id);
    const mutation = gid === undefined ? createCustomerMutation : updateCustomerMutation;
    const tags = await newTags(gid, addTags, removeTags, upstream);
    const { customer, userErrors } = (await upstream.mutate(mutation, { input: { id: gid, ...texts, tags } })).data
      .payload;
    refuseUserErrors(userErrors);
    if (customer === null) throw unconfirmed();
    return { customer: toCustomerRecord(customer), created: gid === undefined };
  },

  async readBack({ id, addTags, removeTags, ...texts }, upstream: ShopifyUpstream, { write }) {
    if (id === undefined && texts.email === undefined) return { found: 'cannot_tell', because: NAMELESS, final: true };
    const found =
      id === undefined
        ? await customerOf(texts.email ?? '', upstream)
        : (await upstream.queryWhole(customerStateQuery, { id: toGid('Customer', id) })).customer;
    // A new one: Shopify has no two of one address, and refuses to make another.
    const isNew = id !== undefined || isSince(found?.createdAt, write.earliestAt);
    const holds = found != null && isNew && isAsAsked(found, texts) && sameTags(found.tags, addTags, removeTags);
    return stateFound(
      { what: 'The customer', holds, isThere: id === undefined || found != null, changedAt: found?.updatedAt },
      write,
    );
  },
});

async function newTags(
  id: string | undefined,
  added: readonly string[] | undefined,
  removed: readonly string[] | undefined,
  upstream: ShopifyUpstream,
): Promise<string[] | undefined> {
  if (id === undefined || (!added && !removed)) return changedTags([], added, removed);
  const { customer } = (await upstream.query(customerTagsQuery, { id })).data;
  if (customer === null) throw noSuch('customer');
  return changedTags(customer.tags, added, removed);
}

interface Texts {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly note?: string;
}

function isAsAsked(found: NonNullable<z.output<typeof customerStateQuery.reply>['customer']>, asked: Texts): boolean {
  return (
    sameText(asked.firstName, found.firstName) &&
    sameText(asked.lastName, found.lastName) &&
    sameText(asked.note, found.note) &&
    sameText(asked.phone, found.defaultPhoneNumber?.phoneNumber) &&
    sameText(asked.email?.toLowerCase(), found.defaultEmailAddress?.emailAddress.toLowerCase())
  );
}
