import type { ConnectionSettings, Target } from '../../kernel/connector.ts';
import { signInToGoogle, TOKEN_HOST } from '../google/sign-in.ts';
import { isProperty } from './settings.ts';

const DATA_HOST = 'analyticsdata.googleapis.com';
const ADMIN_HOST = 'analyticsadmin.googleapis.com';

/** The Admin API, beside the Data API that is the connection's own origin. */
export const ADMIN_ORIGIN = `https://${ADMIN_HOST}`;

/** Scopes of what the tools do: reports and settings are read, settings are changed. */
const SCOPES = [
  'https://www.googleapis.com/auth/analytics.readonly',
  'https://www.googleapis.com/auth/analytics.edit',
] as const;

/** Gives the two APIs and how to sign in to them, or the names of the settings that are missing. */
export function configure(settings: ConnectionSettings): { target: Target } | { missing: string[] } {
  const signIn = signInToGoogle(settings, 'GA4_', SCOPES);
  const property = settings.value('GA4_PROPERTY_ID');
  const missing = 'missing' in signIn ? [...signIn.missing] : [];
  if (property !== undefined && !isProperty(property)) missing.push('GA4_PROPERTY_ID');
  if (missing.length > 0 || 'missing' in signIn) return { missing };
  return {
    target: {
      origin: `https://${DATA_HOST}`,
      signedOrigins: [ADMIN_ORIGIN],
      hosts: [DATA_HOST, ADMIN_HOST, TOKEN_HOST],
      authentication: signIn.authentication,
      facts: property === undefined ? {} : { property: property.replace('properties/', '') },
    },
  };
}
