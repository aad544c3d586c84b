import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Tool } from '../../kernel/tool.ts';
import { scopesOf } from '../../kernel/tool-scopes.ts';
import { shopify } from './connector.ts';

const TOOLS: readonly Tool[] = shopify.tools;
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The scopes of tools, without those to read that one to write holds. */
function leastOf(tools: readonly Tool[]): string[] {
  const all = new Set(tools.flatMap(scopesOf));
  return [...all]
    .filter((scope) => !all.has(scope.replace(/^read_/, 'write_')) || scope.startsWith('write_'))
    .toSorted();
}

/** What stands between backticks after these words. */
function listAfter(text: string, words: string): string[] {
  const [, list = ''] = text.slice(text.indexOf(words)).match(/`([^`]*_[^`]*)`/) ?? [];
  return list.split(', ');
}

describe('the scopes that people are told to grant', () => {
  const usual = leastOf(TOOLS.filter(({ feature }) => feature === undefined));

  it('in the README are those of the usual tools, and what advanced ones need besides', () => {
    const readme = read('./README.md');

    expect(listAfter(readme, 'For all usual tools these')).toEqual(usual);
    expect(listAfter(readme, '`FEATURES=shopify-advanced` asks for these as well:\n')).toEqual(
      leastOf(TOOLS).filter((scope) => !usual.includes(scope)),
    );
  });

  it('in the guide are all that any tool declares, and what they are for', () => {
    const guide = read('../../../docs/connectors/shopify.md');
    const table = guide.slice(guide.indexOf('## Scopes'), guide.indexOf('## Advanced tools'));
    const named = new Set(table.match(/\b(?:read|write)_[a-z_]+/g));

    expect(TOOLS.flatMap(scopesOf).filter((scope) => !named.has(scope))).toEqual([]);
  });
});
