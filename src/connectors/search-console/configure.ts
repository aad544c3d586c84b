import type { ConnectionSettings, Target } from '../../kernel/connector.ts';
import { signInToGoogle, TOKEN_HOST } from '../google/sign-in.ts';
import { PREFIX } from './settings.ts';

/** The API's host; the older root under www.googleapis.com is not used. */
const HOST = 'searchconsole.googleapis.com';

/** What reading and writing need; a user may have granted less, which Google then says. */
export const SCOPES = ['https://www.googleapis.com/auth/webmasters'];

/** Gives the API's host and how to sign in to it, or the names of the settings that are missing. */
export function configure(settings: ConnectionSettings): { target: Target } | { missing: readonly string[] } {
  const signIn = signInToGoogle(settings, PREFIX, SCOPES);
  if ('missing' in signIn) return signIn;
  const { authentication } = signIn;
  const facts = { signedInAs: authentication.kind === 'service-account' ? 'service account' : 'user' };
  return { target: { origin: `https://${HOST}`, hosts: [HOST, TOKEN_HOST], authentication, facts } };
}
