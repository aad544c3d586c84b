import type { FaultSource } from '../../../emulation/faults.ts';
import { openFaultyWire } from '../../../emulation/faulty-wire.ts';
import { buildMail, shopCorrespondent } from '../../../emulation/world/mail.ts';
import { sharedWorld } from '../../../emulation/world/shared-world.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { DATA_CENTERS, type DataCenterName } from '../data-centers.ts';
import { HttpFace } from './http-face.ts';
import { MailState } from './mail-state.ts';
import { RateLock } from './rate-lock.ts';
import type { TokenDesk } from './token-desk.ts';

/** Everything that one emulated mailbox is made of, defaults filled in. */
export interface MailParts {
  readonly clock: Clock;
  /** `undefined`: the seed that all emulators share. */
  readonly seed: string | undefined;
  readonly faults: FaultSource;
  readonly dataCenter: DataCenterName;
  readonly scopes: readonly string[];
  readonly requestsPerMinute: number;
  readonly tokens: TokenDesk;
}

/** Builds a mailbox and gives the wire that leads into it. */
export function openMailWire({ clock, seed, faults, dataCenter, scopes, requestsPerMinute, tokens }: MailParts): Wire {
  const world = sharedWorld(clock.now(), seed);
  const { mail: mailHost, accounts: accountsHost } = DATA_CENTERS[dataCenter];
  const state = new MailState(buildMail(world), shopCorrespondent(world));
  const lock = new RateLock(clock, requestsPerMinute);
  return openFaultyWire(new HttpFace({ clock, state, tokens, lock, mailHost, accountsHost, scopes }), faults, clock);
}
