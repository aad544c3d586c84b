import type { Authentication, Secrets } from '../kernel/authentication.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Wire, WireAuthenticationError, WireError, type WireReply } from '../kernel/wire.ts';

/** How a connection mints its tokens. */
export type ClientCredentials = Extract<Authentication, { kind: 'client-credentials' }>;

/** One token. Its times are monotonic milliseconds of the clock it was minted by. */
export interface AccessToken {
  readonly value: string;
  readonly mintedAtMs: number;
  readonly renewAtMs: number;
  readonly expiresAtMs: number;
}

/** What a vendor that names no life is taken to mean. */
const UNSTATED_LIFE_S = 600;
/** How long a token that is still valid is used on after its renewal failed, before the next attempt. */
const RENEWAL_PAUSE_MS = 30_000;

/**
 * The token of one connection (RFC 6749 §4.4), in memory alone. However many callers wait, one request mints, and it
 * outlives the caller that began it: the wire's own limits bound it.
 */
export class AccessTokens {
  readonly #wire: Wire;
  readonly #grant: ClientCredentials;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #marginMs: number;
  #held: AccessToken | undefined;
  #minting: Promise<AccessToken> | undefined;

  constructor(wire: Wire, grant: ClientCredentials, secrets: Secrets, options: { clock: Clock; marginMs: number }) {
    this.#wire = wire;
    this.#grant = grant;
    this.#secrets = secrets;
    this.#clock = options.clock;
    this.#marginMs = options.marginMs;
  }

  /** Gives the held token, or `undefined` when one has to be minted first. */
  held(): AccessToken | undefined {
    return this.#held && this.#clock.monotonicMs() < this.#held.renewAtMs ? this.#held : undefined;
  }

  /**
   * Gives a token other than `rejected`, minted if need be. Throws `WireAuthenticationError`, or `WireError` with
   * `sent: 'no'`: whatever became of the minting, the caller's own request has not been executed.
   */
  fresh(rejected: AccessToken | undefined, signal: AbortSignal | undefined): Promise<AccessToken> {
    if (this.#held === rejected) this.#held = undefined;
    const held = this.held();
    return held ? Promise.resolve(held) : leavable(this.#mintOnce(), signal);
  }

  #mintOnce(): Promise<AccessToken> {
    this.#minting ??= this.#mint().finally(() => {
      this.#minting = undefined;
    });
    return this.#minting;
  }

  async #mint(): Promise<AccessToken> {
    const before = this.#held;
    try {
      this.#held = toToken(await this.#request(), this.#clock.monotonicMs(), this.#marginMs);
    } catch (error) {
      const now = this.#clock.monotonicMs();
      if (!before || before !== this.#held || now >= before.expiresAtMs) throw error;
      this.#held = { ...before, renewAtMs: Math.min(before.expiresAtMs, now + RENEWAL_PAUSE_MS) };
    }
    return this.#held;
  }

  async #request(): Promise<WireReply> {
    const secret = this.#secrets(this.#grant.clientSecret);
    if (secret === undefined) throw new WireAuthenticationError('secret_missing');
    const form = { grant_type: 'client_credentials', client_id: this.#grant.clientId, client_secret: secret };
    try {
      return await this.#wire({
        method: 'POST',
        url: this.#grant.tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
      });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new WireError(error.fault, 'no', `No access token: ${error.message}`, { cause: error.cause });
    }
  }
}

function toToken({ status, body }: WireReply, nowMs: number, marginMs: number): AccessToken {
  if (status === 429 || status >= 500) throw new WireAuthenticationError('token_endpoint_failed', { temporary: true });
  const { access_token: value, expires_in: life, error } = parseObject(body);
  // Some vendors answer 200 to a refusal (RFC 6749 §5.2 asks for 400).
  if (status !== 200 || typeof error === 'string') throw new WireAuthenticationError(error);
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,8192}$/.test(value)) {
    throw new WireAuthenticationError('malformed_token_reply');
  }
  const lifeMs = 1000 * (Number(life) > 0 ? Number(life) : UNSTATED_LIFE_S);
  const expiresAtMs = nowMs + lifeMs;
  return { value, mintedAtMs: nowMs, renewAtMs: expiresAtMs - Math.min(marginMs, lifeMs / 10), expiresAtMs };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed !== null && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Waits with the others, and leaves alone when the signal fires. */
async function leavable<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return shared;
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(new WireError('aborted', 'no', 'The caller stopped waiting.'));
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([shared, promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
