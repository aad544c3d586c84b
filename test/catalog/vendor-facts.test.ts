import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fileOf, VENDOR_FACTS } from '../../scripts/reference/vendor-facts.ts';
import { sharedData } from '../support/shared-data.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SHEETS: Readonly<Record<string, string>> = {
  Shopify: 'shopify.md',
  'Zoho Mail': 'zoho-mail.md',
  'Search Console': 'gsc.md',
  'Bing Webmaster Tools': 'bing.md',
  'Google Analytics 4': 'ga4.md',
};
const folder = sharedData('vendors');

/** Sections that tell of sources, and tables of methods: those are held against the vendors' contracts. */
const APART = /^(Test artifacts|Sources)/;
const METHODS = /^(Endpoints|Operations \(|Data API|Admin API)/;

/** Every fact of a sheet that stands by itself: a point of a list, or a row of a table. */
function factsIn(sheet: string): string[] {
  return sheet.split(/^##+ /m).flatMap((section) => {
    if (APART.test(section)) return [];
    const lines = section.split('\n');
    const rule = lines.findIndex((line) => /^\|[-|]+\|$/.test(line));
    return lines.filter(
      (line, at) =>
        /^(- |\d\. )/.test(line) || (line.startsWith('| ') && rule > 0 && at > rule && !METHODS.test(section)),
    );
  });
}

describe.each(Object.entries(VENDOR_FACTS))('the facts of %s', (vendor, facts) => {
  it('are shown by tests that there are, or a reason is told', () => {
    const missing = facts.flatMap(({ says, proofs = [], whyNot }) => [
      ...(proofs.length > 0 === (whyNot === undefined) ? [] : [says]),
      ...proofs
        .filter((proof) => {
          const path = join(ROOT, fileOf(proof));
          return !existsSync(path) || !isTitle(proof[1], readFileSync(path, 'utf8'));
        })
        .map(([file, title]) => `${file}: ${title}`),
    ]);

    expect(missing).toEqual([]);
  });

  it.skipIf(folder === undefined)('are all that are collected of it (skipped where ../shared is absent)', () => {
    const sheet = readFileSync(join(folder ?? '', SHEETS[vendor] ?? ''), 'utf8');
    const unknown = facts.filter(({ mark }) => !sheet.includes(mark)).map(({ mark }) => mark);
    const left = factsIn(sheet).filter((line) => !facts.some(({ mark }) => line.includes(mark)));

    expect({ unknown, left }).toEqual({ unknown: [], left: [] });
  });
});

/** Whether a text is a title in a file, whole or up to what is filled in behind it. */
function isTitle(text: string, file: string): boolean {
  return [`'${text}'`, `\`${text}\``, `\`${text}\${`].some((title) => file.includes(title));
}
