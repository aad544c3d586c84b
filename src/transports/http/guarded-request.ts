import { type IncomingHttpHeaders, IncomingMessage } from 'node:http';

const nodeHeaders = Object.getOwnPropertyDescriptor(IncomingMessage.prototype, 'headers')
  ?.get as () => IncomingHttpHeaders;

/** What the faces ask for and what nearly every client sends, as names that V8 knows already: a parsed one it has to look up. */
const USUAL = new Map(
  [
    'host',
    'connection',
    'content-type',
    'content-length',
    'transfer-encoding',
    'accept',
    'accept-encoding',
    'accept-language',
    'user-agent',
    'origin',
    'authorization',
    'x-api-key',
    'traceparent',
    'mcp-protocol-version',
    'mcp-method',
    'mcp-name',
    'idempotency-key',
    'prefer',
    'x-forwarded-for',
    'x-forwarded-proto',
  ].map((name) => [name, name]),
);

/**
 * A request whose headers are read in one pass while each came once, as they nearly always do. Where one is repeated, or
 * is none that a request has, they are what Node makes of them.
 */
export class GuardedRequest extends IncomingMessage {
  #read = false;
  #once: IncomingHttpHeaders | undefined;

  /** The headers where each came once; `undefined` where Node has to say what repeated ones mean. */
  get headersOnce(): IncomingHttpHeaders | undefined {
    if (!this.#read) {
      this.#read = true;
      this.#once = readOnce(this.rawHeaders);
    }
    return this.#once;
  }
}

// Node declares `headers` as a property, which TypeScript lets nobody override by an accessor; it is one.
Object.defineProperty(GuardedRequest.prototype, 'headers', {
  configurable: true,
  get(this: GuardedRequest) {
    return this.headersOnce ?? nodeHeaders.call(this);
  },
});

function readOnce(raw: readonly string[]): IncomingHttpHeaders | undefined {
  const headers: IncomingHttpHeaders = {};
  for (let at = 0; at < raw.length; at += 2) {
    const given = raw[at] as string;
    const name = USUAL.get(given) ?? given.toLowerCase();
    if (headers[name] !== undefined || name === 'set-cookie' || name === '__proto__') return undefined;
    headers[name] = raw[at + 1];
  }
  return headers;
}
