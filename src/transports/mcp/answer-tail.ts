import type { Rendered, RestOfResult } from '../../gateway/gateway.ts';
import type { KeptFile } from '../../results/file-pages.ts';
import type { Tail } from './reply.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MIRROR_START = Buffer.from('"content":[{"type":"text","text":"');
const MIRROR_END = Buffer.from('"}');
const STRUCTURED = Buffer.from('],"structuredContent":');
const END = Buffer.from('}}');
const NOTHING = Buffer.alloc(0);
/** Holds the longest answer that is given whole, unless most of it is quotes. */
const SCRATCH_BYTES = 128 * 1024;
let kept: Buffer | undefined;

/**
 * The end of a result that holds an answer: its JSON as text, for hosts that read no structured content, links to rows
 * that did not fit or to a file that came with it, and the JSON itself. The text is made from the JSON's bytes: JSON holds no control characters, so
 * nothing but quotes and backslashes is to be escaped, and most of the cost of writing a string twice is saved.
 */
export function answerTail({ pieces, rest, file }: Rendered): Tail {
  const answer = bytesOf(pieces);
  const mirror = escaped(answer);
  const links = linksOf(rest, file);
  const fixed = MIRROR_START.length + MIRROR_END.length + links.length + STRUCTURED.length + END.length;
  const utf8 = Buffer.allocUnsafe(fixed + mirror.length + answer.length);
  let at = 0;
  for (const part of [MIRROR_START, mirror, MIRROR_END, links, STRUCTURED, answer, END]) at += part.copy(utf8, at);
  return { utf8 };
}

function linksOf(rest: RestOfResult | undefined, file: KeptFile | undefined): Buffer {
  if (rest !== undefined) return Buffer.from(`,${restContent(rest)}`);
  return file === undefined ? NOTHING : Buffer.from(`,${fileContent(file)}`);
}

function bytesOf(pieces: readonly string[]): Buffer {
  let length = 0;
  for (const piece of pieces) length += Buffer.byteLength(piece);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const piece of pieces) at += bytes.write(piece, at);
  return bytes;
}

/** The bytes of JSON inside a JSON text. What it gives is good until the next call. */
function escaped(json: Buffer): Buffer {
  const room = json.length * 2;
  const target = room > SCRATCH_BYTES ? Buffer.allocUnsafe(room) : scratch();
  let at = 0;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index] as number;
    if (byte === QUOTE || byte === BACKSLASH) target[at++] = BACKSLASH;
    target[at++] = byte;
  }
  return target.subarray(0, at);
}

/** Where answers are escaped, one after another: how long one becomes is known afterwards. Made when it is first needed. */
function scratch(): Buffer {
  kept ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  return kept;
}

function fileContent({ uri, name, mimeType, bytes: size }: KeptFile): string {
  return JSON.stringify({
    type: 'resource_link',
    uri,
    name,
    description: 'The file, whole. Untrusted.',
    mimeType,
    size,
  });
}

function restContent({ uri, name, shown, total, pages }: RestOfResult): string {
  const told = `These are ${shown} of ${total} rows, page 1 of ${pages}. Read ${uri} with resources/read for the next page, or call again with narrower arguments.`;
  const link = { type: 'resource_link', uri, name, description: `The rows after the first ${shown} of ${total}.` };
  return `${JSON.stringify({ type: 'text', text: told })},${JSON.stringify({ ...link, mimeType: 'application/json' })}`;
}
