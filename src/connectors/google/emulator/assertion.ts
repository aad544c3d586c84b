import { createPublicKey, verify } from 'node:crypto';

/** What an assertion is held against. */
export interface AssertionRules {
  /** PEM; `undefined` where there is no service account. */
  readonly publicKey: string | undefined;
  readonly email: string;
  readonly audience: string;
  readonly nowS: number;
}

type Checked =
  | { readonly scopes: readonly string[] }
  | { readonly fault: { readonly error: string; readonly error_description: string } };

const longestLifeS = 3600;
/** How far apart the clocks of two machines may be. */
const skewS = 300;

/** Holds a signed assertion (RFC 7523 §3) against what Google asks of one; gives the scopes it asks for, or what Google says is wrong. */
export function checkAssertion(assertion: string, { publicKey, email, audience, nowS }: AssertionRules): Checked {
  const [head = '', payload = '', signature = '', ...rest] = assertion.split('.');
  const header = decode(head);
  const claims = decode(payload);
  if (!header || !claims || signature === '' || rest.length > 0) {
    return refuse('invalid_grant', 'Bad Request');
  }
  if (publicKey === undefined || claims.iss !== email) {
    return refuse('invalid_grant', 'Invalid grant: account not found');
  }
  const signed = Buffer.from(`${head}.${payload}`);
  const isGenuine =
    header.alg === 'RS256' && verify('sha256', signed, createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
  if (!isGenuine) return refuse('invalid_grant', 'Invalid JWT Signature.');
  if (claims.aud !== audience)
    return refuse('invalid_grant', 'Failed audience check. The right audience is https://oauth2.googleapis.com/token');
  const { iat, exp } = claims;
  const isTimely =
    typeof iat === 'number' &&
    typeof exp === 'number' &&
    iat <= nowS + skewS &&
    exp > nowS &&
    exp > iat &&
    exp - iat <= longestLifeS;
  if (!isTimely) {
    return refuse(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ').filter(Boolean) : [];
  const areKnown = scopes.every((scope) => /^https:\/\/www\.googleapis\.com\/auth\/[a-z.]+$/.test(scope));
  if (scopes.length === 0 || !areKnown) {
    return refuse('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  return { scopes };
}

function refuse(error: string, description: string): Checked {
  return { fault: { error, error_description: description } };
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
