import { z } from 'zod';
import { personal } from '../../define.ts';
import { lineOrNothing } from '../text/shown-text.ts';

/** One party of a mail. */
export interface Party {
  readonly address: string;
  readonly name: string | undefined;
}

const PARTIES_MAX = 1_000;

/** Output field for the parties of one header: `Ana Lopez <ana@example.com>`. */
export function partiesField(description: string) {
  return z.array(personal(z.string())).describe(description);
}

/**
 * Reads a list of addresses as Zoho writes it: HTML entities, names or none, quotation marks, commas between and within.
 * What holds no address is left out.
 */
export function toParties(text: string | null | undefined): Party[] {
  const line = lineOrNothing(text);
  if (line === undefined) return [];
  return split(line)
    .slice(0, PARTIES_MAX)
    .map(toParty)
    .filter((party) => party !== undefined);
}

/** Gives a party as it is shown. */
export function shownParty({ address, name }: Party): string {
  return name === undefined ? address : `${name} <${address}>`;
}

function split(line: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let isAngled = false;
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at];
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === '<') isAngled = true;
    else if (!isQuoted && sign === '>') isAngled = false;
    else if (!isQuoted && !isAngled && (sign === ',' || sign === ';')) {
      parts.push(line.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(line.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function toParty(text: string): Party | undefined {
  const opened = text.lastIndexOf('<');
  const address = (opened === -1 ? text : text.slice(opened + 1).replace(/>.*$/, '')).trim();
  if (!/^[^\s@<>",]+@[^\s@<>",]+$/.test(address)) return undefined;
  const name =
    opened === -1
      ? ''
      : text
          .slice(0, opened)
          .trim()
          .replace(/^"(.*)"$/, '$1')
          .trim();
  return { address, name: name === '' || name === address ? undefined : name };
}
