import type { IncomingMessage } from 'node:http';
import { PlatformError } from '../../kernel/errors.ts';

/** Why a request is refused before its body is read. */
export interface Refusal {
  readonly status: number;
  readonly error: PlatformError;
  readonly allow?: string;
}

/** `Accept` as nearly every client writes it. */
const USUAL_ACCEPT = new Set(['application/json, text/event-stream', 'application/json', '*/*']);
const JSON_RANGE = /^(?:application\/(?:json|\*)|\*\/\*)$/i;
const NO_WEIGHT = /^q=0(?:\.0{0,3})?$/i;
const JSON_TYPE = /^application\/json[\t ]*(?:;|$)/i;

/**
 * Judges a request by its line and headers: POST only (no streams and no sessions are opened or ended by GET and
 * DELETE), JSON in, JSON out. Clients should accept both JSON and event streams; JSON is all that most get, so it is enough.
 */
export function refusalOf({ method, headers }: IncomingMessage): Refusal | undefined {
  if (method !== 'POST') {
    return {
      status: 405,
      allow: 'POST',
      error: refused('Send MCP messages by POST; streams are opened by subscriptions/listen.'),
    };
  }
  if (headers['content-type'] !== 'application/json' && !JSON_TYPE.test(headers['content-type'] ?? '')) {
    return { status: 415, error: refused('Send Content-Type: application/json.') };
  }
  if (!acceptsJson(headers.accept)) {
    return { status: 406, error: refused('Accept application/json; answers have no other form.') };
  }
  return undefined;
}

/** Content negotiation (RFC 9110 §12.5.1) as far as one type needs it: no header takes everything, weight 0 takes nothing. */
function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || USUAL_ACCEPT.has(accept)) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    return JSON_RANGE.test(type) && !parameters.some((parameter) => NO_WEIGHT.test(parameter));
  });
}

function refused(message: string): PlatformError {
  return new PlatformError('invalid_request', message);
}
