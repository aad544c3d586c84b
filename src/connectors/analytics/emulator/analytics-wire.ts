import type { FaultSource } from '../../../emulation/faults.ts';
import { openFaultyWire } from '../../../emulation/faulty-wire.ts';
import { sharedWorld } from '../../../emulation/world/shared-world.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import type { GoogleAccounts } from '../../google/emulator/google-accounts.ts';
import type { Habits } from './habits.ts';
import { HttpFace } from './http-face.ts';
import { PropertyQuota, type QuotaSize } from './property-quota.ts';
import { PropertyState } from './property-state.ts';

/** Everything that an emulated Analytics is made of, defaults filled in. */
export interface AnalyticsParts {
  readonly clock: Clock;
  /** `undefined`: the seed that all emulators share. */
  readonly seed: string | undefined;
  readonly faults: FaultSource;
  readonly accounts: GoogleAccounts;
  readonly property: string;
  readonly otherProperty: string;
  readonly quota: QuotaSize;
  readonly habits: Habits;
  readonly is360: boolean;
  readonly disabledHosts: readonly string[];
}

/** Builds an Analytics with the shop's property and an empty one, and gives the wire that leads into it. */
export function openAnalyticsWire(parts: AnalyticsParts): Wire {
  const { clock, seed, faults, accounts, quota, habits, is360, disabledHosts } = parts;
  const world = sharedWorld(clock.now(), seed);
  const quotas = new Map<string, PropertyQuota>();
  const face = new HttpFace({
    clock,
    accounts,
    world,
    habits,
    disabledHosts,
    realtimeMinutes: is360 ? 60 : 30,
    properties: [
      new PropertyState(parts.property, `${world.shop.name} – online shop`, true, world.firstDayMs),
      new PropertyState(parts.otherProperty, `${world.shop.name} – staging`, false, world.firstDayMs),
    ],
    quotas: () => quotas.values(),
    quotaOf(property, kind) {
      const key = `${property}/${kind}`;
      const known = quotas.get(key) ?? new PropertyQuota(quota, clock);
      quotas.set(key, known);
      return known;
    },
  });
  return openFaultyWire(face, faults, clock);
}
