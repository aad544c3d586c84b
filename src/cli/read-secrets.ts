import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { CliDeps } from './deps.ts';
import { CliFailure } from './failure.ts';

/** Where the secrets of a command are to be taken from. None of it is a secret: command lines are seen by everybody. */
export interface SecretSources {
  /** Names that are asked for, or read from standard input, one line each in this order. */
  readonly asked: readonly string[];
  /** `NAME=path` */
  readonly files: readonly string[];
  /** `NAME=VARIABLE` */
  readonly variables: readonly string[];
}

const FILE_BYTES_MAX = 64 * 1024;

/** Reads the secrets, by name. Throws `CliFailure` `usage` for one that cannot be read, without a word of what it holds. */
export async function readSecrets(sources: SecretSources, deps: CliDeps): Promise<Record<string, string>> {
  const read: [string, string][] = [];
  for (const pair of sources.files) {
    const [name, path] = splitPair('--secret-file', pair);
    read.push([name, onOneLine(readFile(name, path))]);
  }
  for (const pair of sources.variables) {
    const [name, variable] = splitPair('--secret-env', pair);
    const value = deps.environment(variable);
    if (!value) throw unusable(`The environment variable ${variable} is not set, so ${name} cannot be read from it.`);
    read.push([name, onOneLine(value)]);
  }
  if (sources.asked.length > 0) read.push(...(await ask(sources.asked, deps)));
  const names = read.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw unusable(`${twice} is given twice.`);
  return Object.fromEntries(read);
}

/** Splits `NAME=rest` of an option. */
export function splitPair(option: string, pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at > 0 && at < pair.length - 1) return [pair.slice(0, at), pair.slice(at + 1)];
  throw unusable(`${option} takes NAME=${option === '--secret-file' ? 'path' : 'value'}.`);
}

function readFile(name: string, path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= FILE_BYTES_MAX) return bytes.toString('utf8').trim();
  } catch (error) {
    throw unusable(`The file for ${name} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  throw unusable(`The file for ${name} is larger than ${FILE_BYTES_MAX} bytes.`);
}

/** A key file is JSON on many lines, and a setting is one line. */
function onOneLine(text: string): string {
  if (!text.includes('\n')) return text.trim();
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text.trim();
  }
}

async function ask(names: readonly string[], { stdin, stderr }: CliDeps): Promise<[string, string][]> {
  const interactive = stdin.isTTY === true;
  // What is typed is shown to nobody: the terminal's echo goes nowhere, the question to standard error.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: interactive });
  const answers: [string, string][] = [];
  try {
    const iterator = lines[Symbol.asyncIterator]();
    for (const name of names) {
      if (interactive) stderr.write(`${name}: `);
      const { value, done } = await iterator.next();
      if (interactive) stderr.write('\n');
      const secret = done ? '' : String(value).trim();
      if (secret === '') throw unusable(`No value came for ${name}; standard input takes one line a secret, in order.`);
      answers.push([name, secret]);
    }
  } finally {
    lines.close();
  }
  return answers;
}

function unusable(message: string): CliFailure {
  return new CliFailure('usage', message);
}
