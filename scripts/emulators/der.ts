/** The few values of ASN.1 that a certificate is made of, in their distinguished encoding (ITU-T X.690). */

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
};

/** Encodes any value from its tag and content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = Buffer.from(length.toString(16).padStart(length < 0x100 ? 2 : 4, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length), bytes, content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(tags.sequence, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => der(tags.set, ...parts);
export const integer = (bytes: Uint8Array): Buffer => der(tags.integer, bytes);
export const boolean = (value: boolean): Buffer => der(tags.boolean, Buffer.of(value ? 0xff : 0));
export const octets = (bytes: Uint8Array): Buffer => der(tags.octetString, bytes);
export const utf8 = (text: string): Buffer => der(tags.utf8, Buffer.from(text));

/** Encodes bits; `unused` counts those at the end that say nothing. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => der(tags.bitString, Buffer.of(unused), bytes);

/** Wraps a value in a context tag, as optional parts of a structure are. */
export const tagged = (number: number, content: Uint8Array): Buffer => der(0xa0 | number, content);

/** Encodes a moment to the second, in UTC. */
export function time(atMs: number): Buffer {
  const text = new Date(atMs).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(tags.time, Buffer.from(text));
}

/** Encodes an object identifier: `2.5.29.17`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap(base128);
  return der(0x06, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
