import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PlatformError } from '../../kernel/errors.ts';
import { newCorrelationId } from '../correlation.ts';
import { toHttpError } from '../error-translation.ts';
import { SECURITY_HEADERS } from './prepared-headers.ts';

/**
 * Answers bytes that never became a request, on the bare socket, with the same headers and error shape as every other
 * answer: 431 for headers too large, 408 for a request too slow, 400 for what is not HTTP. The connection ends.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunToAnswer(socket)) {
    socket.destroy();
    return;
  }
  const { status, message } = meaningOf(error.code);
  const answer = toHttpError(new PlatformError('invalid_request', message), newCorrelationId(), { status });
  const headers = { ...SECURITY_HEADERS, ...answer.headers, 'content-length': Buffer.byteLength(answer.body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'connection: close', ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${answer.body}`, () => socket.destroy());
}

/** A second answer inside the first would be read as part of it. Node keeps the response under way on its socket, and asks it the same. */
function hasBegunToAnswer(socket: Duplex): boolean {
  return (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent === true;
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
