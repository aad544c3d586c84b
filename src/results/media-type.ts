import { isUtf8 } from 'node:buffer';

/** What a file is, told by its bytes. */
export interface MediaType {
  /** `application/pdf`; `application/octet-stream` where the bytes do not tell. */
  readonly mimeType: string;
  /** It can be given as text: well-formed UTF-8 that shows its reader what it says. */
  readonly isText: boolean;
}

/** What has no other type. */
export const UNKNOWN_TYPE = 'application/octet-stream';
/** How far into a file its kind is looked for, as the resource header of https://mimesniff.spec.whatwg.org/#resource-header. */
const HEADER_BYTES = 1_445;

/** How files begin, in hexadecimal. */
// biome-ignore format: a table is read in columns
const SIGNATURES: readonly (readonly [mimeType: string, start: RegExp])[] = [
  ['application/pdf',             /^255044462d/],             // %PDF-
  ['application/rtf',             /^7b5c727466/],             // {\rtf
  ['application/zip',             /^504b(0304|0506)/],        // PK
  ['application/gzip',            /^1f8b08/],
  ['application/x-7z-compressed', /^377abcaf271c/],
  ['application/vnd.rar',         /^526172211a07/],
  ['image/png',                   /^89504e470d0a1a0a/],
  ['image/jpeg',                  /^ffd8ff/],
  ['image/gif',                   /^474946383[79]61/],        // GIF87a, GIF89a
  ['image/webp',                  /^52494646.{8}57454250/],   // RIFF, WEBP
  ['image/bmp',                   /^424d.{8}00000000/],
  ['image/tiff',                  /^(49492a00|4d4d002a)/],
  ['image/heic',                  /^.{8}66747970(68656963|68656978|6d696631)/],
  ['image/avif',                  /^.{8}6674797061766966/],
  ['audio/wav',                   /^52494646.{8}57415645/],   // RIFF, WAVE
  ['audio/mpeg',                  /^(494433|fff[23b])/],
  ['audio/ogg',                   /^4f67675300/],
  ['video/mp4',                   /^.{8}66747970(69736f|6d7034|61766331|4d3456)/],
  ['video/quicktime',             /^.{8}6674797071742020/],
  ['video/webm',                  /^1a45dfa3/],
];
const SIGNATURE_BYTES = 16;

/** Documents that may hold nothing but ASCII, and are no text for that. */
const WRITTEN_IN_ASCII = new Set(['application/pdf', 'application/rtf']);

/** Archives that are documents, by a name that stands in the first entries. */
// biome-ignore format: a table is read in columns
const DOCUMENTS: readonly (readonly [mimeType: string, entry: RegExp])[] = [
  ['application/epub+zip',                                                      /mimetypeapplication\/epub\+zip/],
  ['application/vnd.oasis.opendocument.text',                                   /mimetypeapplication\/vnd\.oasis\.opendocument\.text/],
  ['application/vnd.oasis.opendocument.spreadsheet',                            /mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document',   /\bword\//],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',         /\bxl\//],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', /\bppt\//],
];

/** Text that a browser would carry out. What looks like it is taken for it: wrongly taken, it is only not shown. */
const HTML =
  /<(!doctype html|html|head|body|script|iframe|style|title|table|div|font|br|h1|a|b|p|img|object|embed|form|meta|link|base)[\s/>]|<!--/i;
const SVG = /<(\w+:)?svg[\s/>]/i;
const XML = /^\s*<\?xml[\s?]/i;

/** Harmless kinds of text, where the name says so. */
// biome-ignore format: a table is read in columns
const TEXT_ENDINGS: Readonly<Record<string, string>> = {
  csv: 'text/csv', tsv: 'text/tab-separated-values', md: 'text/markdown', json: 'application/json', ics: 'text/calendar', vcf: 'text/vcard',
};
/** Kinds of text that are carried out, where the name says so. */
// biome-ignore format: a table is read in columns
const ACTIVE_ENDINGS: Readonly<Record<string, string>> = {
  html: 'text/html', htm: 'text/html', xhtml: 'application/xhtml+xml', svg: 'image/svg+xml', xml: 'text/xml', js: 'text/javascript', mjs: 'text/javascript',
};
const ACTIVE = new Set(Object.values(ACTIVE_ENDINGS));

/** What is in the bytes. The name tells only what kind of text a text is: it may lie, and so may who sent the file. */
export function mediaTypeOf(bytes: Uint8Array, name: string): MediaType {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEADER_BYTES));
  const signed = signedType(header);
  const text = WRITTEN_IN_ASCII.has(signed) ? 'no' : textIn(bytes);
  if (text === 'no') return { mimeType: signed, isText: false };
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return { mimeType: textType(header.toString('latin1'), ending), isText: text === 'yes' };
}

/** Whether a browser that got it by this type might carry it out. */
export function isActive(mimeType: string): boolean {
  return ACTIVE.has(mimeType);
}

function signedType(header: Buffer): string {
  const start = header.toString('hex', 0, SIGNATURE_BYTES);
  const [mimeType = UNKNOWN_TYPE] = SIGNATURES.find(([, signature]) => signature.test(start)) ?? [];
  if (mimeType !== 'application/zip') return mimeType;
  const entries = header.toString('latin1');
  return DOCUMENTS.find(([, entry]) => entry.test(entries))?.[0] ?? mimeType;
}

function textType(header: string, ending: string): string {
  if (SVG.test(header)) return 'image/svg+xml';
  if (HTML.test(header)) return 'text/html';
  if (XML.test(header)) return 'text/xml';
  return ACTIVE_ENDINGS[ending] ?? TEXT_ENDINGS[ending] ?? 'text/plain';
}

/**
 * What a text is good for. `no`: it is none, but broken UTF-8, or has bytes that no text has
 * (https://mimesniff.spec.whatwg.org/#binary-data-byte; escape is among them here, since terminals obey it). `disguised`: it
 * holds what a model reads and a person does not see, or sees in another order: the tags U+E0000 to U+E007F, and what
 * turns the direction of text, U+202A to U+202E and U+2066 to U+2069 (https://www.unicode.org/reports/tr36/).
 */
function textIn(bytes: Uint8Array): 'yes' | 'no' | 'disguised' {
  if (!isUtf8(bytes)) return 'no';
  let isDisguised = false;
  // By index: an iterator takes ten times as long, and everybody waits meanwhile.
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte < 0x20) {
      if (byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) return 'no';
    } else if (byte === 0xe2) {
      const [next, last] = [bytes[at + 1], bytes[at + 2] as number];
      isDisguised ||=
        (next === 0x80 && last >= 0xaa && last <= 0xae) || (next === 0x81 && last >= 0xa6 && last <= 0xa9);
    } else if (byte === 0xf3) {
      isDisguised ||= bytes[at + 1] === 0xa0 && ((bytes[at + 2] as number) & 0xfe) === 0x80;
    }
  }
  return isDisguised ? 'disguised' : 'yes';
}
