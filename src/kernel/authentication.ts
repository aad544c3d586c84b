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
    };

/** Gives a connection's secret by name; `undefined` when there is none. Only the outbound signer and webhook verification call it. */
export type Secrets = (name: string) => string | undefined;
