import { type Era, META_SERVER_INFO } from './era.ts';
import { type RequestId, RPC_ERRORS, type RpcFailure } from './json-rpc.ts';

/**
 * The end of a result: its members and the braces that close result and response. Made once, sent many times, so it is
 * kept as the bytes that are sent: encoding text for each answer costs more than the rest of it.
 */
export interface Tail {
  readonly utf8: Buffer;
  /** The same bytes as a text of a character a byte, kept by who writes it so. */
  text?: string;
}

/** A JSON-RPC response on its way out: `head` is written for this request, `tail` may be shared. */
export interface Reply {
  /** HTTP status; of no meaning on stdio. */
  readonly status: number;
  /** ASCII: its length in characters is its length in bytes, and it goes out without being encoded. */
  readonly head: string;
  readonly tail: Tail;
  /** What stands between head and tail and is too large to be held whole: read once, a part at a time. */
  readonly body?: AsyncIterable<Buffer>;
  /** What comes after it: then this is the first message of a stream, and the response is the last. */
  readonly follow?: Follow;
  /** The wait that the answer tells, for `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** Sends further messages of a request, each the text of one, until it ends or the client leaves. Gives what to do when the client leaves. */
export type Follow = (to: MessageSink) => () => void;

/** Where the messages of a stream go. */
export interface MessageSink {
  send(message: string): void;
  /** The last message, the response. */
  end(message: string): void;
}

/** Who answers, as clients are told. */
export interface ServerInfo {
  readonly name: string;
  readonly title: string;
  readonly version: string;
}

const NOT_ASCII = /[\u0080-\uffff]/;
const EACH_NOT_ASCII = /[\u0080-\uffff]/g;
const NO_TAIL: Tail = { utf8: Buffer.alloc(0) };

/** Prepares the members of a result, given as the text between its braces. */
export function prepareTail(members: string): Tail {
  return { utf8: Buffer.from(`${members}}}`) };
}

/** The text between the braces of an object's JSON. */
export function membersOf(value: object): string {
  return JSON.stringify(value).slice(1, -1);
}

/** JSON in ASCII: whatever is not is escaped, which JSON reads as the same (RFC 8259 §7). */
export function asciiJson(value: unknown): string {
  const json = JSON.stringify(value);
  return NOT_ASCII.test(json) ? json.replace(EACH_NOT_ASCII, escapeUnit) : json;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The whole response as text; of one that has a body, what is known without reading it. */
export function replyText({ head, tail }: Reply): string {
  return head + tail.utf8.toString();
}

/** The whole response as text, its body included. Fails as reading the body does. */
export async function wholeText(reply: Reply): Promise<string> {
  if (reply.body === undefined) return replyText(reply);
  const parts: Buffer[] = [];
  for await (const part of reply.body) parts.push(part);
  return reply.head + Buffer.concat([...parts, reply.tail.utf8]).toString();
}

/** Writes results as each era wants them: the modern one adds its discriminator and says who answers. */
export class ResultWriter {
  readonly #serverInfo: string;

  constructor(serverInfo: ServerInfo) {
    this.#serverInfo = `"resultType":"complete","_meta":{${JSON.stringify(META_SERVER_INFO)}:${asciiJson(serverInfo)}`;
  }

  /** A result of `tail`'s members; `meta` is text of members of `_meta`, `caching` of members of the modern era's own; both ASCII. */
  result(era: Era, id: RequestId, tail: Tail, meta = '', caching = ''): Reply {
    const start = `{"jsonrpc":"2.0","id":${idText(id)},"result":{`;
    if (era === 'legacy') return { status: 200, head: meta === '' ? start : `${start}"_meta":{${meta}},`, tail };
    return { status: 200, head: `${start}${this.#serverInfo}${meta === '' ? '' : ','}${meta}},${caching}`, tail };
  }
}

/** The empty result of the legacy era. */
export function emptyReply(id: RequestId): Reply {
  return { status: 200, head: `{"jsonrpc":"2.0","id":${idText(id)},"result":{}}`, tail: NO_TAIL };
}

/** A JSON-RPC error. An id that could not be read is left out (basic/index). */
export function failureReply(era: Era, id: RequestId | undefined, failure: RpcFailure): Reply {
  const { row, code, message, data } = failure;
  const response = { jsonrpc: '2.0', id, error: { code, message, data } };
  return { status: row === undefined ? 200 : RPC_ERRORS[row][era], head: asciiJson(response), tail: NO_TAIL };
}

function idText(id: RequestId): string {
  return typeof id === 'number' ? String(id) : asciiJson(id);
}
