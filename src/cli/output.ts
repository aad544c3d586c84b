import { stripVTControlCharacters, styleText } from 'node:util';
import Table from 'cli-table3';
import type { CliDeps } from './deps.ts';
import type { Failure } from './failure.ts';

type Style = Parameters<typeof styleText>[0];

/** Where a command's words go. With `json` the answer is one document on standard output and words go to standard error. */
export interface Output {
  readonly json: boolean;
  /** A part of a long answer, told at once; with `json`, nothing. */
  say(words: (style: Paint) => string): void;
  /** The command's answer: `value` as JSON, or the text that `words` makes of it. Called once. */
  answer(value: unknown, words: (style: Paint) => string): void;
  /** A remark for a person, on standard error. */
  note(text: string): void;
  fail(failure: Failure): void;
}

/** Colours text where it will be seen in a terminal; `NO_COLOR` and `FORCE_COLOR` hold. */
export type Paint = (style: Style, text: string) => string;

/** Makes the output of one command. */
export function createOutput({ stdout, stderr }: Pick<CliDeps, 'stdout' | 'stderr'>, json: boolean): Output {
  const paintFor =
    (stream: typeof stdout): Paint =>
    (style, text) =>
      styleText(style, text, { stream });
  return {
    json,
    say(words) {
      if (!json) stdout.write(`${words(paintFor(stdout))}\n`);
    },
    answer(value, words) {
      stdout.write(`${json ? JSON.stringify(value, undefined, 2) : words(paintFor(stdout))}\n`);
    },
    note(text) {
      stderr.write(`${text}\n`);
    },
    fail(failure) {
      if (json) {
        const { exit: _, advice, ...error } = failure;
        stdout.write(
          `${JSON.stringify({ error: { ...error, ...(advice.length > 0 && { advice }) } }, undefined, 2)}\n`,
        );
      }
      stderr.write(`${describeFailure(failure, paintFor(stderr))}\n`);
    },
  };
}

function describeFailure(failure: Failure, paint: Paint): string {
  const lines = [`${paint('red', 'mcp-platform:')} ${printable(failure.message)}`];
  for (const { path, message } of failure.issues ?? []) lines.push(`  ${printable(path)}: ${printable(message)}`);
  for (const line of failure.advice) lines.push(`  ${line}`);
  if (failure.retryAfterMs !== undefined) lines.push(`  Try again in ${Math.ceil(failure.retryAfterMs / 1000)} s.`);
  if (failure.correlationId) lines.push(paint('dim', `  correlation id ${failure.correlationId}`));
  return lines.join('\n');
}

/** Text from elsewhere without what a terminal would obey: escape sequences and control characters but line breaks and tabs. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

/** A table without frames, its columns parted by spaces. Cells are made printable; colour them in `paintCell`. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  paintCell: (cell: string, column: number) => string = (cell) => cell,
): string {
  const none = Object.fromEntries(
    'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle'
      .split(' ')
      .map((part) => [part, '']),
  );
  const table = new Table({
    head: head.map((cell) => paint('bold', cell)),
    chars: { ...none, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => row.map((cell, column) => paintCell(printable(cell), column))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
