import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPostgresText, toPostgresText } from './postgres-text.ts';

describe('text for PostgreSQL', () => {
  it('comes back as it was, whatever it holds, and never holds U+0000', () => {
    const character = fc.oneof(
      fc.constantFrom('\u0000', '\u0001', '0', '1'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const text = characters.join('');
        expect(fromPostgresText(toPostgresText(text))).toBe(text);
        expect(toPostgresText(text)).not.toContain('\u0000');
      }),
    );
  });

  it('keeps different texts different', () => {
    const texts = ['\u0000', '\u0001', '\u00010', '\u00011', '\u0001\u0000', ''];

    expect(new Set(texts.map(toPostgresText)).size).toBe(texts.length);
  });

  it('holds U+FFFD in place of a lone surrogate', () => {
    expect(toPostgresText('a\ud800b')).toBe('a\ufffdb');
  });
});
