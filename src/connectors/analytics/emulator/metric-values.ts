import type { MetricExpression } from './metric-expression.ts';
import type { Tally } from './tally.ts';

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const durationSeconds = (tally: Tally) => {
  let sum = 0;
  for (const { events } of tally.sessions.values()) sum += (events.at(-1)!.atMs - events[0]!.atMs) / 1000;
  return sum;
};

/** What each metric is of the rows of a tally; cents are already money. */
const VALUES: Readonly<Record<string, (tally: Tally) => number>> = {
  activeUsers: ({ users }) => users.size,
  totalUsers: ({ users }) => users.size,
  newUsers: ({ newUsers }) => newUsers.size,
  sessions: ({ sessions }) => sessions.size,
  engagedSessions: ({ engaged }) => engaged.size,
  engagementRate: ({ engaged, sessions }) => share(engaged.size, sessions.size),
  bounceRate: ({ engaged, sessions }) => share(sessions.size - engaged.size, sessions.size),
  averageSessionDuration: (tally) => share(durationSeconds(tally), tally.sessions.size),
  sessionsPerUser: ({ sessions, users }) => share(sessions.size, users.size),
  eventCount: ({ events }) => events,
  eventCountPerUser: ({ events, users }) => share(events, users.size),
  eventsPerSession: ({ events, sessions }) => share(events, sessions.size),
  eventValue: ({ valueCents }) => valueCents / 100,
  keyEvents: ({ keyEvents }) => keyEvents,
  sessionKeyEventRate: ({ keySessions, sessions }) => share(keySessions.size, sessions.size),
  userKeyEventRate: ({ keyUsers, users }) => share(keyUsers.size, users.size),
  screenPageViews: (tally) => tally.times('page_view'),
  screenPageViewsPerSession: (tally) => share(tally.times('page_view'), tally.sessions.size),
  screenPageViewsPerUser: (tally) => share(tally.times('page_view'), tally.users.size),
  scrolledUsers: ({ scrollers }) => scrollers.size,
  userEngagementDuration: ({ engagedMs }) => Math.round(engagedMs / 1000),
  addToCarts: (tally) => tally.times('add_to_cart'),
  checkouts: (tally) => tally.times('begin_checkout'),
  ecommercePurchases: (tally) => tally.times('purchase'),
  transactions: (tally) => tally.times('purchase'),
  totalPurchasers: ({ buyers }) => buyers.size,
  purchaserRate: ({ buyers, users }) => share(buyers.size, users.size),
  transactionsPerPurchaser: (tally) => share(tally.times('purchase'), tally.buyers.size),
  purchaseRevenue: ({ valueCents }) => valueCents / 100,
  grossPurchaseRevenue: ({ valueCents }) => valueCents / 100,
  totalRevenue: ({ valueCents }) => valueCents / 100,
  averagePurchaseRevenue: (tally) => share(tally.valueCents / 100, tally.times('purchase')),
  averagePurchaseRevenuePerPayingUser: ({ valueCents, buyers }) => share(valueCents / 100, buyers.size),
  averagePurchaseRevenuePerUser: ({ valueCents, users }) => share(valueCents / 100, users.size),
  averageRevenuePerUser: ({ valueCents, users }) => share(valueCents / 100, users.size),
  shippingAmount: ({ shippingCents }) => shippingCents / 100,
  taxAmount: ({ taxCents }) => taxCents / 100,
  itemViewEvents: (tally) => tally.times('view_item'),
  itemsViewed: (tally) => tally.piecesOf('view_item'),
  itemsAddedToCart: (tally) => tally.piecesOf('add_to_cart'),
  itemsCheckedOut: (tally) => tally.piecesOf('begin_checkout'),
  itemsPurchased: (tally) => tally.piecesOf('purchase'),
  itemRevenue: ({ itemCents }) => itemCents / 100,
  grossItemRevenue: ({ itemCents }) => itemCents / 100,
  cartToViewRate: (tally) => share(tally.times('add_to_cart'), tally.times('view_item')),
  purchaseToViewRate: (tally) => share(tally.times('purchase'), tally.times('view_item')),
};

/** Gives the value of a metric of a request; `rate` turns money into another currency. */
export type ReadMetric = (name: string, tally: Tally, rate?: (metric: string) => number) => number;

/** Gives a reader of metrics that knows those which the request computes. */
export function metricReader(computed: ReadonlyMap<string, MetricExpression>): ReadMetric {
  return (name, tally, rate = () => 1) => {
    const read = (metric: string) => metricValue(metric, tally) * rate(metric);
    return computed.get(name)?.evaluate(read) ?? read(name);
  };
}

/** Gives what a metric comes to; nothing where the tag sends nothing for it. */
function metricValue(name: string, tally: Tally): number {
  const [plain = '', event] = name.split(':');
  if (event !== undefined) return plain === 'keyEvents' ? tally.times(event) : 0;
  return VALUES[plain]?.(tally) ?? 0;
}

/** Writes a number as the API does: whole ones without a point. */
export function metricText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15)));
}
