import { z } from 'zod';

const LIMIT_MAX = 5_000;
const OFFSET_MAX = 1_000_000;
const PAGE_MAX = 100_000;

/** A whole number between two, both included. Hosts list bounds as words do not; a wrong one is told them. */
function wholeField(least: number, most: number) {
  return z
    .number()
    .int()
    .refine((value) => value >= least && value <= most, `Give a whole number from ${least} to ${most}.`);
}

/** Input fields for a part of a long list that Bing gives whole. */
export function sliceFields(usual: number) {
  return {
    limit: wholeField(1, LIMIT_MAX).default(usual).describe('Rows at most.'),
    offset: wholeField(0, OFFSET_MAX).default(0).describe('From nextOffset.'),
  };
}

/** Output fields that say what the part is of. */
export const sliceFacts = {
  totalRows: z.number().int().describe('Rows there are in all.'),
  nextOffset: z.number().int().optional().describe('Give it as offset for more; absent: no more.'),
};

/** Gives the part, and where to go on. */
export function sliceOf<Row>(rows: readonly Row[], limit: number, offset: number) {
  const end = offset + limit;
  return {
    rows: rows.slice(offset, end),
    totalRows: rows.length,
    nextOffset: end < rows.length ? end : undefined,
  };
}

/** Input field for a page of a list that Bing gives by pages, counted from 0. */
export const pageField = wholeField(0, PAGE_MAX).default(0).describe('From nextPage.');

/** Output field for the next page. */
export const NextPage = z.number().int().optional().describe('Give it as page for more; absent: no more.');
