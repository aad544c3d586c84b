import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { quantityField } from '../input/pieces.ts';
import { lineField } from '../input/plain-text.ts';
import { priceField } from '../input/price.ts';
import { emailField, noteField } from '../input/written-text.ts';
import { defineMutation, type Mutation } from '../protocol/document.ts';
import { shopCurrencyQuery } from '../protocol/shop-currency.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { draftOrderStateQuery } from '../read-backs/draft-order.ts';
import { madeSince, newestDraftOrdersQuery } from '../read-backs/made-since.ts';
import { isSince, sameText } from '../read-backs/same.ts';
import {
  DRAFT_ORDER,
  DraftOrder,
  draftPartsCost,
  hiddenDraftLines,
  ShopifyDraftOrder,
  toDraftOrder,
} from '../shapes/draft-order.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

const Payload = z.object({ draftOrder: ShopifyDraftOrder.nullable(), userErrors: UserErrors });

export const createDraftOrderMutation = defineMutation(
  `mutation CreateDraftOrder($input: DraftOrderInput!, $withLines: Boolean!, $linesAfter: String) {
    payload: draftOrderCreate(input: $input) { draftOrder { ...DraftOrderRecord } userErrors { field message } }
  }
  ${DRAFT_ORDER}`,
  z.object({ payload: Payload }),
);

export const updateDraftOrderMutation = defineMutation(
  `mutation UpdateDraftOrder($id: ID!, $input: DraftOrderInput!, $withLines: Boolean!, $linesAfter: String) {
    payload: draftOrderUpdate(id: $id, input: $input) { draftOrder { ...DraftOrderRecord } userErrors { field message } }
  }
  ${DRAFT_ORDER}`,
  z.object({ payload: Payload }),
);

export const completeDraftOrderMutation = defineMutation(
  `mutation CompleteDraftOrder($id: ID!, $withLines: Boolean!, $linesAfter: String) {
    payload: draftOrderComplete(id: $id) { draftOrder { ...DraftOrderRecord } userErrors { field message } }
  }
  ${DRAFT_ORDER}`,
  z.object({ payload: Payload }),
);

export const sendInvoiceMutation = defineMutation(
  `mutation SendInvoice($id: ID!, $withLines: Boolean!, $linesAfter: String) {
    payload: draftOrderInvoiceSend(id: $id) { draftOrder { ...DraftOrderRecord } userErrors { field message } }
  }
  ${DRAFT_ORDER}`,
  z.object({ payload: Payload }),
);

const LineField = z
  .strictObject({
    variantId: idField('ProductVariant', 'Variant id.').optional(),
    title: lineField(255, 'Name, without a variant.').optional(),
    price: priceField('Price of one, without a variant.').optional(),
    quantity: quantityField(),
  })
  .refine(
    ({ variantId, title, price }) =>
      variantId === undefined ? title !== undefined && price !== undefined : title === undefined && price === undefined,
    'Give a variant, or a title with a price.',
  );

const SaveDraftOrderInput = z
  .object({
    id: idField('DraftOrder', 'Draft to change; a new one without it.').optional(),
    lines: z.array(LineField).min(1).max(100).optional().describe('All its lines; replace those there are.'),
    customerId: idField('Customer', 'Who it is for.').optional(),
    email: emailField('Where the invoice goes.').optional(),
    discountPercent: z.number().min(0.01).max(100).optional().describe('Off the whole.'),
    note: noteField(5000, 'Note; empty removes it.').optional(),
    finish: z
      .enum(['complete', 'send_invoice'])
      .optional()
      .describe('Alone, with id: order it as paid, or mail the invoice.'),
  })
  .refine(({ id, lines }) => id !== undefined || lines !== undefined, {
    error: 'A new draft order needs lines.',
    path: ['lines'],
  })
  .refine(({ id, finish, ...changes }) => finish === undefined || (id !== undefined && isEmpty(changes)), {
    error: 'Finish a draft order by its id, and change it in another call.',
    path: ['finish'],
  })
  .refine(({ id: _, ...changes }) => !isEmpty(changes), {
    error: 'Give at least one thing to change.',
    path: ['lines'],
  });

type Input = z.output<typeof SaveDraftOrderInput>;

