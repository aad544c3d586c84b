import type { Authentication, Secrets } from '../kernel/authentication.ts';
import { type Wire, WireAuthenticationError, type WireReply } from '../kernel/wire.ts';
import { askForToken, type MintedToken, type MintToken, parseMintedToken } from './minted-token.ts';

type RefreshToken = Extract<Authentication, { kind: 'refresh-token' }>;

/**
 * Keeps the refresh token that a vendor gave in the place of an older one, for this process, the next and the other
 * replicas. It throws nothing: a store that cannot be reached is the keeper's to tell.
 */
export interface RefreshTokenKeeper {
  /** What is to be used instead of `configured`, the refresh token of the settings; `undefined` where that one still holds. */
  latest(configured: string): Promise<string | undefined>;
  /** Resolves when the new one is kept, durably where that can be had. */
  keep(configured: string, latest: string): Promise<void>;
}

/** Keeps rotated tokens for as long as the process lives. */
export function keepInMemory(): RefreshTokenKeeper {
  const latest = new Map<string, string>();
  return {
    latest: async (configured) => latest.get(configured),
    keep: async (configured, token) => void latest.set(configured, token),
  };
}

/** An endpoint that is not where the documents say. */
const NOT_THERE = [404, 405];

/**
 * Mints by a refresh token (RFC 6749 §6). A refresh token that comes back replaces the one that was sent, and is kept
 * before the access token is used. One that is refused is read again first: another replica may have been given its successor.
 */
export function refreshToken(
  wire: Wire,
  grant: RefreshToken,
  secrets: Secrets,
  keeper: RefreshTokenKeeper = keepInMemory(),
): MintToken {
  return async () => {
    const configured = secrets(grant.refreshToken);
    const clientSecret = secrets(grant.clientSecret);
    if (!configured || !clientSecret) throw new WireAuthenticationError('secret_missing');
    const latest = async () => (await keeper.latest(configured)) ?? configured;
    const mint = (token: string) => exchange(token, clientSecret);

    let sent = await latest();
    let minted: MintedToken;
    try {
      minted = await mint(sent);
    } catch (error) {
      const successor = isRefusal(error) ? await latest() : sent;
      if (successor === sent) throw error;
      sent = successor;
      minted = await mint(sent);
    }
    if (minted.refreshToken !== undefined && minted.refreshToken !== sent) {
      await keeper.keep(configured, minted.refreshToken);
    }
    return minted;
  };

  async function exchange(token: string, clientSecret: string): Promise<MintedToken> {
    const form = {
      grant_type: 'refresh_token',
      client_id: grant.clientId,
      client_secret: clientSecret,
      refresh_token: token,
    };
    let reply: WireReply | undefined;
    for (const url of grant.tokenUrls) {
      reply = await askForToken(wire, url, form);
      if (!NOT_THERE.includes(reply.status)) break;
    }
    return parseMintedToken(reply as WireReply);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof WireAuthenticationError && !error.temporary;
}
