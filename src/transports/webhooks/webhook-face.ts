import type { IncomingMessage } from 'node:http';
import type { Inbox, Taken } from '../../events/inbox.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { RateLimit, RateStore } from '../../limits/rate-store.ts';
import { newCorrelationId } from '../correlation.ts';
import { sendError } from '../error-translation.ts';
import type { RequestHandler } from '../http/server.ts';
import { readBody } from '../mcp/http-body.ts';

/** One delivery that was taken or refused, for the audit trail. */
export interface WebhookSeen {
  readonly outcome: Taken | 'rate_limited' | 'unavailable';
  /** Of a delivery that was verified; what a stranger wrote is not repeated. */
  readonly connection?: string;
  /** The address of the socket. */
  readonly address: string;
  readonly correlationId: string;
}

export interface WebhookFaceParts {
  readonly inbox: Pick<Inbox, 'take'>;
  readonly rates: RateStore;
  readonly log: Log;
  /** Of one address; vendors that send more get 429 and send again. 1,200 a minute with bursts of 300. */
  readonly rate?: RateLimit;
  onSeen(seen: WebhookSeen): void;
}

/** Largest body that is read: Shopify's largest are a few hundred kilobytes. */
const WEBHOOK_BODY_BYTES = 1024 * 1024;
const RATE: RateLimit = { callsPerMinute: 1_200, burst: 300 };

const PATH = /^\/webhooks\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})$/;

/** Makes the face of webhooks. */
export function createWebhookFace({ inbox, rates, log, rate = RATE, onSeen }: WebhookFaceParts): RequestHandler {
  return (request, response) => {
    const correlationId = newCorrelationId();
    const address = request.socket.remoteAddress ?? 'unknown';
    const end = (seen: Omit<WebhookSeen, 'address' | 'correlationId'>, error?: PlatformError) => {
      onSeen({ ...seen, address, correlationId });
      if (error) sendError(response, error, correlationId);
      else response.writeHead(200, { 'content-length': 0 }).end();
    };
    const fail = (error: unknown) => {
      log.error({ err: error, correlationId }, 'a webhook could not be kept');
      end({ outcome: 'unavailable' }, sendAgain());
    };
    const receive = (body: Buffer | undefined) => {
      if (body === undefined) return end({ outcome: 'refused' }, tooLarge());
      const url = new URL(request.url ?? '/', 'http://webhooks');
      const [, connector = '', name = ''] = request.method === 'POST' ? (PATH.exec(url.pathname) ?? []) : [];
      const connection = `${connector}/${name}`;
      const delivery = { headers: headersOf(request), body };
      inbox.take(connection, delivery, url.searchParams.get('token') ?? undefined).then((outcome) => {
        if (outcome === 'refused') end({ outcome }, refused());
        else end({ outcome, connection });
      }, fail);
    };
    Promise.resolve(rates.take(`webhook/${address}`, rate)).then(({ allowed, retryAfterMs }) => {
      if (allowed) readBody(request, WEBHOOK_BODY_BYTES, receive);
      else end({ outcome: 'rate_limited' }, tooMany(retryAfterMs));
    }, fail);
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function refused(): PlatformError {
  return new PlatformError('unauthenticated', 'The delivery is not accepted.');
}

function tooLarge(): PlatformError {
  return new PlatformError('too_large', `A delivery has at most ${WEBHOOK_BODY_BYTES} bytes.`);
}

function tooMany(retryAfterMs: number): PlatformError {
  return new PlatformError('rate_limited', 'Too many deliveries from this address; send them again later.', {
    retryAfterMs,
  });
}

function sendAgain(): PlatformError {
  return new PlatformError('unavailable', 'The delivery cannot be kept now; send it again.', { retryAfterMs: 5_000 });
}
