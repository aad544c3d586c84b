import { z } from 'zod';
import { idField, toGid } from './gid.ts';

/** Most lines of one refund; more are another refund. */
const LINES_MAX = 100;

/** Input field for the pieces that money is given back for. */
export function refundLinesField() {
  return z
    .array(
      z.strictObject({
        lineItemId: idField('LineItem', 'Line id, as shopify_get_order gives it.'),
        quantity: z.number().int().min(1).max(1_000_000).describe('Pieces.'),
        restock: z
          .enum(['no', 'returned', 'unsent'])
          .default('no')
          .describe('Back into stock: returned by the customer, or never sent.'),
      }),
    )
    .max(LINES_MAX)
    .refine(
      (lines) => new Set(lines.map(({ lineItemId }) => toGid('LineItem', lineItemId))).size === lines.length,
      'Name each line once.',
    );
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
