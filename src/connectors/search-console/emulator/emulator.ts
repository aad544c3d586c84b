import type { Emulator } from '../../../emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../emulation/faults.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { GoogleAccounts, type RandomBytes } from '../../google/emulator/google-accounts.ts';
import { type QuotaLimits, usualLimits } from './quotas.ts';

/** How an emulated Search Console differs from the one that everybody gets. */
export interface EmulatorOptions {
  /** Dates the world, ends tokens and refills quotas. */
  readonly clock: Clock;
  /** Emulators with the same seed and day speak of the same shop. */
  readonly seed?: string;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
  /** Whom the credentials are of. A service account's key takes a moment to make. */
  readonly signIn?: 'refresh-token' | 'service-account';
  /** What a user allowed. */
  readonly scopes?: readonly string[];
  /** The user has withdrawn the access. */
  readonly isRevoked?: boolean;
  readonly limits?: Partial<QuotaLimits>;
  /** Answers spell enums as the guides do (`byPage`), or as the discovery document does (`BY_PAGE`). */
  readonly enums?: 'guides' | 'discovery';
  /** Makes the credentials. */
  readonly randomBytes?: RandomBytes;
}

/**
 * Opens a Search Console made of our own code, of an account that owns the fictional shop's property. Its data is that of
 * the day of its first request; code and data are loaded then and not before. What is written to it stays in it.
 */
export function openEmulator(options: EmulatorOptions): Emulator {
  const { clock, scopes = ['https://www.googleapis.com/auth/webmasters'] } = options;
  const { signIn: kind, isRevoked, randomBytes } = options;
  const accounts = new GoogleAccounts({ clock, scopes, kind, isRevoked, randomBytes });
  const openWire = async (): Promise<Wire> => {
    const { openSearchConsoleWire } = await import('./search-console-wire.ts');
    const { seed, faults = new FaultSwitch(), limits, enums = 'guides' } = options;
    return openSearchConsoleWire({ clock, seed, faults, accounts, limits: { ...usualLimits, ...limits }, enums });
  };
  let opening: Promise<Wire> | undefined;
  let requests = 0;
  return {
    wire: async (request, signal) => {
      requests++;
      opening ??= openWire();
      const wire = await opening;
      return wire(request, signal);
    },
    origin: 'https://searchconsole.googleapis.com',
    credentials: accounts.credentials('GSC_'),
    get requests() {
      return requests;
    },
  };
}
