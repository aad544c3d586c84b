import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { Emulator } from '../../../emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../emulation/faults.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { DATA_CENTERS, type DataCenterName } from '../data-centers.ts';
import { type RandomBytes, TokenDesk } from './token-desk.ts';

/** How an emulated mailbox differs from the one that everybody gets. */
export interface EmulatorOptions {
  /** Dates the mail, ends tokens and unlocks the account. */
  readonly clock: Clock;
  /** Emulators with the same seed and day speak of the same customers and orders. */
  readonly seed?: string;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
  readonly dataCenter?: DataCenterName;
  /** What the refresh token was granted. */
  readonly scopes?: readonly string[];
  /** How often the account may be asked in a minute; Zoho's 30 when absent. */
  readonly requestsPerMinute?: number;
  /** Makes the credentials. */
  readonly randomBytes?: RandomBytes;
}

/** A mailbox made of our own code, and what a test may do to it behind its API. */
export interface MailEmulator extends Emulator {
  /** Ends every access token, as a user does who withdraws them. */
  revokeTokens(): void;
}

/** The scopes of a refresh token that may do all that the emulator can. */
const ALL_SCOPES = ['accounts', 'folders', 'tags', 'messages'].map((part) => `ZohoMail.${part}.ALL`);

/** What Zoho allows (rates and limits of the admin console). */
const REQUESTS_PER_MINUTE = 30;

/**
 * Opens a mailbox at Zoho made of our own code: the Mail API and the token endpoint, over a `Wire`. Its mail is that of the
 * fictional shop on the day of its first request; code and data are loaded then and not before. What is written to it
 * stays in it and is gone with it.
 */
export function openEmulator(options: EmulatorOptions): MailEmulator {
  const { clock, randomBytes = systemRandomBytes, dataCenter = 'eu' } = options;
  const tokens = new TokenDesk(clock, randomBytes);
  const openMailbox = async (): Promise<Wire> => {
    const { openMailWire } = await import('./mail-wire.ts');
    const { seed, faults = new FaultSwitch(), scopes = ALL_SCOPES, requestsPerMinute = REQUESTS_PER_MINUTE } = options;
    return openMailWire({ clock, seed, faults, dataCenter, scopes, requestsPerMinute, tokens });
  };
  let opening: Promise<Wire> | undefined;
  let requests = 0;
  return {
    wire: async (request, signal) => {
      requests++;
      opening ??= openMailbox();
      const wire = await opening;
      return wire(request, signal);
    },
    origin: `https://${DATA_CENTERS[dataCenter].mail}`,
    credentials: {
      ZOHO_DATA_CENTER: dataCenter,
      ZOHO_CLIENT_ID: tokens.clientId,
      ZOHO_CLIENT_SECRET: tokens.clientSecret,
      ZOHO_REFRESH_TOKEN: tokens.refreshToken,
    },
    get requests() {
      return requests;
    },
    revokeTokens: () => tokens.revoke(),
  };
}
