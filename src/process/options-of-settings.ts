import { createHmac } from 'node:crypto';
import type { PlatformSettings } from '../config/settings.ts';
import type { GatewayOptions } from '../gateway/gateway-parts.ts';
import type { OutboundOptions } from '../outbound/client.ts';

/** Longest wait for a vendor's quota within a call; what takes longer is refused with the time. */
const QUOTA_WAIT_MS = 10_000;

/** What the gateway makes of the settings. The key salts digests of inputs, which is all it is used for there. */
export function gatewayOptions(settings: PlatformSettings, encryptionKey: string): GatewayOptions {
  return {
    rate: { callsPerMinute: settings.RATE_CALLS_PER_MINUTE, burst: settings.RATE_BURST },
    retry: { retries: settings.RETRY_ATTEMPTS, baseMs: settings.RETRY_BASE_MS, capMs: settings.RETRY_CAP_MS },
    deadlineMs: settings.CALL_DEADLINE_MS,
    attemptMs: settings.ATTEMPT_TIMEOUT_MS,
    quotaWaitMs: QUOTA_WAIT_MS,
    cacheTtlMs: settings.CACHE_TTL_MS,
    cacheStaleMs: settings.CACHE_STALE_MS,
    cacheRefusalMs: settings.CACHE_REFUSAL_MS,
    idempotencyTtlMs: settings.IDEMPOTENCY_TTL_MS,
    answerCharacters: settings.RESULT_CHARACTERS,
    digestSalt: createHmac('sha256', encryptionKey).update('input digests of the audit trail').digest('base64url'),
  };
}

/** What the outbound client makes of the settings. */
export function outboundOptions(settings: PlatformSettings, version: string): OutboundOptions {
  return {
    userAgent: `mcp-enterprise-platform/${version}`,
    connections: settings.OUTBOUND_CONNECTIONS,
    keepAliveMs: settings.OUTBOUND_KEEP_ALIVE_MS,
    totalTimeoutMs: settings.OUTBOUND_TIMEOUT_MS,
    maxBodyBytes: settings.OUTBOUND_BODY_BYTES,
  };
}
