import type { Order, Visit } from '../../../../emulation/world/records.ts';
import { toGid } from '../gid.ts';
import { exactly } from '../listing.ts';
import type { ShopState } from '../shop-state.ts';
import { toDateTime } from './values.ts';

/** Shows how a customer came to an order as Shopify's `CustomerJourneySummary`; null for sales outside the online shop. */
export function journeyView(state: ShopState, order: Order) {
  const [first] = order.visits;
  const last = order.visits.at(-1);
  if (!first || !last) return null;
  const index = state.ordersOf(order.customerId).findIndex((other) => other.id === order.id);
  return {
    ready: true,
    customerOrderIndex: index,
    daysToConversion: Math.floor((order.createdAtMs - first.atMs) / 86_400_000),
    momentsCount: exactly(order.visits.length),
    firstVisit: visitView(state, order, first, 0),
    lastVisit: visitView(state, order, last, 1),
  };
}

const tactics: Readonly<Record<Visit['medium'], string | null>> = {
  organic: 'SEO',
  cpc: 'AD',
  email: 'NEWSLETTER',
  social: 'POST',
  referral: 'LINK',
  none: null,
};

function visitView(state: ShopState, order: Order, visit: Visit, place: 0 | 1) {
  const isTagged = visit.campaign !== undefined;
  return {
    __typename: 'CustomerVisit',
    id: toGid('CustomerVisit', order.id * 10 + place),
    landingPage: `https://${state.world.shop.host}${visit.landingPath}`,
    referrerUrl: visit.referrer ?? null,
    source: visit.source,
    sourceType: tactics[visit.medium],
    occurredAt: toDateTime(visit.atMs),
    utmParameters: isTagged
      ? { source: visit.source, medium: visit.medium, campaign: visit.campaign, content: null, term: null }
      : null,
  };
}
