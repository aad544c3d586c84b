import type { FaultSource } from '../../../emulation/faults.ts';
import { openFaultyWire } from '../../../emulation/faulty-wire.ts';
import { sharedWorld } from '../../../emulation/world/shared-world.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { Account, type SubmissionQuotas } from './account.ts';
import { HttpFace } from './http-face.ts';
import type { SignIn } from './sign-in.ts';
import { Throttle, type ThrottleLimits } from './throttle.ts';

/** Everything that one emulated account is made of, defaults filled in. */
export interface AccountParts {
  readonly clock: Clock;
  /** `undefined`: the seed that all emulators share. */
  readonly seed: string | undefined;
  readonly faults: FaultSource;
  readonly sites: readonly string[];
  readonly signIn: SignIn;
  readonly indexNowKey: string;
  readonly quotas: SubmissionQuotas;
  readonly limits: ThrottleLimits;
}

/** Builds an account and gives the wire that leads into it. */
export function openAccountWire(parts: AccountParts): Wire {
  const { clock, seed, faults, sites, signIn, indexNowKey, quotas, limits } = parts;
  const account = new Account(sharedWorld(clock.now(), seed), clock, quotas, sites);
  const throttle = new Throttle(limits, clock);
  return openFaultyWire(new HttpFace({ account, signIn, throttle, indexNowKey }), faults, clock);
}
