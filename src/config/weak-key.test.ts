import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/support/shared-data.ts';
import { weaknessOf } from './weak-key.ts';

const corpus = sharedData('corpora', 'jwt-secrets', 'jwt.secrets.list');

describe('weaknessOf', () => {
  it.skipIf(!corpus)(
    'refuses every publicly known secret (skipped where the corpus does not lie beside the checkout)',
    () => {
      const secrets = readFileSync(corpus!, 'utf8')
        .split(/\r?\n/)
        .filter((line) => line !== '');

      const accepted = secrets.filter((secret) => weaknessOf(secret) === undefined);

      expect(secrets).toHaveLength(103_978);
      expect(accepted).toEqual([]);
    },
  );

  it('refuses the key that our documents show', () => {
    expect(weaknessOf('replace-this-with-32-random-bytes-in-base64url')).toMatch(/^is publicly known/);
  });

  it('lets random keys pass, however they are written', () => {
    for (let round = 0; round < 500; round++) {
      const bytes = createHash('sha256').update(`seed ${round}`).digest();
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(weaknessOf(bytes.toString(encoding))).toBeUndefined();
      }
    }
  });

  it('counts bytes, and does not count white space around the key', () => {
    const key = 'Zq3vT9wLx0RkY7uNcB5mHs2JfEa8PdG';

    expect(weaknessOf(key)).toMatch(/^is shorter than 32 bytes/);
    expect(weaknessOf(`  ${key}  `)).toMatch(/^is shorter than 32 bytes/);
    expect(weaknessOf(`${key}é`)).toBeUndefined();
  });

  it.each([1, 2, 5, 11, 15, 16])('refuses a pattern of %i characters, the last time in part', (period) => {
    const pattern = 'aB3$eF7&iJ1!mN5*'.slice(0, period);
    const key = pattern.repeat(5 + 40 / period);

    expect(weaknessOf(key.slice(0, -1))).toMatch(/^repeats one pattern/);
    expect(weaknessOf(key)).toMatch(/^repeats one pattern/);
  });

  it('refuses a good half written twice', () => {
    expect(weaknessOf('Zq3vT9wLx0RkY7uNcB5mHs2JfEa8PdGi'.repeat(2))).toMatch(/^repeats one pattern/);
  });

  it('refuses a word that is filled up', () => {
    expect(weaknessOf('correct-horse-battery-00000000000000')).toMatch(/^is filled up with one character/);
    expect(weaknessOf('abcabcaabbccabcacbacbabcabcbabcaaab')).toMatch(/^has fewer than 8 different characters/);
  });

  it('never quotes the key and says how to make a good one', () => {
    for (const key of ['hunter2', 'hunter2'.repeat(9), `hunter2-Zq3vT9wLx0Rk${'.'.repeat(20)}`]) {
      expect(weaknessOf(key)).toContain("crypto.randomBytes(32).toString('base64url')");
      expect(weaknessOf(key)).not.toContain('hunter2');
    }
  });
});
