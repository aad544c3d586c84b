import { type Wire, WireAuthenticationError, WireError, type WireReply } from '../kernel/wire.ts';

/** What a token endpoint gave. */
export interface MintedToken {
  readonly value: string;
  readonly lifeMs: number;
  /** A refresh token that came with it. */
  readonly refreshToken?: string;
}

/** Asks a vendor for one token. Throws `WireAuthenticationError`, or `WireError` with `sent: 'no'`. */
export type MintToken = () => Promise<MintedToken>;

/** What a vendor that names no life is taken to mean. */
const UNSTATED_LIFE_S = 600;
/** What a header can carry and a form can bring back. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

/** Sends a form to a token endpoint (RFC 6749 §3.2). A request for a token is never a sending of the caller's own request. */
export async function askForToken(wire: Wire, url: string, form: Readonly<Record<string, string>>): Promise<WireReply> {
  try {
    return await wire({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
    });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new WireError(error.fault, 'no', `No access token: ${error.message}`, { cause: error.cause });
  }
}

/** Reads what a token endpoint answered (RFC 6749 §5). Of a refusal it keeps the vendor's code alone. */
export function parseMintedToken({ status, body }: WireReply): MintedToken {
  if (status === 429 || status >= 500) throw new WireAuthenticationError('token_endpoint_failed', { temporary: true });
  const { access_token: value, expires_in: life, refresh_token: refreshToken, error } = parseObject(body);
  // Some vendors answer 200 to a refusal (RFC 6749 §5.2 asks for 400).
  if (status !== 200 || typeof error === 'string') throw new WireAuthenticationError(error);
  if (typeof value !== 'string' || !TOKEN.test(value)) throw new WireAuthenticationError('malformed_token_reply');
  const lifeMs = 1000 * (Number(life) > 0 ? Number(life) : UNSTATED_LIFE_S);
  return { value, lifeMs, ...(typeof refreshToken === 'string' && TOKEN.test(refreshToken) && { refreshToken }) };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed !== null && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
