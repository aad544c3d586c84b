import type { Clock } from '../../../kernel/clock.ts';

/** Makes unguessable bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** Seconds for which a token of the client credentials grant is good. */
const tokenLifeSeconds = 86_399;

/** Why a shop hands out no token although client id and secret are right (sheet: client credentials). */
export type TokenRefusal = 'app_not_installed' | 'shop_not_permitted';

/** An answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The app as the emulated shop knows it: its client credentials, its static token, and the tokens that it was given. */
export class AccessTokens {
  readonly clientId: string;
  readonly clientSecret: string;
  /** A token of the old kind, which never expires. */
  readonly staticToken: string;
  readonly #clock: Clock;
  readonly #randomBytes: RandomBytes;
  readonly #expiries = new Map<string, number>();

  constructor(clock: Clock, randomBytes: RandomBytes) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.clientId = this.#hex();
    this.clientSecret = `shpss_${this.#hex()}`;
    this.staticToken = `shpat_${this.#hex()}`;
  }

  /** Says whether a request with this token comes from the app. */
  accepts(token: string | undefined): boolean {
    if (token === undefined) return false;
    if (token === this.staticToken) return true;
    const expiresAtMs = this.#expiries.get(token);
    return expiresAtMs !== undefined && this.#clock.now() < expiresAtMs;
  }

  /** Answers the client credentials grant (RFC 6749 §4.4) with Shopify's errors. */
  mint(form: Readonly<Record<string, unknown>>, scope: string, refusal: TokenRefusal | undefined): TokenAnswer {
    if (form.client_id !== this.clientId || form.client_secret !== this.clientSecret) {
      return refuse('invalid_client', 'The client is unknown or its secret is wrong.');
    }
    if (form.grant_type !== 'client_credentials') {
      return refuse('unsupported_grant_type', 'The only grant type is client_credentials.');
    }
    if (refusal) return refuse(refusal, refusals[refusal]);
    const token = `shpat_${this.#hex()}`;
    this.#forgetExpired();
    this.#expiries.set(token, this.#clock.now() + tokenLifeSeconds * 1000);
    return { status: 200, body: { access_token: token, scope, expires_in: tokenLifeSeconds } };
  }

  #forgetExpired(): void {
    const nowMs = this.#clock.now();
    for (const [token, expiresAtMs] of this.#expiries) {
      if (expiresAtMs <= nowMs) this.#expiries.delete(token);
    }
  }

  #hex(): string {
    return Buffer.from(this.#randomBytes(16)).toString('hex');
  }
}

const refusals: Readonly<Record<TokenRefusal, string>> = {
  app_not_installed: 'The application is not installed on this shop.',
  shop_not_permitted: 'Client credentials cannot be used for this shop.',
};

function refuse(error: string, description: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description } };
}
