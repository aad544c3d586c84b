import { generateKeyPairSync, randomBytes as systemRandomBytes } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import { checkAssertion } from './assertion.ts';

/** Makes unguessable bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** How an emulated API lets its one client in. */
export interface AccountOptions {
  readonly clock: Clock;
  /** A user's refresh token, which costs nothing to make, or a service account with a key of its own. */
  readonly kind?: 'refresh-token' | 'service-account';
  /** What a user allowed; a service account asks for what it wants. */
  readonly scopes: readonly string[];
  /** The refresh token was withdrawn, or its app is in testing and a week has gone by. */
  readonly isRevoked?: boolean;
  readonly randomBytes?: RandomBytes;
}

/** Seconds for which an access token is good. */
const tokenLifeSeconds = 3599;
const tokenPath = '/token';

/** Where Google hands out access tokens. */
const tokenHost = 'oauth2.googleapis.com';

interface Account {
  readonly credentials: Readonly<Record<string, string>>;
  readonly email: string;
  /** PEM; `undefined` for a user. */
  readonly publicKey: string | undefined;
}

/** Who may sign in to an emulated Google, and the tokens that were handed out. */
export class GoogleAccounts {
  readonly #options: AccountOptions;
  readonly #account: Account;
  readonly #random: RandomBytes;
  readonly #tokens = new Map<string, { readonly expiresAtMs: number; readonly scopes: readonly string[] }>();
  #isRevoked: boolean;

  constructor(options: AccountOptions) {
    this.#options = options;
    this.#random = options.randomBytes ?? systemRandomBytes;
    this.#account = options.kind === 'service-account' ? this.#serviceAccount() : this.#user();
    this.#isRevoked = options.isRevoked ?? false;
  }

  /** What a connection needs, by the names of its settings. */
  credentials(prefix: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.#account.credentials).map(([name, value]) => [`${prefix}${name}`, value]),
    );
  }

  /** The address that a property's owner adds as a user. */
  get email(): string {
    return this.#account.email;
  }

  /** Makes what was granted worthless: access tokens at once, the refresh token for ever. */
  revoke(): void {
    this.#isRevoked = true;
    this.#tokens.clear();
  }

  /** Says whether a request is for the token endpoint. */
  isForTokens({ url, method }: WireRequest): boolean {
    const { host, pathname } = new URL(url);
    return pathname === tokenPath && method === 'POST' && host === tokenHost;
  }

  /** Gives the scopes that a request's access token stands for; `undefined` when it has none that is good. */
  scopesOf({ headers }: WireRequest): readonly string[] | undefined {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const known = token === undefined ? undefined : this.#tokens.get(token);
    return known && this.#options.clock.now() < known.expiresAtMs ? known.scopes : undefined;
  }

  /** Answers the token endpoint. */
  answer({ body, headers }: WireRequest): WireReply {
    const text = typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8');
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    const form = isForm ? new URLSearchParams(text) : formOfJson(text);
    switch (form.get('grant_type')) {
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return this.#exchangeAssertion(form.get('assertion') ?? '');
      case 'refresh_token':
        return this.#refresh(form);
      default:
        return tokenReply(400, {
          error: 'unsupported_grant_type',
          error_description: `Invalid grant_type: ${form.get('grant_type') ?? ''}`,
        });
    }
  }

  #exchangeAssertion(assertion: string): WireReply {
    const { publicKey, email } = this.#account;
    const checked = checkAssertion(assertion, {
      publicKey,
      email,
      audience: `https://${tokenHost}${tokenPath}`,
      nowS: Math.floor(this.#options.clock.now() / 1000),
    });
    if ('fault' in checked) return tokenReply(400, checked.fault);
    return this.#mint(checked.scopes);
  }

  #refresh(form: URLSearchParams): WireReply {
    const { CLIENT_ID: clientId, CLIENT_SECRET: secret, REFRESH_TOKEN: token } = this.#account.credentials;
    if (form.get('client_id') !== clientId) {
      return tokenReply(401, { error: 'invalid_client', error_description: 'The OAuth client was not found.' });
    }
    if (form.get('client_secret') !== secret) {
      return tokenReply(401, { error: 'invalid_client', error_description: 'Unauthorized' });
    }
    if (this.#isRevoked || form.get('refresh_token') !== token) {
      return tokenReply(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
    }
    return this.#mint(this.#options.scopes);
  }

  #mint(scopes: readonly string[]): WireReply {
    const nowMs = this.#options.clock.now();
    for (const [token, { expiresAtMs }] of this.#tokens) if (expiresAtMs <= nowMs) this.#tokens.delete(token);
    const token = `ya29.${this.#text(48)}`;
    this.#tokens.set(token, { expiresAtMs: nowMs + tokenLifeSeconds * 1000, scopes });
    return tokenReply(200, {
      access_token: token,
      expires_in: tokenLifeSeconds,
      scope: scopes.join(' '),
      token_type: 'Bearer',
    });
  }

  #user(): Account {
    return {
      email: 'owner@larkmoor-tea.example',
      publicKey: undefined,
      credentials: {
        CLIENT_ID: `${this.#text(9)}.apps.googleusercontent.com`,
        CLIENT_SECRET: `GOCSPX-${this.#text(21)}`,
        REFRESH_TOKEN: `1//${this.#text(60)}`,
      },
    };
  }

  #serviceAccount(): Account {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const email = 'mcp-platform@larkmoor-tea-emulated.iam.gserviceaccount.com';
    const key = {
      type: 'service_account',
      project_id: 'larkmoor-tea-emulated',
      private_key_id: Buffer.from(this.#random(20)).toString('hex'),
      private_key: privateKey,
      client_email: email,
      token_uri: `https://${tokenHost}${tokenPath}`,
    };
    return { email, publicKey, credentials: { SERVICE_ACCOUNT_KEY: JSON.stringify(key) } };
  }

  #text(bytes: number): string {
    return Buffer.from(this.#random(bytes)).toString('base64url');
  }
}

function tokenReply(status: number, body: unknown): WireReply {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache, no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

function formOfJson(text: string): URLSearchParams {
  try {
    const body: unknown = JSON.parse(text);
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(body as Record<string, unknown>)) form.set(name, String(value));
    return form;
  } catch {
    return new URLSearchParams();
  }
}
