import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { GuardedRequest } from './guarded-request.ts';
import { lingerAfterAnswer } from './lingering-close.ts';
import { linesBeside, type PreparedHeaders, prepareHeaders, SECURITY_HEADERS } from './prepared-headers.ts';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** Unread bodies up to this size are read to their end, so that the connection lives on. */
const DRAINED_BYTES = 64 * 1024;
const DEFAULT_HEADERS = prepareHeaders(SECURITY_HEADERS);

/**
 * A response that cannot leave without its security headers: every way to answer ends in `writeHead`, and their lines are
 * added there to the head that Node has written, since they need no look at each answer. It also ends the connection where it must not go on: while
 * the server drains, and after an answer to a body that was not read.
 */
export class GuardedResponse extends ServerResponse<GuardedRequest> {
  /** Set by the guard to what the request's origin is to see. */
  prepared: PreparedHeaders = DEFAULT_HEADERS;
  /** Set by the server: while it drains, the answer says `connection: close`; connections that were told so are noted. */
  serving: { readonly draining: boolean; readonly closing: WeakSet<Socket> } | undefined;

  override writeHead(status: number, reasonOrHeaders?: string | Headers, headers?: Headers): this {
    const own = typeof reasonOrHeaders === 'string' ? headers : reasonOrHeaders;
    if (this.serving?.draining) this.shouldKeepAlive = false;
    if (leavesMuchUnread(this.req)) {
      this.shouldKeepAlive = false;
      lingerAfterAnswer(this.req);
    }
    if (!this.shouldKeepAlive) this.serving?.closing.add(this.req.socket);
    super.writeHead(status, own);
    addLines(this, linesBeside(this.prepared, own, this.getHeaderNames()));
    return this;
  }
}

/** What Node keeps of a message's head until it is sent: its lines and the empty one at their end. */
interface Headed {
  _header: string | null;
}

/** Adds lines to a head that is written and not sent. Throws where Node does not keep it as we know it: no answer leaves bare. */
function addLines(response: ServerResponse, lines: string): void {
  const headed = response as ServerResponse & Headed;
  const head = headed._header;
  if (typeof head !== 'string' || !head.endsWith('\r\n\r\n'))
    throw new TypeError('This Node.js keeps no head of an answer.');
  headed._header = `${head.slice(0, -2)}${lines}\r\n`;
}

function leavesMuchUnread(request: IncomingMessage): boolean {
  if (request.complete) return false;
  const length = request.headers['content-length'];
  return length === undefined ? request.headers['transfer-encoding'] !== undefined : Number(length) > DRAINED_BYTES;
}
