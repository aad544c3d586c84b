import { createHmac } from 'node:crypto';
import type { PlatformSettings } from '../config/settings.ts';
import type { GatewayOptions } from '../gateway/gateway-parts.ts';
import type { Connector } from '../kernel/connector.ts';
import type { OutboundOptions } from '../outbound/client.ts';
import type { CircuitOptions } from '../resilience/circuit-store.ts';

/** A vendor that says nothing to anybody for so long may be behind a connection that is dead. */
const SILENCE_MS = 10_000;

/** Longest wait for a vendor's quota within a call; what takes longer is refused with the time. */
const QUOTA_WAIT_MS = 10_000;
/** What a probe may need beyond its waits and its time at the vendor to say how it ended. */
const PROBE_MARGIN_MS = 5_000;

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
    idempotencyKeys: settings.IDEMPOTENCY_KEYS,
    answerCharacters: settings.RESULT_CHARACTERS,
    digestSalt: createHmac('sha256', encryptionKey).update('input digests of the audit trail').digest('base64url'),
  };
}

/** What circuits make of the settings. A probe keeps its place for longer than the longest attempt of any tool may take. */
export function circuitOptions(settings: PlatformSettings, connectors: readonly Connector[]): CircuitOptions {
  const ofTools = connectors.flatMap(({ tools }) => tools.map(({ timeoutMs = 0 }) => timeoutMs));
  const attemptMs = Math.max(settings.ATTEMPT_TIMEOUT_MS, ...ofTools);
  return {
    failures: settings.BREAKER_FAILURES,
    openMs: settings.BREAKER_OPEN_MS,
    leaseMs: settings.CONNECTION_WAIT_MS + QUOTA_WAIT_MS + attemptMs + PROBE_MARGIN_MS,
  };
}

/** What the outbound client makes of the settings. */
export function outboundOptions(settings: PlatformSettings, version: string): OutboundOptions {
  return {
    userAgent: `mcp-enterprise-platform/${version}`,
    connections: settings.OUTBOUND_CONNECTIONS,
    keepAliveMs: settings.OUTBOUND_KEEP_ALIVE_MS,
    totalTimeoutMs: settings.OUTBOUND_TIMEOUT_MS,
    silenceMs: Math.min(SILENCE_MS, settings.ATTEMPT_TIMEOUT_MS),
    maxBodyBytes: settings.OUTBOUND_BODY_BYTES,
  };
}
