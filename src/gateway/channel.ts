import type { Signal } from '../kernel/abort.ts';
import type { Connection } from '../kernel/connection.ts';
import type { Channel, QuotaReading, UsedUpQuota, Verdict } from '../kernel/connector.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type Wire, WireAuthenticationError, WireError, type WireFault, type WireReply } from '../kernel/wire.ts';

export interface ChannelParts {
  readonly connection: Connection;
  readonly wire: Wire;
  readonly signal: Signal;
  /** Told of every reading of the vendor's own account. */
  onQuota(reading: QuotaReading): void;
  /** Told when the vendor says that a quota is used up, or will be with what comes next. */
  onUsedUp(quota: UsedUpQuota): void;
  /** Told of every note that an answer came with. */
  onNote(note: string): void;
  /** Epoch ms. */
  now(): number;
}

/**
 * What a connector's upstream speaks through during one attempt: sends, has the connector judge the reply, and turns
 * every verdict but `ok` into a `PlatformError` that says whether the vendor may have acted.
 */
export function createChannel({ connection, wire, signal, onQuota, onUsedUp, onNote, now }: ChannelParts): Channel {
  const { connector, state } = connection;
  return {
    async send(request) {
      if (!state.on) throw new PlatformError('connection_off', state.because, { sent: 'no' });
      const { method, path, origin = state.target.origin, headers = {}, body, reading } = request;
      let reply: WireReply;
      try {
        reply = await wire({ method, url: origin + path, headers, body, reading }, signal);
      } catch (error) {
        throw toCallError(error);
      }
      const verdict = connector.classify(reply, now());
      if ('quota' in verdict && verdict.quota) onQuota(verdict.quota);
      if (verdict.kind === 'quota') onUsedUp(verdict);
      if (verdict.kind !== 'ok') throw toError(verdict, now());
      if (verdict.usedUp) onUsedUp(verdict.usedUp);
      for (const note of verdict.notes ?? []) onNote(note);
      return verdict.body;
    },
  };
}

// biome-ignore format: a table is read in columns
const FAULTS: Record<WireFault, { code: 'upstream_failed' | 'upstream_timeout' | 'cancelled' | 'internal'; message: string }> = {
  refused_address: { code: 'internal',         message: 'The platform refused to connect to the address of this connection; the operator finds the reason in the log.' },
  connect:         { code: 'upstream_failed',  message: 'The vendor could not be reached.' },
  reset:           { code: 'upstream_failed',  message: 'The connection to the vendor broke before it had answered.' },
  timeout:         { code: 'upstream_timeout', message: 'The vendor did not answer in time.' },
  too_large:       { code: 'upstream_failed',  message: 'The vendor answered with more than the platform reads; ask for less.' },
  malformed:       { code: 'upstream_failed',  message: 'The vendor answered with something that could not be read.' },
  aborted:         { code: 'cancelled',        message: 'The call was ended before the vendor had answered.' },
};

function toCallError(error: unknown): unknown {
  if (error instanceof WireError) return faultToError(error);
  return error instanceof WireAuthenticationError ? noToken(error) : error;
}

/** Nothing was sent: a token endpoint that fails may answer later, one that refuses needs the operator. */
function noToken(error: WireAuthenticationError): PlatformError {
  const { reason, temporary } = error;
  return temporary
    ? new PlatformError('upstream_failed', 'The vendor gave no access token.', { sent: 'no' }, { cause: error })
    : new PlatformError(
        'upstream_authentication',
        `The vendor refused the credentials of this connection (${reason}); the operator checks them with \`mcp-platform doctor\`.`,
        { sent: 'no' },
        { cause: error },
      );
}

function faultToError(error: WireError): PlatformError {
  const { code, message } = FAULTS[error.fault];
  return new PlatformError(code, message, { sent: error.sent }, { cause: error });
}

function toError(verdict: Exclude<Verdict, { kind: 'ok' }>, now: number): PlatformError {
  switch (verdict.kind) {
    case 'throttled':
      return new PlatformError('upstream_throttled', 'The vendor asks for a pause before it takes this call.', {
        retryAfterMs: verdict.retryAfterMs,
        sent: 'no',
        throttled: true,
      });
    case 'quota':
      return new PlatformError('upstream_quota', verdict.message, {
        retryAfterMs: Math.max(0, verdict.untilMs - now),
        sent: 'no',
      });
    case 'authentication':
      return new PlatformError('upstream_authentication', verdict.message, { sent: 'no' });
    case 'permission':
      return new PlatformError('upstream_permission', verdict.message, { sent: 'no' });
    case 'rejected':
      return new PlatformError('upstream_rejected', verdict.message, { issues: verdict.issues, sent: 'no' });
    case 'not_found':
      return new PlatformError('not_found', verdict.message, { sent: 'no' });
    case 'failed':
      return new PlatformError('upstream_failed', verdict.message, {
        retryAfterMs: verdict.retryAfterMs,
        sent: verdict.executed,
      });
  }
}
