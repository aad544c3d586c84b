import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { GuardedRequest } from './guarded-request.ts';
import { lingerAfterAnswer } from './lingering-close.ts';
import { type PreparedHeaders, preparedBeside, prepareHeaders, SECURITY_HEADERS } from './prepared-headers.ts';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** Unread bodies up to this size are read to their end, so that the connection lives on. */
const DRAINED_BYTES = 64 * 1024;
const DEFAULT_HEADERS = prepareHeaders(SECURITY_HEADERS);

/** What Node keeps of a head that it has written: its lines, and the empty one at their end. */
interface Headed {
  _header?: unknown;
}

/** Whether this Node keeps it there, as 22 to 26 do: the place is not documented. */
const KEEPS_HEAD = (() => {
  const request = { method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 } as IncomingMessage;
  const head = (new ServerResponse(request).writeHead(200) as Headed)._header;
  return typeof head === 'string' && head.endsWith('\r\n\r\n');
})();

/**
 * A response that cannot leave without its security headers: every way to answer ends in `writeHead`. Their lines are
 * added there to the head that Node has written, since they need no look at each answer; a Node that keeps no such head is
 * given them one by one. It also ends the connection where it must not go on: while the server drains, and after an
 * answer to a body that was not read.
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
    const beside = preparedBeside(this.prepared, own, this.getHeaderNames());
    if (!this.keepsHead) for (const [name, value] of beside.byName) this.setHeader(name, value);
    super.writeHead(status, own);
    if (this.keepsHead) addLines(this as Headed, beside.lines);
    return this;
  }

  protected get keepsHead(): boolean {
    return KEEPS_HEAD;
  }
}

/** Adds lines to a head that is written and not sent. */
function addLines(headed: Headed, lines: string): void {
  headed._header = `${(headed._header as string).slice(0, -2)}${lines}\r\n`;
}

function leavesMuchUnread(request: IncomingMessage): boolean {
  if (request.complete) return false;
  const length = request.headers['content-length'];
  return length === undefined ? request.headers['transfer-encoding'] !== undefined : Number(length) > DRAINED_BYTES;
}
