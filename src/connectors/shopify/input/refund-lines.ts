import { z } from 'zod';
import { idField, toGid } from './gid.ts';
import { quantityField } from './pieces.ts';

/** Most lines of one refund; more are another refund. */
const LINES_MAX = 100;

const pieceFields = {
  lineItemId: idField('LineItem', 'From shopify_get_order.'),
  quantity: quantityField(),
};

/** Input field for pieces of lines. */
export function piecesField() {
  return z.array(z.strictObject(pieceFields)).max(LINES_MAX).refine(areDifferent, 'Name each line once.');
}

/** Input field for the pieces that money is given back for. */
export function refundLinesField() {
  return z
    .array(
      z.strictObject({
        ...pieceFields,
        restock: z
          .enum(['no', 'returned', 'unsent'])
          .default('no')
          .describe('Into stock: returned came back, unsent never left.'),
      }),
    )
    .max(LINES_MAX)
    .refine(areDifferent, 'Name each line once.');
}

function areDifferent(lines: readonly { readonly lineItemId: string }[]): boolean {
  return new Set(lines.map(({ lineItemId }) => toGid('LineItem', lineItemId))).size === lines.length;
}

type RefundLines = z.output<ReturnType<typeof refundLinesField>>;

const RESTOCK_TYPES = { no: 'NO_RESTOCK', returned: 'RETURN', unsent: 'CANCEL' } as const;

/** Gives what passed `refundLinesField` as Shopify's `RefundLineItemInput`s; the location is where pieces go back to. */
export function toRefundLines(lines: RefundLines, locationId: string | undefined) {
  return lines.map(({ lineItemId, quantity, restock }) => ({
    lineItemId: toGid('LineItem', lineItemId),
    quantity,
    restockType: RESTOCK_TYPES[restock],
    locationId: restock === 'no' || locationId === undefined ? undefined : toGid('Location', locationId),
  }));
}
