import type { Signal } from '../kernel/abort.ts';
import type { Clock } from '../kernel/clock.ts';
import { WireAuthenticationError, WireError } from '../kernel/wire.ts';
import type { MintToken } from './minted-token.ts';

/** One token. Its times are monotonic milliseconds of the clock it was minted by. */
export interface AccessToken {
  readonly value: string;
  readonly mintedAtMs: number;
  readonly renewAtMs: number;
  readonly expiresAtMs: number;
}

export interface AccessTokensOptions {
  readonly clock: Clock;
  /** How long before its end a token is renewed, at most; never more than a tenth of its life. */
  readonly marginMs: number;
}

/** How long a token that is still valid is used on after its renewal failed, before the next attempt. */
const RENEWAL_PAUSE_MS = 30_000;
/**
 * Mintings that something other than a token's age asked for, or that were refused, within the window at most. A vendor
 * that answers 401 to everything is not asked for a token a call: Zoho locks who mints more than ten in ten minutes.
 */
const IRREGULAR_MAX = 5;
const IRREGULAR_WINDOW_MS = 600_000;

/**
 * The token of one connection, in memory alone. However many callers wait, one request mints, and it outlives the caller
 * that began it: the wire's own limits bound it.
 */
export class AccessTokens {
  readonly #mintToken: MintToken;
  readonly #clock: Clock;
  readonly #marginMs: number;
  #held: AccessToken | undefined;
  #minting: Promise<AccessToken> | undefined;
  #irregular: number[] = [];
  #refusal: WireAuthenticationError | undefined;

  constructor(mintToken: MintToken, { clock, marginMs }: AccessTokensOptions) {
    this.#mintToken = mintToken;
    this.#clock = clock;
    this.#marginMs = marginMs;
  }

  /** Gives the held token, or `undefined` when one has to be minted first. */
  held(): AccessToken | undefined {
    return this.#held && this.#clock.monotonicMs() < this.#held.renewAtMs ? this.#held : undefined;
  }

  /** Whether another token may be asked for although the held one is not old. */
  mayReplace(): boolean {
    const since = this.#clock.monotonicMs() - IRREGULAR_WINDOW_MS;
    this.#irregular = this.#irregular.filter((at) => at > since);
    return this.#irregular.length < IRREGULAR_MAX;
  }

  /**
   * Gives a token other than `rejected`, minted if need be. Throws `WireAuthenticationError`, or `WireError` with
   * `sent: 'no'`: whatever became of the minting, the caller's own request has not been executed.
   */
  fresh(rejected: AccessToken | undefined, signal: Signal | undefined): Promise<AccessToken> {
    if (rejected !== undefined && this.#held === rejected) {
      this.#held = undefined;
      this.#irregular.push(this.#clock.monotonicMs());
    }
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
      this.#held = await this.#ask();
    } catch (error) {
      const now = this.#clock.monotonicMs();
      if (!before || before !== this.#held || now >= before.expiresAtMs) throw error;
      this.#held = { ...before, renewAtMs: Math.min(before.expiresAtMs, now + RENEWAL_PAUSE_MS) };
    }
    return this.#held;
  }

  async #ask(): Promise<AccessToken> {
    // Refused so often, the credentials will not be better in a moment; the vendor's last word stands for the next.
    if (this.#refusal && !this.mayReplace()) throw this.#refusal;
    try {
      const { value, lifeMs } = await this.#mintToken();
      this.#refusal = undefined;
      const mintedAtMs = this.#clock.monotonicMs();
      const expiresAtMs = mintedAtMs + lifeMs;
      return { value, mintedAtMs, renewAtMs: expiresAtMs - Math.min(this.#marginMs, lifeMs / 10), expiresAtMs };
    } catch (error) {
      if (error instanceof WireAuthenticationError && !error.temporary) {
        this.#refusal = error;
        this.#irregular.push(this.#clock.monotonicMs());
      }
      throw error;
    }
  }
}

/** Waits with the others, and leaves alone when the signal fires. */
async function leavable<T>(shared: Promise<T>, signal: Signal | undefined): Promise<T> {
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
