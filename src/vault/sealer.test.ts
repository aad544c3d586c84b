import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, SealBroken } from './sealer.ts';

const KEY = 'a platform key of more than thirty-two characters';
const sealer = createSealer(KEY, 'results');
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a sealer', () => {
  it('opens what it sealed, whatever text and binding are', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((each) => each.isWellFormed());
    fc.assert(
      fc.property(text, text, (plain, binding) => {
        expect(sealer.open(sealer.seal(plain, binding), binding)).toBe(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('gives versioned text of one alphabet that does not show what is sealed', () => {
    const sealed = sealer.seal('shpat_secret', 'result 1');

    expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('shpat');
  });

  it('seals the same text differently each time', () => {
    const sealed = Array.from({ length: 1000 }, () => sealer.seal('same', 'result 1'));

    expect(new Set(sealed).size).toBe(1000);
  });

  it('another key, another purpose and another binding do not open', () => {
    const sealed = sealer.seal('plain', 'result 1');

    expect(() => createSealer(`${KEY}.`, 'results').open(sealed, 'result 1')).toThrow(SealBroken);
    expect(() => createSealer(KEY, 'writes').open(sealed, 'result 1')).toThrow(SealBroken);
    for (const binding of ['result 2', 'result 1 ', 'result', '']) {
      expect(() => sealer.open(sealed, binding)).toThrow(SealBroken);
    }
  });

  it('a sealer made again from the same key and purpose opens what the first one sealed', () => {
    expect(createSealer(KEY, 'results').open(sealer.seal('plain', 'b'), 'b')).toBe('plain');
  });

  // Three lengths, since the last character of base64url has 0, 2 or 4 bits that mean nothing.
  it.each(['plain', 'plain1', 'plain12'])('every change of one character of the sealed text %j breaks it', (plain) => {
    const sealed = sealer.seal(plain, 'b');

    for (let at = 0; at < sealed.length; at++) {
      for (const character of `${ALPHABET}.=+/ \n`) {
        if (character === sealed[at]) continue;
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(() => sealer.open(changed, 'b')).toThrow(SealBroken);
      }
    }
  });

  it('every flip of one bit breaks it', () => {
    const bytes = Buffer.from(sealer.seal('plain', 'b').slice(3), 'base64url');

    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(`v1.${flipped.toString('base64url')}`, 'b')).toThrow(SealBroken);
    }
  });

  it('what is cut short, prolonged or shortened to a tag of 4 bytes breaks', () => {
    const sealed = sealer.seal('plain', 'b');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');

    for (let length = 0; length < sealed.length; length++) {
      expect(() => sealer.open(sealed.slice(0, length), 'b')).toThrow(SealBroken);
    }
    for (const tail of ['A', 'AAAA', '=', '.', '.junk', '\n']) {
      expect(() => sealer.open(sealed + tail, 'b')).toThrow(SealBroken);
    }
    expect(() => sealer.open(`v1.${bytes.subarray(0, -12).toString('base64url')}`, 'b')).toThrow(SealBroken);
  });

  it('text that was never sealed is refused', () => {
    for (const text of ['', 'v1', 'v1.', 'plain', `v2.${'A'.repeat(64)}`, `v1.${'A'.repeat(64)}`]) {
      expect(() => sealer.open(text, 'b')).toThrow(SealBroken);
    }
  });

  it('says nothing of the text, the key or the cause when it refuses', () => {
    expect.assertions(3);
    try {
      sealer.open('v1.AAAA', 'b');
    } catch (error) {
      expect(error).toBeInstanceOf(SealBroken);
      expect((error as Error).cause).toBeUndefined();
      expect(String(error)).not.toContain('AAAA');
    }
  });
});
