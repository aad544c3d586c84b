import { z } from 'zod';

/** Where to go on, and what the page before showed: Zoho pages by position, and its search not reliably even so. */
interface Position {
  /** Counted from 1. */
  readonly start: number;
  /** First and last message of the page before. */
  readonly first?: string;
  readonly last?: string;
}

const CURSOR = /^([1-9][0-9]{0,6})-([0-9]{1,20})-([0-9]{1,20})$/;

/** Input field for the size of a page. */
export function limitField(most: number, usual: number) {
  return z.number().int().min(1).max(most).default(usual).describe('How many at most');
}

/** Input field for where to go on. */
export function cursorField() {
  return z
    .string()
    .refine((text) => CURSOR.test(text), 'Give nextCursor of the answer before, unchanged.')
    .optional()
    .describe('nextCursor of the answer before');
}

/** Output field for where to go on. */
export function nextCursorField() {
  return z.string().optional().describe('Give it as cursor for more; absent at the end.');
}

/** Reads a cursor that passed `cursorField`. */
export function toPosition(cursor: string | undefined): Position {
  const [, start, first, last] = CURSOR.exec(cursor ?? '') ?? [];
  return start === undefined ? { start: 1 } : { start: Number(start), first, last };
}

/** A page as it came, made whole: rows that were shown before are taken out. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | undefined;
  /** Said when what follows cannot be had. */
  readonly notice: string | undefined;
}

/**
 * Makes a page of the rows that came for a position. A page shorter than asked for is the last. Rows that moved on since,
 * because new mail arrived, are not given twice; a vendor that gives the page before again is not asked a third time.
 */
export function toPage<Row extends { readonly id: string }>(
  came: readonly Row[],
  position: Position,
  limit: number,
): Page<Row> {
  if (position.first !== undefined && came[0]?.id === position.first) {
    return { rows: [], nextCursor: undefined, notice: NO_FURTHER };
  }
  const seenUpTo = came.findIndex(({ id }) => id === position.last);
  const seen = new Set<string>();
  const rows = came.slice(seenUpTo + 1).filter(({ id }) => !seen.has(id) && seen.add(id));
  const next = position.start + limit;
  const [first, last] = [came[0], came.at(-1)];
  const more = came.length >= limit && first !== undefined && last !== undefined && next < 10_000_000;
  return { rows, nextCursor: more ? `${next}-${first.id}-${last.id}` : undefined, notice: undefined };
}

const NO_FURTHER = 'Zoho gives no further page of this; narrow it by dates or words to see the rest.';
