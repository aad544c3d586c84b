import { describe, expect, it } from 'vitest';
import { createGrants } from '../../src/access/grants.ts';
import { toSafeFields } from '../../src/observability/safe-fields.ts';
import { createScrubber } from '../../src/privacy/scrubber.ts';
import { repositoryFiles } from '../guards/repository.ts';

/** What a call may hold the loop up for. */
const MOST_MS = 50;
const LENGTH = 30_000;

/** A regular expression as code writes it, where a value may stand. */
const LITERAL =
  /(?<=[=(,:[!&|?;{}]\s*|return\s+|\n\s+)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([a-z]*)/g;

/** Pieces of which text that makes a matcher go back and forth is made. */
const PIECES = [
  ...[
    'a',
    'A',
    '0',
    '9.',
    ' ',
    '\t',
    '\n',
    '-',
    '.',
    '_',
    '/',
    '"',
    "'",
    '\\',
    '\\"',
    '<',
    '=',
    '*',
    ',',
    ':',
    '(',
    '[',
  ],
  ...[
    'a-',
    'a.',
    'a_',
    '-eyJ',
    'eyJa.',
    'mcpk_',
    'shpat_',
    'Bearer ',
    '-----BEGIN ',
    'read_',
    'T00:00',
    'q=0;',
    '&#',
    '\u200b',
    'é',
  ],
];
const ENDS = ['', '!', '\u0000'];

const expressions = repositoryFiles()
  .filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts') && !path.includes('.test.'))
  .flatMap(({ path, text }) =>
    [...text.matchAll(LITERAL)].flatMap(([whole, source, flags]) => {
      try {
        return [{ path, whole, expression: new RegExp(source as string, flags) }];
      } catch {
        return [];
      }
    }),
  );

function slowest(work: (text: string) => unknown): { ms: number; piece: string } {
  const texts = PIECES.flatMap((piece) =>
    ENDS.map((end) => ({ piece, text: piece.repeat(Math.ceil(LENGTH / piece.length)) + end })),
  );
  const timed = texts.map(({ piece, text }) => ({ piece, ms: timeOf(() => work(text)) }));
  return timed.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
}

/** The shortest of a few times: the machine may have been busy with something else. */
function timeOf(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 3 && best > MOST_MS / 2; times++) {
    const started = performance.now();
    work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

describe('I7: regular expressions', () => {
  it('are found in the code', () => {
    expect(expressions.length).toBeGreaterThan(60);
  });

  it.each(expressions)('$path: $whole takes no text of 30,000 characters long', ({ expression }) => {
    const work = (text: string) => (expression.global ? text.replace(expression, '') : expression.exec(text));
    const { ms, piece } = slowest(work);
    expect(ms, `with “${piece}”`).toBeLessThan(MOST_MS);
  });

  it.each([
    ['stars', `${'*'.repeat(79)}x`],
    ['stars and letters', `${'*s*'.repeat(26)}x`],
    ['stars and every letter', `${'*_*p*'.repeat(15)}x`],
  ])('a key limited to tools by %s holds nobody up', (_, pattern) => {
    const grant = createGrants()('admin', { tools: [pattern] });
    const started = performance.now();
    for (const tool of ['shopify_list_products', 'shopify_update_product_seo', 's'.repeat(40)]) {
      expect(grant.allowsTool(tool)).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(MOST_MS);
  });

  it('the scrubber of vendors’ texts and the log’s own are never slow', () => {
    const scrub = createScrubber(['a secret of the connection']);
    expect(slowest(scrub).ms).toBeLessThan(MOST_MS);
    expect(slowest((text) => toSafeFields({ text })).ms).toBeLessThan(MOST_MS);
  });
});
