import { once } from 'node:events';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type BodyReader, ReplyBody } from './reply-body.ts';

const small = JSON.stringify({ title: 'Grüße ☃ 𝄞', rows: [1, 2, 3] });
/** Too varied to shrink below what is decoded in one step. */
const large = Array.from({ length: 40_000 }, (_, i) => `${(i * 2654435761) % 4294967296} é`).join('\n');
const MIB = 1024 * 1024;

const CODINGS = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
] as const;

/** Feeds a body piece by piece, obeying `pause`, and gives its outcome. */
async function read(
  contentEncoding: string | undefined,
  bytes: Uint8Array,
  options: { piece?: number; max?: number; reading?: 'bytes' } = {},
) {
  const { piece = 10_000, max = 32 * MIB } = options;
  const { promise, resolve } = Promise.withResolvers<string>();
  const flow = new EventTarget();
  let paused = false;
  const reader: BodyReader = {
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      flow.dispatchEvent(new Event('resumed'));
    },
    onText: resolve,
    onBytes: (bytes) => resolve(`bytes: ${Buffer.from(bytes).toString('hex')}`),
    onBodyFault(fault) {
      resolve(`fault: ${fault}`);
      this.resume();
    },
  };
  const body = new ReplyBody(contentEncoding, max, reader, options.reading);
  for (let at = 0; at < bytes.length; at += piece) {
    if (paused) await once(flow, 'resumed');
    body.push(Buffer.from(bytes.subarray(at, at + piece)));
  }
  body.end();
  return promise;
}

describe.each(CODINGS)('a body in %s', (coding, encode) => {
  it.each([
    ['small', small],
    ['large', large],
    ['empty', ''],
  ])('is decoded: %s', async (_size, text) => {
    expect(await read(coding, encode(text))).toBe(text);
  });

  it('is decoded when it comes byte by byte', async () => {
    expect(await read(coding, encode(small), { piece: 1 })).toBe(small);
  });

  it.each([
    ['small', small],
    ['large', large],
  ])('is malformed when its end is missing: %s', async (_size, text) => {
    const encoded = encode(text);

    expect(await read(coding, encoded.subarray(0, encoded.length - 12))).toBe('fault: malformed');
  });

  it.each([
    ['small', small],
    ['large', large],
  ])('may not decode to more than the limit: %s', async (_size, text) => {
    const { length } = Buffer.from(text);

    expect(await read(coding, encode(text), { max: Math.max(length, encode(text).length) })).toBe(text);
    expect(await read(coding, encode(text), { max: length - 1 })).toBe('fault: too_large');
  });
});

it('a bomb is cut long before the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * MIB), { level: 9 });

  expect(bomb.length).toBeGreaterThan(16 * 1024);
  expect(await read('gzip', bomb, { max: 1024 * MIB })).toBe('fault: too_large');
});

it.each([undefined, '', 'identity', ' Identity '])('a body without a coding is taken as it is: %s', async (coding) => {
  expect(await read(coding, Buffer.from(small), { piece: 3 })).toBe(small);
});

it('a byte order mark is dropped, so that JSON can be parsed', async () => {
  expect(await read(undefined, Buffer.from(`\ufeff${small}`))).toBe(small);
});

it('no body at all is an empty text, whatever its headers say', async () => {
  expect(await read('gzip', Buffer.alloc(0))).toBe('');
});

it.each([
  ['a coding that was not asked for', 'zstd', Buffer.from(small)],
  ['two codings', 'gzip, br', gzipSync(small)],
  ['a name from the prototype', 'constructor', Buffer.from(small)],
  ['a coding that is not true', 'gzip', Buffer.from(small)],
  ['a large one that is not true', 'br', Buffer.from(large)],
  ['a large one that was not asked for', 'zstd', Buffer.from(large)],
  ['bytes that are not UTF-8', undefined, Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ['a character cut in half', undefined, Buffer.from('é').subarray(0, 1)],
])('%s is malformed', async (_what, coding, bytes) => {
  expect(await read(coding, bytes)).toBe('fault: malformed');
});

describe('a body that is read as bytes', () => {
  const file = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0xc3, 0x28]);

  it.each([
    ['as it is', undefined, file],
    ['out of its coding', 'gzip', gzipSync(file)],
  ])('comes whole, %s, whether or not it is UTF-8', async (_how, coding, bytes) => {
    expect(await read(coding, bytes, { reading: 'bytes' })).toBe(`bytes: ${file.toString('hex')}`);
  });

  it('has the limits of a text', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MIB), { level: 9 });

    expect(await read('gzip', bomb, { max: 1024 * MIB, reading: 'bytes' })).toBe('fault: too_large');
    expect(await read(undefined, file, { max: 6, reading: 'bytes' })).toBe('fault: too_large');
    expect(await read('gzip', file, { reading: 'bytes' })).toBe('fault: malformed');
  });
});
