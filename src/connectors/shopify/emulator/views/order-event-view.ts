import { toGid } from '../gid.ts';
import { type PageArguments, paginate } from '../paging.ts';
import type { ShopOrder } from '../shop-order.ts';
import { toDateTime } from './values.ts';

interface OrderEvent {
  readonly id: number;
  readonly action: string;
  readonly message: string;
  readonly atMs: number;
}

/** The arguments of `Order.events`. */
export interface EventArguments extends PageArguments {
  readonly sortKey?: string | null;
}

/** Shows an order's timeline, a page of Shopify's `BasicEvent`s. */
export function eventPage(order: ShopOrder, args: EventArguments) {
  return paginate(eventsOf(order), args, {
    idOf: ({ id }) => id,
    keyOf: ({ id, atMs }) => (args.sortKey === 'CREATED_AT' ? atMs : id),
    toNode: ({ id, action, message, atMs }) => ({
      __typename: 'BasicEvent',
      id: toGid('BasicEvent', id),
      action,
      message,
      createdAt: toDateTime(atMs),
      appTitle: null,
      author: 'Larkmoor Tea',
      attributeToApp: false,
      attributeToUser: false,
      criticalAlert: false,
      subjectId: toGid('Order', order.id),
      subjectType: 'ORDER',
    }),
  });
}

/** What happened follows from what the order holds, so nothing can be forgotten. */
function eventsOf(order: ShopOrder): OrderEvent[] {
  const { createdAtMs, cancelledAtMs, closedAtMs, payments, fulfillments, refunds } = order;
  const events = [
    { action: 'placed', message: `Order #${order.number} was placed.`, atMs: createdAtMs },
    ...payments
      .filter(({ kind, status }) => kind === 'sale' && status === 'success')
      .map(({ amount, atMs }) => ({ action: 'sale_success', message: `A payment of ${amount} was processed.`, atMs })),
    ...fulfillments.map(({ atMs, lineIds }) => ({
      action: 'fulfillment_success',
      message: `${lineIds.length} line(s) were fulfilled.`,
      atMs,
    })),
    ...fulfillments.flatMap(({ cancelledAtMs: atMs }) =>
      atMs === undefined ? [] : [{ action: 'fulfillment_cancelled', message: 'A fulfillment was cancelled.', atMs }],
    ),
    ...refunds.map(({ amount, atMs }) => ({ action: 'refund', message: `${amount} was refunded.`, atMs })),
    ...[cancelledAtMs].flatMap((atMs) =>
      atMs === undefined ? [] : [{ action: 'cancelled', message: 'The order was cancelled.', atMs }],
    ),
    ...[closedAtMs].flatMap((atMs) =>
      atMs === undefined ? [] : [{ action: 'closed', message: 'The order was archived.', atMs }],
    ),
  ];
  events.sort((a, b) => a.atMs - b.atMs);
  return events.map((event, index) => ({ ...event, id: order.id * 100 + index }));
}
