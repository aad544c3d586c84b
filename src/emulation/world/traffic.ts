import { dayMs, hourMs, minuteMs } from './days.ts';
import { Random } from './random.ts';
import type { Order, World } from './records.ts';
import { eventsOfOrder, eventsOfVisit } from './traffic-events.ts';
import type { Session } from './traffic-records.ts';
import { type Arrival, arrivalsOn } from './traffic-sources.ts';
import { visitorFor } from './traffic-visitors.ts';

interface Memory {
  readonly days: Map<number, readonly Session[]>;
  readonly orders: ReadonlyMap<number, readonly Order[]>;
  /** The first day of each customer whose orders are measured. */
  readonly firstDays: ReadonlyMap<number, number>;
}

const known = new WeakMap<World, Memory>();

/** The share of orders on the web that the tag never sees: blockers, refused consent, a tab that was closed too soon. */
const lostOrders = 0.03;

/** By hour of the day in the shop's time zone. */
// biome-ignore format: a day is read from left to right
const hourWeights = [2, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 7, 8, 7, 7, 7, 7, 8, 9, 11, 12, 11, 8, 4];

const hours = hourWeights.map((weight, hour) => [weight, hour] as const);

const returningShare = 0.28;
const lookBackDays = 45;
/** Every day has at least this many new users to come back. */
const newUsersAtLeast = 20;

/** Says whether the shop's tag saw an order. The same for the same seed. */
export function isTracked(world: World, order: Order): boolean {
  return order.source === 'web' && !new Random(world.seed, `tracking/${order.id}`).chance(lostOrders);
}

/**
 * Gives the visits that began on one day of the shop's time zone, named by the UTC midnight of the same date, in order of
 * time: some 150. Every order that is tracked has its purchase in one of them, on the day of the order. A day is made when it is
 * first asked for, and the same for the same seed and day.
 */
export function sessionsOn(world: World, day: number): readonly Session[] {
  let memory = known.get(world);
  if (!memory) {
    memory = remember(world);
    known.set(world, memory);
  }
  let sessions = memory.days.get(day);
  if (!sessions) {
    sessions = [...visitsOn(world, day), ...orderVisitsOn(world, day, memory)].sort((a, b) => a.atMs - b.atMs);
    memory.days.set(day, sessions);
  }
  return sessions;
}

/** Gives the day, as UTC midnight, that the shop's clocks show at an instant. */
export function shopDay(atMs: number): number {
  return Math.floor((atMs + shopOffsetMs(atMs)) / dayMs) * dayMs;
}

/** Clocks of the shop are an hour ahead of UTC from the last Sunday of March to the last of October; both change at 01:00 UTC. */
export function shopOffsetMs(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear();
  const change = (month: number) => {
    const last = Date.UTC(year, month, 31);
    return last - new Date(last).getUTCDay() * dayMs + hourMs;
  };
  return atMs >= change(2) && atMs < change(9) ? hourMs : 0;
}

function remember(world: World): Memory {
  const tracked = world.orders.filter((order) => isTracked(world, order));
  const firstDays = new Map<number, number>();
  for (const { customerId, createdAtMs } of tracked) {
    if (!firstDays.has(customerId)) firstDays.set(customerId, shopDay(createdAtMs));
  }
  return { days: new Map(), orders: Map.groupBy(tracked, ({ createdAtMs }) => shopDay(createdAtMs)), firstDays };
}

function visitsOn(world: World, day: number): Session[] {
  let newUsers = 0;
  return arrivalsOn(world, day).map((arrival, index) => {
    const random = new Random(world.seed, `visit/${day / dayMs}/${index}`);
    const isNew = newUsers < newUsersAtLeast || !random.chance(returningShare);
    const userId = isNew ? userName(day, newUsers++) : returningUser(world, day, random);
    const atMs = instantOn(day, random);
    return {
      id: `${day / dayMs}.${index}`,
      userId,
      isNew,
      atMs,
      ...pageOf(arrival),
      ...visitorFor(arrival, random),
      events: eventsOfVisit(world, atMs, arrival.landingPath, isNew, random),
    };
  });
}

function orderVisitsOn(world: World, day: number, { orders, firstDays }: Memory): Session[] {
  const seen = new Set<number>();
  return (orders.get(day) ?? []).map((order) => {
    const random = new Random(world.seed, `buying/${order.id}`);
    const { source = 'direct', medium = 'none', campaign, referrer, landingPath = '/' } = order.visits.at(-1) ?? {};
    const isNew = firstDays.get(order.customerId) === day && !seen.has(order.customerId);
    seen.add(order.customerId);
    // Late enough that it began on the day of the order.
    const atMs = Math.max(order.createdAtMs - 12 * minuteMs, day - shopOffsetMs(day));
    const arrival: Arrival = { source, medium, campaign, referrer, landingPath, country: undefined, device: undefined };
    const visitor = visitorFor(arrival, random);
    return {
      id: `${day / dayMs}.order${order.id}`,
      userId: `c${order.customerId}`,
      isNew,
      atMs,
      ...pageOf(arrival),
      ...visitor,
      country: alpha3[order.shippingAddress.countryCode] ?? visitor.country,
      city: order.shippingAddress.city,
      events: eventsOfOrder(world, order, atMs, landingPath, isNew, random),
    };
  });
}

function pageOf({ source, medium, campaign, referrer, landingPath }: Arrival) {
  return { source, medium, campaign, referrer, landingPath };
}

/** The day of the first visit of a user, as UTC midnight, by the user's id; `undefined` for customers and nonsense. */
export function firstDayOf(world: World, userId: string): number | undefined {
  const day = /^u(\d+)\.\d+$/.exec(userId)?.[1];
  if (day !== undefined) return Number(day) * dayMs;
  const customer = /^c(\d+)$/.exec(userId)?.[1];
  return customer === undefined ? undefined : (known.get(world) ?? remember(world)).firstDays.get(Number(customer));
}

function userName(day: number, index: number): string {
  return `u${day / dayMs}.${index}`;
}

function returningUser(world: World, day: number, random: Random): string {
  const back = day - random.integer(1, lookBackDays) * dayMs;
  return userName(Math.max(back, world.firstDayMs), random.integer(0, newUsersAtLeast - 1));
}

function instantOn(day: number, random: Random): number {
  const hour = random.weighted(hours);
  return day - shopOffsetMs(day + 12 * hourMs) + hour * hourMs + random.integer(0, 3599) * 1000;
}

const alpha3: Readonly<Record<string, string>> = {
  IE: 'IRL',
  GB: 'GBR',
  US: 'USA',
  DE: 'DEU',
  NL: 'NLD',
  FR: 'FRA',
  ES: 'ESP',
  AU: 'AUS',
  IN: 'IND',
  CA: 'CAN',
  AT: 'AUT',
  BE: 'BEL',
};
