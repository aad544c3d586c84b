import type { Session } from '../../../emulation/world/traffic-records.ts';
import type { Fact } from './facts.ts';

const ENGAGED_MS = 10_000;

/** Sums and sets of what falls into one row of a report. */
export class Tally {
  events = 0;
  readonly names = new Map<string, number>();
  readonly sessions = new Map<string, Session>();
  readonly engaged = new Set<string>();
  readonly keySessions = new Set<string>();
  readonly users = new Set<string>();
  readonly newUsers = new Set<string>();
  readonly buyers = new Set<string>();
  readonly scrollers = new Set<string>();
  readonly keyUsers = new Set<string>();
  engagedMs = 0;
  keyEvents = 0;
  valueCents = 0;
  shippingCents = 0;
  taxCents = 0;
  /** By event, pieces and cents. */
  readonly pieces = new Map<string, number>();
  itemCents = 0;

  add({ session, event, item }: Fact, keyEvents: ReadonlySet<string>): void {
    const { name } = event;
    this.events += 1;
    count(this.names, name, 1);
    if (!this.sessions.has(session.id)) {
      this.sessions.set(session.id, session);
      this.users.add(session.userId);
      if (isEngaged(session)) this.engaged.add(session.id);
    }
    if (name === 'first_visit' || (item !== undefined && session.isNew)) this.newUsers.add(session.userId);
    if (name === 'scroll') this.scrollers.add(session.userId);
    if (keyEvents.has(name)) {
      this.keyEvents += 1;
      this.keySessions.add(session.id);
      this.keyUsers.add(session.userId);
    }
    if (name === 'purchase') this.buyers.add(session.userId);
    this.engagedMs += event.engagedMs ?? 0;
    this.valueCents += event.valueCents ?? 0;
    this.shippingCents += event.shippingCents ?? 0;
    this.taxCents += event.taxCents ?? 0;
    for (const { quantity, priceCents } of item ? [item] : (event.items ?? [])) {
      count(this.pieces, name, quantity);
      if (name === 'purchase') this.itemCents += quantity * priceCents;
    }
  }

  /** Takes in what another row holds. */
  merge(other: Tally): void {
    this.events += other.events;
    for (const [name, times] of other.names) count(this.names, name, times);
    for (const [id, session] of other.sessions) this.sessions.set(id, session);
    for (const set of ['engaged', 'keySessions', 'users', 'newUsers', 'buyers', 'scrollers', 'keyUsers'] as const) {
      for (const member of other[set]) this[set].add(member);
    }
    for (const [name, pieces] of other.pieces) count(this.pieces, name, pieces);
    this.engagedMs += other.engagedMs;
    this.keyEvents += other.keyEvents;
    this.valueCents += other.valueCents;
    this.shippingCents += other.shippingCents;
    this.taxCents += other.taxCents;
    this.itemCents += other.itemCents;
  }

  times(name: string): number {
    return this.names.get(name) ?? 0;
  }

  piecesOf(name: string): number {
    return this.pieces.get(name) ?? 0;
  }
}

function count(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** Two pages, ten seconds or a purchase. */
function isEngaged({ events }: Session): boolean {
  let pages = 0;
  let engagedMs = 0;
  for (const event of events) {
    if (event.name === 'page_view') pages += 1;
    if (event.name === 'purchase') return true;
    engagedMs += event.engagedMs ?? 0;
  }
  return pages > 1 || engagedMs >= ENGAGED_MS;
}