/** `shopify_save_draft_order`: prepares an order, or changes one that is being prepared. */
export const saveDraftOrder = defineTool({
  name: 'shopify_save_draft_order',
  title: 'Create, change or finish a draft order',
  description:
    'Prepares a Shopify order, or changes one in preparation; what is not given stays, and nothing is charged or sent. Or ' +
    'finishes one, which cannot be taken back: it becomes an order, or its invoice is mailed.',
  effect: 'write',
  permission: 'shopify.draft-orders.write',
  feature: 'shopify-advanced',
  scopes: ['read_draft_orders', 'write_draft_orders', 'read_customers', 'read_orders', 'read_products'],
  input: SaveDraftOrderInput,
  output: z.object({
    draftOrder: DraftOrder.describe('The draft order now.'),
    notices: Notices,
  }),
  cost: (input) => 10 + draftPartsCost(true) + (needsCurrency(input) ? 1 : 0),
  examples: [
    {
      title: 'One variant and a service',
      input: {
        customerId: '8100000000002',
        lines: [
          { variantId: '8100000000012', quantity: 2 },
          { title: 'Engraving', price: '4.50', quantity: 1 },
        ],
      },
    },
    { title: 'Ask for the money', input: { id: '8100000000004', finish: 'send_invoice' } },
    { title: 'Take something off', input: { id: '8100000000005', discountPercent: 10, note: 'Regular customer' } },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const currency = needsCurrency(input) ? (await upstream.query(shopCurrencyQuery)).data.shop.currencyCode : '';
    const { data } = await upstream.mutate(mutationFor(input), toVariables(input, currency));
    const { draftOrder, userErrors } = data.payload;
    refuseUserErrors(userErrors);
    if (draftOrder === null) throw unconfirmed();
    return { draftOrder: toDraftOrder(draftOrder), notices: noticesOf(hiddenDraftLines(draftOrder)) };
  },

  async readBack(
    { id, lines, customerId, email, discountPercent, note, finish },
    upstream: ShopifyUpstream,
    { write },
  ) {
    if (id === undefined) return madeSince('draft order', newestDraftOrdersQuery, upstream, write);
    const { draftOrder } = await upstream.queryWhole(draftOrderStateQuery, { id: toGid('DraftOrder', id) });
    const isFinished =
      finish === 'complete' ? draftOrder?.status === 'COMPLETED' : isSince(draftOrder?.invoiceSentAt, write.earliestAt);
    const isChanged =
      draftOrder !== null &&
      // Of lines Shopify makes its own, which are not known again.
      lines === undefined &&
      (discountPercent === undefined || isOff(discountPercent, draftOrder.appliedDiscount)) &&
      sameText(email, draftOrder.email) &&
      sameText(note, draftOrder.note2) &&
      sameText(customerId && toGid('Customer', customerId), draftOrder.customer?.id);
    const holds = finish === undefined ? isChanged : isFinished;
    return stateFound(
      { what: 'The draft order', holds, isThere: draftOrder !== null, changedAt: draftOrder?.updatedAt },
      write,
    );
  },
});

function isEmpty(changes: Readonly<Record<string, unknown>>): boolean {
  return Object.values(changes).every((value) => value === undefined);
}

function mutationFor({ id, finish }: Input): Mutation<{ payload: z.output<typeof Payload> }> {
  if (finish !== undefined) return finish === 'complete' ? completeDraftOrderMutation : sendInvoiceMutation;
  return id === undefined ? createDraftOrderMutation : updateDraftOrderMutation;
}

function toVariables(input: Input, currency: string) {
  const id = input.id && toGid('DraftOrder', input.id);
  return { id, input: input.finish === undefined ? toDraftInput(input, currency) : undefined, withLines: true };
}

/** A price is written with its currency, and only the shop knows its own. */
function needsCurrency({ lines }: Input): boolean {
  return lines?.some(({ price }) => price !== undefined) ?? false;
}

function toDraftInput({ lines, customerId, email, discountPercent, note }: Input, currency: string) {
  return {
    lineItems: lines?.map(({ variantId, title, price, quantity }) => ({
      variantId: variantId && toGid('ProductVariant', variantId),
      title,
      quantity,
      originalUnitPriceWithCurrency: price === undefined ? undefined : { amount: price, currencyCode: currency },
    })),
    purchasingEntity: customerId === undefined ? undefined : { customerId: toGid('Customer', customerId) },
    email,
    note,
    appliedDiscount: discountPercent === undefined ? undefined : { value: discountPercent, valueType: 'PERCENTAGE' },
  };
}

function isOff(
  percent: number,
  discount: { readonly value: number; readonly valueType: string } | null | undefined,
): boolean {
  return discount?.valueType === 'PERCENTAGE' && discount.value === percent;
}
