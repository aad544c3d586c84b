import { createHmac } from 'node:crypto';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { RateLimit } from '../../src/limits/rate-store.ts';
import { auditWebhooks } from '../../src/process/open-inbox.ts';
import { createGuard } from '../../src/transports/http/guard.ts';
import { HTTP_LIMITS, type HttpLimits, openHttpServer } from '../../src/transports/http/server.ts';
import { createWebhookFace, type WebhookSeen } from '../../src/transports/webhooks/webhook-face.ts';
import { openLivePlatform } from './live-platform.ts';

/** The base64 HMAC-SHA256 of a body, as vendors sign. */
export function signatureOf(secret: string, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** The whole platform with its webhook face over a real socket. */
export async function openWebhookServer(
  options: {
    readonly connectors?: readonly Connector[];
    readonly environment?: Readonly<Record<string, string>>;
    /** Kept by the caller; without it, a new one that goes with the server. */
    readonly folder?: string;
    readonly limits?: Partial<HttpLimits>;
    readonly rate?: RateLimit;
  } = {},
) {
  const platform = await openLivePlatform(options);
  const seen: WebhookSeen[] = [];
  const audit = auditWebhooks(platform.trail, systemClock);
  const server = await openHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: createWebhookFace({
      inbox: platform.inbox,
      rates: platform.rates,
      rate: options.rate,
      log: silentLog,
      onSeen(each) {
        seen.push(each);
        audit(each);
      },
    }),
    guard: createGuard({ host: '127.0.0.1', allowedHosts: [], corsOrigins: [] }),
    limits: { ...HTTP_LIMITS, ...options.limits },
    clock: systemClock,
    log: silentLog,
  });
  return {
    ...platform,
    port: server.port,
    seen,
    /** Sends a delivery and gives status and body. */
    async deliver(path: string, body: string, headers: Record<string, string>, method = 'POST') {
      const sent = method === 'GET' ? {} : { body };
      const reply = await fetch(server.url + path, { method, headers, ...sent });
      const text = await reply.text();
      return { status: reply.status, headers: reply.headers, body: text };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await platform[Symbol.asyncDispose]();
    },
  };
}
