import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { Emulator } from '../../../emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../emulation/faults.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import type { SubmissionQuotas } from './account.ts';
import { type RandomBytes, SignIn } from './sign-in.ts';
import { seenLimits, type ThrottleLimits } from './throttle.ts';

/** How an emulated account differs from the one that everybody gets. */
export interface EmulatorOptions {
  /** Dates the world, ends tokens, refills quotas. */
  readonly clock: Clock;
  /** Emulators with the same seed and day speak of the same pages and searches. */
  readonly seed?: string;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
  /** Verified sites besides the shop's, of which there are no data. */
  readonly sites?: readonly string[];
  readonly quotas?: Partial<SubmissionQuotas>;
  readonly limits?: Partial<ThrottleLimits>;
  /** Makes the credentials. */
  readonly randomBytes?: RandomBytes;
}

const usualQuotas: SubmissionQuotas = {
  urlsPerDay: 100,
  urlsPerMonth: 2_200,
  contentsPerDay: 10,
  contentsPerMonth: 200,
};

/**
 * Opens an account of Bing Webmaster Tools made of our own code: the JSON API on both hosts, the token endpoint, and
 * IndexNow, over a `Wire`. Its data is the fictional shop of the day of its first request; code and data are loaded then
 * and not before. What is written to it stays in it and is gone with it.
 */
export function openEmulator(options: EmulatorOptions): Emulator {
  const { clock, randomBytes = systemRandomBytes } = options;
  const signIn = new SignIn(clock, randomBytes);
  const indexNowKey = Buffer.from(randomBytes(16)).toString('hex');
  const openAccount = async (): Promise<Wire> => {
    const { openAccountWire } = await import('./account-wire.ts');
    const { seed, faults = new FaultSwitch(), sites = [], quotas, limits } = options;
    return openAccountWire({
      clock,
      seed,
      faults,
      sites,
      signIn,
      indexNowKey,
      quotas: { ...usualQuotas, ...quotas },
      limits: { ...seenLimits, ...limits },
    });
  };
  let opening: Promise<Wire> | undefined;
  let requests = 0;
  return {
    wire: async (request, signal) => {
      requests++;
      opening ??= openAccount();
      const wire = await opening;
      return wire(request, signal);
    },
    origin: 'https://ssl.bing.com',
    credentials: {
      BING_API_KEY: signIn.apiKey,
      BING_CLIENT_ID: signIn.clientId,
      BING_CLIENT_SECRET: signIn.clientSecret,
      BING_REFRESH_TOKEN: signIn.firstRefreshToken,
      BING_INDEXNOW_KEY: indexNowKey,
    },
    get requests() {
      return requests;
    },
  };
}
