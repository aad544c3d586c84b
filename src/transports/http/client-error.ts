import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PlatformError } from '../../kernel/errors.ts';
import { newCorrelationId } from '../correlation.ts';
import { toHttpError } from '../error-translation.ts';
import { SECURITY_HEADERS } from './prepared-headers.ts';

/**
 * Answers bytes that never became a request, on the bare socket, with the same headers and error shape as every other
 * answer: 431 for headers too large, 408 for a request too slow, 400 for what is not HTTP. The connection ends. Where an
 * earlier request of the connection is still to be answered, its answer is the last thing that is sent.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  const before = answerUnderWay(socket);
  if (error.code === 'ECONNRESET' || !socket.writable || before?.headersSent) {
    socket.destroy();
    return;
  }
  if (before?.req.complete) {
    closeAfter(before, socket as Socket);
    return;
  }
  const { status, message } = meaningOf(error.code);
  const answer = toHttpError(new PlatformError('invalid_request', message), newCorrelationId(), { status });
  const headers = { ...SECURITY_HEADERS, ...answer.headers, 'content-length': Buffer.byteLength(answer.body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'connection: close', ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${answer.body}`, () => socket.destroy());
}

/** Node keeps the response under way on its socket, and asks it the same: a second answer inside the first would be read as part of it. */
function answerUnderWay(socket: Duplex): ServerResponse<IncomingMessage> | undefined {
  return (socket as { _httpMessage?: ServerResponse<IncomingMessage> })._httpMessage;
}

/** Whoever sent the whole request before must not take this refusal for its answer. */
function closeAfter(response: ServerResponse, socket: Socket): void {
  socket.pause();
  response.shouldKeepAlive = false;
  response.once('finish', () => socket.destroySoon());
}

function meaningOf(code: string | undefined): { readonly status: number; readonly message: string } {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, message: 'The headers are too large; send fewer or shorter ones.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, message: 'The request did not arrive in time; send it again, faster.' };
    default:
      return { status: 400, message: 'This is not a well-formed HTTP request.' };
  }
}
