import { z } from 'zod';

/** The most that one line or one stock record is asked for; what is larger is a slip of the keyboard. */
const PIECES_MAX = 1_000_000;

/** Input field for how many pieces, one or more. */
export function quantityField() {
  return z
    .number()
    .int()
    .min(1)
    .refine((pieces) => pieces <= PIECES_MAX, 'Give at most 1000000 pieces.')
    .describe('Pieces.');
}

/** Input field for a number of pieces that may be below zero. */
export function piecesCountField(description: string) {
  return z
    .number()
    .int()
    .refine((pieces) => Math.abs(pieces) <= PIECES_MAX, 'Give at most 1000000 pieces, or -1000000.')
    .describe(description);
}
