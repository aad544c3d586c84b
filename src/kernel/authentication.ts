/**
 * How a connection proves itself to its vendor, declared by the connector as data. Secrets are named, never held: the
 * outbound signer looks the names up in the connection's sealed secrets when it signs.
 */
export type Authentication =
  | {
      /** A secret sent as it is, in one header. */
      readonly kind: 'header';
      /** Header name in lower case. */
      readonly header: string;
      /** Text before the secret, `Bearer ` for one. */
      readonly prefix?: string;
      /** Name of the secret. */
      readonly secret: string;
    }
  | {
      /** OAuth 2.0 client credentials grant (RFC 6749 §4.4): a short-lived token, minted before use and again before it expires. */
      readonly kind: 'client-credentials';
      readonly header: string;
      readonly prefix?: string;
      /** Absolute URL of the token endpoint; its host is on the connection's allow-list. */
      readonly tokenUrl: string;
      readonly clientId: string;
      /** Name of the secret that holds the client secret. */
      readonly clientSecret: string;
    }
  | {
      /** A secret sent as a query parameter: it is part of the URL, so nothing may ever show that URL. */
      readonly kind: 'query';
      readonly parameter: string;
      /** Name of the secret. */
      readonly secret: string;
    }
  | {
      /** OAuth 2.0 refresh (RFC 6749 §6): a short-lived token, made from a long-lived one. A new refresh token in the reply replaces the old. */
      readonly kind: 'refresh-token';
      readonly header: string;
      readonly prefix?: string;
      /** Absolute URLs of the token endpoint, the next tried where the one before answers 404 or 405; their hosts are on the allow-list. */
      readonly tokenUrls: readonly [string, ...string[]];
      readonly clientId: string;
      /** Names of secrets. */
      readonly clientSecret: string;
      readonly refreshToken: string;
      /** What a 401 says that means a good token without the right: another token would have no more. */
      readonly scopeFault?: string;
    }
  | {
      /** A Google service account: a JWT signed with its key (RFC 7523, RS256) is exchanged for a short-lived token. */
      readonly kind: 'service-account';
      readonly header: string;
      readonly prefix?: string;
      readonly tokenUrl: string;
      readonly scopes: readonly string[];
      /** Name of the secret that holds the key file, JSON with `client_email` and `private_key`. */
      readonly key: string;
    };

/** Gives a connection's secret by name; `undefined` when there is none. Only the outbound signer and the verification of webhooks call it. */
export type Secrets = (name: string) => string | undefined;
