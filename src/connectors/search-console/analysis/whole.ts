import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { collectRows, EXPOSED_ROWS, type Question, type Row } from './collect-rows.ts';

/** All rows that Google gives of a question, and whether it holds back more. */
export interface Whole {
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

/** Gives every row of a question up to what Google gives of one: analyses never work on the first page alone. */
export async function wholeOf(upstream: SearchConsoleUpstream, question: Question): Promise<Whole> {
  const { rows, hasMore } = await collectRows(upstream, question, { offset: 0, limit: EXPOSED_ROWS - 1 });
  return { rows, isCut: hasMore };
}
