import type { Clock } from '../../../kernel/clock.ts';

/** Gives so many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const tokenLifeMs = 3_599_000;

/** The account's API key, its OAuth client and the tokens that were given out. */
export class SignIn {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly firstRefreshToken: string;
  readonly #clock: Clock;
  readonly #randomBytes: RandomBytes;
  readonly #endsAt = new Map<string, number>();
  #refreshToken: string;

  constructor(clock: Clock, randomBytes: RandomBytes) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.apiKey = this.#hex(16);
    this.clientId = this.#hex(16);
    this.clientSecret = this.#hex(24);
    this.#refreshToken = this.#hex(32);
    this.firstRefreshToken = this.#refreshToken;
  }

  /** Whether a request is signed by the account's key. */
  acceptsKey(apiKey: string | null): boolean {
    return apiKey === this.apiKey;
  }

  /** Whether a request bears a token that was given out and has not ended. */
  acceptsBearer(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    return token !== undefined && (this.#endsAt.get(token) ?? 0) > this.#clock.now();
  }

  /** Answers the token endpoint: a refresh token is good once, and a new one comes with each access token. */
  mint(form: URLSearchParams): { readonly status: number; readonly body: unknown } {
    const given = Object.fromEntries(form);
    if (given.grant_type !== 'refresh_token') return { status: 400, body: { error: 'unsupported_grant_type' } };
    if (given.client_id !== this.clientId || given.client_secret !== this.clientSecret) {
      return { status: 400, body: { error: 'invalid_client' } };
    }
    if (given.refresh_token !== this.#refreshToken) return { status: 400, body: { error: 'invalid_grant' } };
    const token = this.#hex(32);
    this.#refreshToken = this.#hex(32);
    this.#endsAt.set(token, this.#clock.now() + tokenLifeMs);
    return {
      status: 200,
      body: {
        access_token: token,
        token_type: 'bearer',
        expires_in: Math.floor(tokenLifeMs / 1000),
        refresh_token: this.#refreshToken,
        scope: 'webmaster.manage',
      },
    };
  }

  #hex(bytes: number): string {
    return Buffer.from(this.#randomBytes(bytes)).toString('hex');
  }
}
