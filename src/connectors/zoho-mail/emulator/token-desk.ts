import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { plain } from './replies.ts';

/** Makes unguessable bytes. */
export type RandomBytes = (size: number) => Uint8Array;

const LIFE_SECONDS = 3_600;
const TOKENS_MAX = 10;
const WINDOW_MS = 10 * 60_000;

/** The API client as Zoho knows it: its credentials, its refresh token, and the access tokens that were made of it. */
export class TokenDesk {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly #clock: Clock;
  readonly #randomBytes: RandomBytes;
  readonly #expiries = new Map<string, number>();
  #mintedAt: number[] = [];

  constructor(clock: Clock, randomBytes: RandomBytes) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.clientId = `1000.${this.#hex(15).toUpperCase()}`;
    this.clientSecret = this.#hex(21);
    this.refreshToken = `1000.${this.#hex(16)}.${this.#hex(16)}`;
  }

  /** Says whether this is the access token of a request. */
  accepts(authorization: string): boolean {
    const token = /^Zoho-oauthtoken (\S+)$/.exec(authorization)?.[1];
    const expiresAtMs = token === undefined ? undefined : this.#expiries.get(token);
    return expiresAtMs !== undefined && this.#clock.now() < expiresAtMs;
  }

  /** Ends every access token, as Zoho does when its user withdraws them. */
  revoke(): void {
    this.#expiries.clear();
  }

  /** Answers the refresh grant. What fails is HTTP 200 with an `error`, and too many tokens are HTTP 400. */
  mint(form: Readonly<Record<string, string>>): WireReply {
    const now = this.#clock.now();
    if (form.grant_type !== 'refresh_token') return plain(200, { error: 'unsupported_grant_type' });
    if (form.client_id !== this.clientId) return plain(200, { error: 'invalid_client' });
    if (form.client_secret !== this.clientSecret) return plain(200, { error: 'invalid_client_secret' });
    if (form.refresh_token !== this.refreshToken) return plain(200, { error: 'invalid_code' });
    this.#mintedAt = this.#mintedAt.filter((atMs) => atMs > now - WINDOW_MS);
    if (this.#mintedAt.length >= TOKENS_MAX) return plain(400, TOO_MANY);
    this.#mintedAt.push(now);
    const token = `1000.${this.#hex(16)}.${this.#hex(16)}`;
    this.#expiries.set(token, now + LIFE_SECONDS * 1000);
    return plain(200, {
      access_token: token,
      api_domain: 'https://www.zohoapis.com',
      token_type: 'Bearer',
      expires_in: LIFE_SECONDS,
    });
  }

  #hex(bytes: number): string {
    return Buffer.from(this.#randomBytes(bytes)).toString('hex');
  }
}

const TOO_MANY = {
  error_description: 'You have made too many requests continuously. Please try again after some time.',
  error: 'Access Denied',
  status: 'failure',
};
