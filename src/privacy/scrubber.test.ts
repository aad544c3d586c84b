import { describe, expect, it } from 'vitest';
import { createScrubber, SCRUBBED } from './scrubber.ts';

const scrub = createScrubber(['s3cret+value/with.dots', 'short']);

describe('createScrubber', () => {
  it('removes the secrets it knows and what has the shape of one, however deep', () => {
    const token = `shpat_${'0a1b'.repeat(8)}`;
    expect(scrub({ a: [`x s3cret+value/with.dots y`, { b: `Bearer ${token}` }], n: 1 })).toEqual({
      a: [`x ${SCRUBBED} y`, { b: `Bearer ${SCRUBBED}` }],
      n: 1,
    });
  });

  it('gives the very same value when there is nothing to remove', () => {
    const value = { rows: [{ title: 'A short story', tags: ['s3cretXvalue'] }] };
    expect(scrub(value)).toBe(value);
  });

  it('removes the whole of a secret that begins with another, in whatever order they came', () => {
    const [short, long] = ['hush-hush', 'hush-hush-and-more'];
    for (const secrets of [
      [short, long],
      [long, short],
    ]) {
      expect(createScrubber(secrets)(`a ${long} b ${short}`)).toBe(`a ${SCRUBBED} b ${SCRUBBED}`);
    }
  });

  it('does not take a short secret out of every word', () => {
    expect(scrub('a short text')).toBe('a short text');
  });
});
