import { z } from 'zod';
import { personal } from '../../define.ts';
import { given, toWord } from './words.ts';

/** Most lines of a return that are shown, and that one call asks for. */
export const RETURN_LINES_MAX = 50;

/** Selection of a return without its lines; costs 3 points. */
export const RETURN_BRIEF = `
  id
  name
  status
  createdAt
  closedAt
  totalQuantity
  decline { reason note }
  order { id name }`;
export const RETURN_BRIEF_COST = 3;

/** Selection of the lines of a return; costs `RETURN_LINES_COST` points. */
export const RETURN_LINES = `returnLineItems(first: ${RETURN_LINES_MAX}) {
    nodes {
      id
      quantity
      refundableQuantity
      refundedQuantity
      customerNote
      returnReasonNote
      returnReasonDefinition { handle name }
      ... on ReturnLineItem { fulfillmentLineItem { lineItem { id title variantTitle sku } } }
    }
    pageInfo { hasNextPage }
  }`;
export const RETURN_LINES_COST = 2 + RETURN_LINES_MAX * 4;

export const ShopifyLineNames = z.object({
  id: z.string(),
  title: z.string(),
  variantTitle: z.string().nullish(),
  sku: z.string().nullish(),
});

export const ShopifyReturnBrief = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  closedAt: z.string().nullish(),
  totalQuantity: z.number().int(),
  decline: z.object({ reason: z.string(), note: z.string().nullish() }).nullish(),
  order: z.object({ id: z.string(), name: z.string() }),
});

export const ShopifyReturn = ShopifyReturnBrief.extend({
  returnLineItems: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        quantity: z.number().int(),
        refundableQuantity: z.number().int(),
        refundedQuantity: z.number().int(),
        customerNote: z.string().nullish(),
        returnReasonNote: z.string(),
        returnReasonDefinition: z.object({ handle: z.string(), name: z.string() }).nullish(),
        /** Absent of pieces that Shopify could not find an order line for. */
        fulfillmentLineItem: z.object({ lineItem: ShopifyLineNames }).optional(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

export const LineNames = {
  lineItemId: z.string().describe('Global id of the order’s line.'),
  title: z.string().describe('Product.'),
  variantTitle: z.string().optional().describe('Variant.'),
  sku: z.string().optional().describe('Article number.'),
};

export const Return = z.object({
  id: z.string().describe('Global id.'),
  name: z.string().describe('Name, like #1001-R1.'),
  status: z.string().describe('requested, open, closed, declined or canceled.'),
  orderId: z.string().describe('Global id of the order.'),
  orderName: z.string().describe('Number as people say it.'),
  quantity: z.number().int().describe('Pieces in all.'),
  createdAt: z.string().describe('ISO 8601.'),
  closedAt: z.string().optional().describe('ISO 8601; absent while it is not closed.'),
  declineReason: z.string().optional().describe('Why it was declined.'),
  declineNote: personal(z.string().optional().describe('What the customer was told about it.')),
  lines: z
    .array(
      z.object({
        id: z.string().describe('Global id.'),
        ...LineNames,
        lineItemId: LineNames.lineItemId.optional(),
        title: LineNames.title.optional(),
        quantity: z.number().int().describe('Pieces that come back.'),
        refundable: z.number().int().describe('Pieces of them that money can still be given back for.'),
        refunded: z.number().int().describe('Pieces of them that money was given back for.'),
        reason: z.string().optional().describe('Handle of the reason.'),
        reasonName: z.string().optional().describe('The reason as people read it.'),
        note: personal(z.string().optional().describe('Note about the reason.')),
        customerNote: personal(z.string().optional().describe('What the customer wrote: untrusted content.')),
      }),
    )
    .optional()
    .describe('Its lines; absent in lists of several returns.'),
});

export function toReturnBrief(row: z.output<typeof ShopifyReturnBrief>): z.output<typeof Return> {
  return {
    id: row.id,
    name: row.name,
    status: toWord(row.status),
    orderId: row.order.id,
    orderName: row.order.name,
    quantity: row.totalQuantity,
    createdAt: row.createdAt,
    closedAt: given(row.closedAt),
    declineReason: row.decline ? toWord(row.decline.reason) : undefined,
    declineNote: row.decline?.note || undefined,
  };
}

export function toReturn(row: z.output<typeof ShopifyReturn>): z.output<typeof Return> {
  const lines = row.returnLineItems.nodes.map((line) => ({
    id: line.id,
    ...(line.fulfillmentLineItem && toLineNames(line.fulfillmentLineItem.lineItem)),
    quantity: line.quantity,
    refundable: line.refundableQuantity,
    refunded: line.refundedQuantity,
    reason: line.returnReasonDefinition?.handle,
    reasonName: line.returnReasonDefinition?.name,
    note: line.returnReasonNote || undefined,
    customerNote: given(line.customerNote),
  }));
  return { ...toReturnBrief(row), lines };
}

export function toLineNames({ id, title, variantTitle, sku }: z.output<typeof ShopifyLineNames>) {
  return { lineItemId: id, title, variantTitle: given(variantTitle), sku: sku || undefined };
}

/** Says that lines of a return are not shown, where that is so. */
export function cutReturn({ returnLineItems }: z.output<typeof ShopifyReturn>): string | undefined {
  const { hasNextPage } = returnLineItems.pageInfo;
  return hasNextPage ? `Only the first ${RETURN_LINES_MAX} lines of the return are shown.` : undefined;
}
