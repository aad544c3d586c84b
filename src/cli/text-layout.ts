import { stripVTControlCharacters, type styleText } from 'node:util';
import Table from 'cli-table3';

type Style = Parameters<typeof styleText>[0];

/** Colours text where it will be seen in a terminal; `NO_COLOR` and `FORCE_COLOR` hold. */
export interface Paint {
  (style: Style, text: string): string;
  /** Columns of that terminal; absent where the text goes to a file or another program. */
  readonly columns?: number;
}

const FRAME =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle';

/** Text from elsewhere without what a terminal would obey: escape sequences and control characters but line breaks and tabs. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

/**
 * Sets text beside a margin, broken between words so that it fits; without `columns` only where it breaks itself. The
 * margin is put before every line but the first, which follows what is there. A longer word stays whole, to be copied.
 */
export function wrapped(text: string, columns: number | undefined, margin: string): string {
  const room = columns === undefined ? Number.POSITIVE_INFINITY : columns - widthOf(margin);
  return text
    .split('\n')
    .flatMap((paragraph) => brokenLines(paragraph, room))
    .join(`\n${margin}`);
}

function brokenLines(paragraph: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/**
 * A table without frames, its columns parted by spaces; in a terminal that is narrower, each row as a block of lines. Cells
 * are made printable; colour them in `paintCell`.
 */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  paintCell: (cell: string, column: number) => string = (cell) => cell,
): string {
  const cells = rows.map((row) => row.map((cell, column) => paintCell(printable(cell), column)));
  const lines = tableLines(head, cells, paint);
  const { columns } = paint;
  return columns === undefined || lines.every((line) => widthOf(line) <= columns)
    ? lines.join('\n')
    : blocks(head, cells, paint);
}

function tableLines(head: readonly string[], cells: readonly (readonly string[])[], paint: Paint): string[] {
  const table = new Table({
    head: head.map((cell) => paint('bold', cell)),
    chars: { ...Object.fromEntries(FRAME.split(' ').map((part) => [part, ''])), middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...cells.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function blocks(head: readonly string[], cells: readonly (readonly string[])[], paint: Paint): string {
  const width = Math.max(...head.map((name) => name.length)) + 2;
  const lineOf = (name: string, cell: string) =>
    paint('bold', name) + ' '.repeat(width - name.length) + wrapped(cell, paint.columns, ' '.repeat(width));
  return cells
    .map((row) => head.flatMap((name, column) => (row[column] ? [lineOf(name, row[column])] : [])).join('\n'))
    .join('\n\n');
}
