import { describe, expect, it } from 'vitest';
import { createKeyedDigest } from './keyed-digest.ts';

const KEY = 'a platform key of more than thirty-two characters';

describe('a keyed digest', () => {
  it('is the same for the same text, wherever it is made', () => {
    const digests = [0, 1].map(() => createKeyedDigest(KEY, 'answers')('{"email":"ada@example.com"}'));

    expect(digests[0]).toMatch(/^[\w-]{43}$/);
    expect(digests[1]).toBe(digests[0]);
  });

  it('is another for another text, key or purpose', () => {
    const digests = [
      createKeyedDigest(KEY, 'answers')('a'),
      createKeyedDigest(KEY, 'answers')('b'),
      createKeyedDigest(`${KEY}.`, 'answers')('a'),
      createKeyedDigest(KEY, 'connections')('a'),
    ];

    expect(new Set(digests).size).toBe(4);
  });
});
