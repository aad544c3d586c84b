import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/support/shared-data.ts';
import { decrypt, encrypt } from './aes-gcm.ts';

interface Vector {
  readonly tcId: number;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

interface VectorGroup {
  readonly ivSize: number;
  readonly keySize: number;
  readonly tests: readonly Vector[];
}

const path = sharedData('corpora', 'wycheproof', 'aes_gcm_test.json');

/** The vectors of the sizes that we use. */
function loadVectors(): readonly Vector[] {
  const { testGroups } = JSON.parse(readFileSync(path ?? '', 'utf8')) as { testGroups: VectorGroup[] };
  return testGroups.filter((group) => group.keySize === 256 && group.ivSize === 96).flatMap((group) => group.tests);
}

const hex = (text: string) => Buffer.from(text, 'hex');

describe('AES-256-GCM', () => {
  it.skipIf(!path)('agrees with every vector of Wycheproof (skipped where its file is not beside the checkout)', () => {
    const vectors = loadVectors();

    for (const { tcId, key, iv, aad, msg, ct, tag, result } of vectors) {
      const bytes = Buffer.concat([hex(iv), hex(ct), hex(tag)]);
      if (result === 'valid') {
        expect(decrypt(hex(key), bytes, hex(aad)), `case ${tcId}`).toEqual(hex(msg));
        expect(encrypt(hex(key), hex(iv), hex(msg), hex(aad)), `case ${tcId}`).toEqual(bytes);
      } else {
        expect(() => decrypt(hex(key), bytes, hex(aad)), `case ${tcId}`).toThrow();
      }
    }
    expect(vectors.length).toBeGreaterThan(60);
  });

  it('a tag of 4 bytes is refused, though they are the right ones', () => {
    const key = Buffer.alloc(32, 1);
    const sealed = encrypt(key, Buffer.alloc(12, 2), Buffer.from('0123456789abcdef'), Buffer.alloc(0));

    expect(() => decrypt(key, sealed.subarray(0, -12), Buffer.alloc(0))).toThrow();
  });
});
