import type { ResultDraft } from '../results/result-files.ts';

/** One page of an answer: the whole answer with the rows of this page, as JSON. */
export interface Page {
  readonly json: string;
  readonly rows: number;
}

/**
 * Cuts an answer along its list field into pages of at most `characters`. Each page is the answer with a part of the
 * rows and a `page` member, so each obeys the output schema. What says where the vendor's list goes on stands on the last
 * page alone: who followed it from an earlier one would miss the rows between. `undefined` when a single row, or what is beside the rows, is
 * too large for that.
 */
export function cutIntoPages(
  answer: Readonly<Record<string, unknown>>,
  list: string,
  characters: number,
  draft: ResultDraft,
): Page[] | undefined {
  const rows = answer[list] as readonly unknown[];
  const frame = JSON.stringify({ ...answer, [list]: [], page: widestPage(rows.length, draft) });
  const parts = splitRows(rows, characters - frame.length);
  if (!parts || parts.length === 0) return undefined;
  const cut = Object.fromEntries(Object.entries(answer).filter(([name]) => !SAYS_WHERE_IT_GOES_ON.test(name)));
  return parts.map((part, index) => {
    const number = index + 1;
    const page = pageMember(number, parts.length, part.length, rows.length, draft);
    const shown = number === parts.length ? answer : cut;
    return { json: JSON.stringify({ ...shown, [list]: part, page }), rows: part.length };
  });
}

/** `nextCursor`, `nextOffset`, `nextLineCursor`: optional in every tool (`test/catalog`). */
const SAYS_WHERE_IT_GOES_ON = /^next[A-Z]/;

function splitRows(rows: readonly unknown[], characters: number): unknown[][] | undefined {
  const parts: unknown[][] = [];
  let room = 0;
  for (const row of rows) {
    const size = JSON.stringify(row).length + 1;
    if (size > characters) return undefined;
    if (size > room) {
      parts.push([]);
      room = characters;
    }
    parts.at(-1)?.push(row);
    room -= size;
  }
  return parts;
}

function pageMember(number: number, pages: number, rows: number, totalRows: number, draft: ResultDraft) {
  const next = number < pages ? { next: draft.uri(number + 1) } : {};
  return { number, pages, rows, totalRows, ...next, expiresAt: new Date(draft.expiresAt).toISOString() };
}

/** The `page` member at its longest: what a page must leave room for. */
function widestPage(totalRows: number, draft: ResultDraft) {
  return pageMember(totalRows, totalRows + 1, totalRows, totalRows, draft);
}
