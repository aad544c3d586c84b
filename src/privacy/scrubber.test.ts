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

  const [hex, word] = ['0a1b2c3d'.repeat(4), 'Ab3_'.repeat(8)];
  // biome-ignore format: a table is read in columns
  it.each([
    ['a key of ours',            `mcpk_${word}`],
    ['a token of Shopify',       `shpat_${hex}`],
    ['an app’s one',             `shpca_${hex}`],
    ['a private app’s one',      `shppa_${hex}`],
    ['a secret of Shopify',      `shpss_${hex}`],
    ['a user’s token of Shopify', `shpua_${hex}`],
    ['an access token of Google', `ya29.${word}`],
    ['a refresh token of Google', `1//0${word}`],
    ['a client secret of Google', `GOCSPX-${word}`],
    ['a token of Zoho',          `1000.${hex}.${hex}`],
    ['a JWT',                    `eyJhbGciOiJI${word}.eyJzdWIiOiIx${word}.${word}`],
    ['a private key',            `-----BEGIN PRIVATE KEY-----\n${word}\n-----END PRIVATE KEY-----`],
    ['one that is cut off',      `-----BEGIN RSA PRIVATE KEY-----\n${word}`],
  ])('knows %s by its shape, in a text and in JSON', (_what, secret) => {
    expect(scrub(`a ${secret}`)).toBe(`a ${SCRUBBED}`);
    expect(scrub.suspects(JSON.stringify({ note: `a ${secret}` }))).toBe(true);
  });

  it('suspects a known secret in JSON however it is written there, and nothing else', () => {
    const odd = createScrubber(['hush "and" \\ more']);

    expect(odd.suspects(JSON.stringify({ note: 'x hush "and" \\ more' }))).toBe(true);
    expect(odd.suspects(JSON.stringify({ note: 'hush' }))).toBe(false);
    expect(scrub(encodeURIComponent('s3cret+value/with.dots'))).toBe(SCRUBBED);
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

  it('knows a secret of eight characters, and leaves a shorter one to the words that it may be', () => {
    const eight = createScrubber(['12345678', '7654321']);

    expect(eight('12345678')).toBe(SCRUBBED);
    expect(eight('a 7654321')).toBe('a 7654321');
  });

  it('does not take a short secret out of every word', () => {
    expect(scrub('a short text')).toBe('a short text');
  });
});
