import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { re2Fault } from './re2.ts';

describe('a regular expression', () => {
  it.each([
    'tea',
    '^(how|what|which)\\b',
    '(?i)larkmoor',
    '(?i:tea)+',
    '(?P<word>tea)s?',
    '(?<word>tea)',
    'a{2,5}?b*?c+?',
    '[^a-z0-9_.-]',
    '[]a]',
    '[[:alpha:]]+',
    '\\p{Greek}\\P{L}\\x{10FFFF}\\d\\.\\-',
    'grüner tee|thé',
    'a|b|',
    '(?:)',
    '\\Qa.b\\E',
    '🍵+',
  ])('of RE2 passes: %s', (expression) => {
    expect(re2Fault(expression)).toBeUndefined();
  });

  it.each([
    ['(?=tea)', 'look ahead'],
    ['(?!tea)', 'look ahead'],
    ['(?<=a)b', 'look behind'],
    ['(?<!a)b', 'look behind'],
    ['(?>a)', 'atomic'],
    ['(a)\\1', 'back-references'],
    ['(?<x>a)\\k<x>', 'back-references'],
    ['a++', 'possessive'],
    ['(tea', 'not closed'],
    ['tea)', 'no opening'],
    ['[tea', 'bracket'],
    ['*tea', 'nothing that *'],
    ['a**', 'nothing that *'],
    ['a|*', 'nothing that *'],
    ['(+a)', 'nothing that +'],
    ['a{5,2}', 'wrong way round'],
    ['a{1001}', 'at most 1000'],
    ['[z-a]', 'wrong way round'],
    ['tea\\', 'ends with a backslash'],
    ['\\y', 'does not know \\y'],
    ['(?y)', 'group of that kind'],
    ['', 'empty'],
    ['a'.repeat(4_097), 'longer than 4096'],
  ])('is refused before it is sent: %s', (expression, why) => {
    expect(re2Fault(expression)).toContain(why);
  });

  it('never hangs or throws, whatever it is', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '?',
      '*',
      '+',
      '|',
      '\\',
      '<',
      '=',
      '!',
      ':',
      'P',
      'a',
      '1',
      ',',
      '^',
      '$',
      'é',
      '\u2028',
    );

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const fault = re2Fault(pieces.join(''));
        expect(fault === undefined || fault.length > 5).toBe(true);
      }),
      { seed: 1, numRuns: 3_000 },
    );
    const startedAt = performance.now();
    re2Fault(`${'['.repeat(2_000)}${'\\'.repeat(2_000)}`);
    re2Fault('(?i)'.repeat(1_000));
    re2Fault('[a-'.repeat(1_300));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('is not stricter than what the JavaScript engine reads as well, for plain expressions', () => {
    const plain = fc.stringMatching(/^[a-z .|^$]{1,20}$/);

    fc.assert(
      fc.property(plain, (expression) => {
        expect(re2Fault(expression)).toBeUndefined();
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});
