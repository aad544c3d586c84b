import type { Emulator } from '../../../emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../emulation/faults.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { type AccountOptions, GoogleAccounts } from '../../google/emulator/google-accounts.ts';
import { type Habits, usualHabits } from './habits.ts';
import { type QuotaSize, standardQuota } from './property-quota.ts';

/** How an emulated Analytics differs from the one that everybody gets. */
export interface EmulatorOptions {
  /** Dates the world, ends tokens and fills quotas again. */
  readonly clock: Clock;
  /** Emulators with the same seed and day speak of the same visits and orders. */
  readonly seed?: string;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
  /** How the client signs in. */
  readonly account?: Partial<Omit<AccountOptions, 'clock'>>;
  /** What each property may be asked for. */
  readonly quota?: Partial<QuotaSize>;
  /** When reports are cut, folded or sampled. */
  readonly habits?: Partial<Habits>;
  /** Realtime looks back an hour. */
  readonly is360?: boolean;
  /** Hosts of APIs that nobody has enabled in the project. */
  readonly disabledHosts?: readonly string[];
}

const ALL_SCOPES = [
  'https://www.googleapis.com/auth/analytics.readonly',
  'https://www.googleapis.com/auth/analytics.edit',
];

/** The property that measures the shop, and one that measures nothing. */
const PROPERTY = '412345678';
const OTHER_PROPERTY = '412345679';

/**
 * Opens a Google Analytics made of our own code: the Data and Admin APIs and Google's token endpoint, over a `Wire`. It
 * measures the fictional shop of the day of its first request; code and data are loaded then and not before. What is
 * changed in it stays in it and is gone with it.
 */
export function openEmulator(options: EmulatorOptions): Emulator {
  const { clock, seed, faults = new FaultSwitch() } = options;
  const accounts = new GoogleAccounts({ scopes: ALL_SCOPES, ...options.account, clock });
  const openAnalytics = async (): Promise<Wire> => {
    const { openAnalyticsWire } = await import('./analytics-wire.ts');
    return openAnalyticsWire({
      clock,
      seed,
      faults,
      accounts,
      property: PROPERTY,
      otherProperty: OTHER_PROPERTY,
      quota: { ...standardQuota, ...options.quota },
      habits: { ...usualHabits, ...options.habits },
      is360: options.is360 ?? false,
      disabledHosts: options.disabledHosts ?? [],
    });
  };
  let opening: Promise<Wire> | undefined;
  let requests = 0;
  return {
    wire: async (request, signal) => {
      requests++;
      opening ??= openAnalytics();
      const wire = await opening;
      return wire(request, signal);
    },
    origin: 'https://analyticsdata.googleapis.com',
    credentials: { ...accounts.credentials('GA4_'), GA4_PROPERTY_ID: PROPERTY },
    get requests() {
      return requests;
    },
  };
}
