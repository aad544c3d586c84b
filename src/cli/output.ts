import { styleText } from 'node:util';
import type { CliDeps } from './deps.ts';
import type { Failure } from './failure.ts';
import { type Paint, printable, wrapped } from './text-layout.ts';

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

/** Makes the output of one command. */
export function createOutput({ stdout, stderr }: Pick<CliDeps, 'stdout' | 'stderr'>, json: boolean): Output {
  const paintFor = (stream: typeof stdout): Paint =>
    Object.assign((...[style, text]: Parameters<Paint>) => styleText(style, text, { stream }), {
      columns: stream.isTTY ? stream.columns : undefined,
    });
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

const MARGIN = '  ';

function describeFailure(failure: Failure, paint: Paint): string {
  const { message, issues = [], advice, retryAfterMs, correlationId } = failure;
  // An answer that says everything in one sentence says its issues there too.
  const apart = issues.filter((issue) => !message.includes(issue.message));
  const below = [
    ...apart.map((issue) => `${issue.path}: ${issue.message}`),
    ...advice,
    ...(retryAfterMs === undefined ? [] : [`Try again in ${Math.ceil(retryAfterMs / 1000)} s.`]),
  ].map((line) => MARGIN + wrapped(printable(line), paint.columns, MARGIN));
  if (correlationId) below.push(paint('dim', `${MARGIN}correlation id ${correlationId}`));
  const said = wrapped(`${paint('red', 'mcp-platform:')} ${printable(message)}`, paint.columns, MARGIN);
  return [said, ...below].join('\n');
}
