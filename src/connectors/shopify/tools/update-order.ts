import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import { addressField, toAddressInput } from '../input/postal-address.ts';
import { changedTags, tagsField } from '../input/tags.ts';
import { emailField, noteField } from '../input/written-text.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import { bringTo, has } from '../protocol/order-status.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { orderStateQuery } from '../read-backs/order.ts';
import { sameTags, sameText } from '../read-backs/same.ts';
import {
  ORDER_RECORD,
  ORDER_RECORD_PARTS_COST,
  OrderRecord,
  ShopifyOrderRecord,
  toOrderRecord,
} from '../shapes/order-record.ts';

export const orderBeforeQuery = defineQuery(
  `query OrderBefore($id: ID!) { order(id: $id) { ...OrderRecord } }
  ${ORDER_RECORD}`,
  z.object({ order: ShopifyOrderRecord.nullable() }),
);

export const updateOrderMutation = defineMutation(
  `mutation UpdateOrder($input: OrderInput!) {
    orderUpdate(input: $input) {
      order { ...OrderRecord }
      userErrors { field message }
    }
  }
  ${ORDER_RECORD}`,
  z.object({ orderUpdate: z.object({ order: ShopifyOrderRecord.nullable(), userErrors: UserErrors }) }),
);

/** `shopify_update_order`: changes what is written on one order. Doing it twice is the same as doing it once. */
export const updateOrder = defineTool({
  name: 'shopify_update_order',
  title: 'Change an order',
  description:
    'Changes note, e-mail, tags, extra details or shipping address of one Shopify order; what is not given stays. Or, alone, ' +
    'its status: archived (closed), open again, or paid outside the shop (cannot be taken back).',
  effect: 'write',
  permission: 'shopify.orders.write',
  scopes: ['read_orders', 'write_orders'],
  repeatable: true,
  input: z
    .object({
      id: idField('Order', 'Order id.'),
      status: z.enum(['open', 'closed', 'paid']).optional().describe('Alone: new status.'),
      note: noteField(5000, 'Note; empty removes it.').optional(),
      email: emailField('New e-mail.').optional(),
      addTags: tagsField('Tags to add.'),
      removeTags: tagsField('Tags to take away.'),
      attributes: z
        .array(
          z.strictObject({
            key: lineField(255, 'Name.'),
            value: lineField(5000, 'Value.'),
          }),
        )
        .max(100)
        .optional()
        .describe('Replaces all.'),
      shippingAddress: addressField('Replaces the old one.').optional(),
    })
    .refine(({ id: _, ...changes }) => !isEmpty(changes), {
      error: 'Give at least one thing to change.',
      path: ['note'],
    })
    .refine(({ id: _, status, ...changes }) => status === undefined || isEmpty(changes), {
      error: 'Change the status by itself, the rest in another call.',
      path: ['status'],
    }),
  output: z.object({
    order: OrderRecord.describe('The order now.'),
    changed: z.boolean().describe('False when the status was so already.'),
  }),
  object: ({ id }) => toGid('Order', id),
  cost: ({ status, addTags, removeTags }) =>
    10 + ORDER_RECORD_PARTS_COST + (status || addTags || removeTags ? 1 + ORDER_RECORD_PARTS_COST : 0),
  examples: [
    { title: 'A note for the packers', input: { id: '8100000000900', note: 'Gift wrap, please.' } },
    { title: 'Archive', input: { id: '8100000001026', status: 'closed' } },
    {
      title: 'Move a tag',
      input: { id: 'gid://shopify/Order/8100000000901', addTags: ['packed'], removeTags: ['to pack'] },
    },
  ],

  async run(
    { id, status, addTags, removeTags, attributes, shippingAddress, ...texts },
    upstream: ShopifyUpstream,
    { atFirst },
  ) {
    const gid = toGid('Order', id);
    if (status !== undefined) {
      const current = await readBefore(gid, upstream);
      const before = await atFirst(async () => current);
      const { order, changed } = await bringTo(current, status, upstream);
      return { order: toOrderRecord(order), changed: changed || !has(before, status) };
    }
    const { data } = await upstream.mutate(updateOrderMutation, {
      input: {
        id: gid,
        ...texts,
        tags: await newTags(gid, addTags, removeTags, upstream),
        customAttributes: attributes,
        shippingAddress: shippingAddress && toAddressInput(shippingAddress),
      },
    });
    const { order, userErrors } = data.orderUpdate;
    refuseUserErrors(userErrors);
    if (order === null) throw unconfirmed();
    return { order: toOrderRecord(order), changed: true };
  },

  async readBack(
    { id, status, addTags, removeTags, attributes, shippingAddress, ...texts },
    upstream: ShopifyUpstream,
    { write },
  ) {
    const { order } = await upstream.queryWhole(orderStateQuery, { id: toGid('Order', id) });
    const holds =
      order !== null &&
      // How Shopify writes an address down is its own, so that one is never known again.
      shippingAddress === undefined &&
      (status === undefined || has(order, status)) &&
      sameText(texts.note, order.note) &&
      sameText(texts.email, order.email) &&
      sameTags(order.tags, addTags, removeTags) &&
      (attributes === undefined || isSameList(attributes, order.customAttributes));
    return stateFound({ what: 'The order', holds, isThere: order !== null, changedAt: order?.updatedAt }, write);
  },
});

function isEmpty(changes: Readonly<Record<string, unknown>>): boolean {
  return Object.values(changes).every((value) => value === undefined);
}

async function newTags(
  id: string,
  added: readonly string[] | undefined,
  removed: readonly string[] | undefined,
  upstream: ShopifyUpstream,
): Promise<string[] | undefined> {
  if (!added && !removed) return undefined;
  return changedTags((await readBefore(id, upstream)).tags, added, removed);
}

async function readBefore(id: string, upstream: ShopifyUpstream) {
  const { order } = (await upstream.query(orderBeforeQuery, { id })).data;
  if (order === null) throw noSuch('order');
  return order;
}

type Attributes = readonly { readonly key: string; readonly value?: string | null }[];

function isSameList(asked: Attributes, found: Attributes): boolean {
  const values = new Map(found.map(({ key, value }) => [key, value]));
  return asked.length === found.length && asked.every(({ key, value }) => values.get(key) === value);
}
