import { dayMs } from '../../../emulation/world/days.ts';
import type { World } from '../../../emulation/world/records.ts';
import { sessionsOn } from '../../../emulation/world/traffic.ts';
import type { Session, TrackedEvent, TrackedItem } from '../../../emulation/world/traffic-records.ts';

/** What a report counts: an event of a visit, and where items are asked for, one of its items. */
export interface Fact {
  readonly session: Session;
  /** The day of the visit, as the UTC midnight of the same date. */
  readonly day: number;
  readonly event: TrackedEvent;
  readonly item?: TrackedItem;
}

/** Days of the property, as UTC midnights, both included. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

/** Gives every event of some days that is over at `nowMs`, in order of its visits; one for each item where items are asked for. */
export function* factsOf(world: World, { first, last }: Days, nowMs: number, byItem: boolean): Generator<Fact> {
  for (let day = Math.max(first, world.firstDayMs); day <= last; day += dayMs) {
    for (const session of sessionsOn(world, day)) {
      if (session.atMs > nowMs) break;
      for (const event of session.events) {
        if (event.atMs > nowMs) break;
        if (!byItem) yield { session, day, event };
        else for (const item of event.items ?? []) yield { session, day, event, item };
      }
    }
  }
}
