import type { Clock } from '../../src/kernel/clock.ts';
import type { Wire } from '../../src/kernel/wire.ts';

/** Signs in to an emulated Google with a user's refresh token, as the outbound signer would: gives the header's value, a new one when the old is over. */
export function signInAtGoogle(
  wire: Wire,
  credentials: Readonly<Record<string, string>>,
  prefix: string,
  clock: Clock,
): () => Promise<string> {
  let token: { readonly value: string; readonly untilMs: number } | undefined;
  return async () => {
    if (token === undefined || clock.now() >= token.untilMs) {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: credentials[`${prefix}CLIENT_ID`] ?? '',
        client_secret: credentials[`${prefix}CLIENT_SECRET`] ?? '',
        refresh_token: credentials[`${prefix}REFRESH_TOKEN`] ?? '',
      });
      const { body } = await wire({
        method: 'POST',
        url: 'https://oauth2.googleapis.com/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(form),
      });
      const { access_token: value, expires_in: seconds } = JSON.parse(body);
      token = { value: `Bearer ${value}`, untilMs: clock.now() + seconds * 1000 };
    }
    return token.value;
  };
}
