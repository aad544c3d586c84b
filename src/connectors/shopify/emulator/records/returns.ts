import type { Order, World } from '../../../../emulation/world/records.ts';

/** Pieces that a customer sends back, or wishes to. */
export interface ReturnRow {
  readonly id: number;
  readonly orderId: number;
  readonly status: 'requested' | 'open' | 'closed' | 'declined' | 'canceled';
  readonly lines: readonly ReturnLineRow[];
  readonly createdAtMs: number;
  /** Only of one that was asked for first. */
  readonly approvedAtMs: number | undefined;
  readonly closedAtMs: number | undefined;
  readonly decline: { readonly reason: string; readonly note: string | undefined } | undefined;
}

export interface ReturnLineRow {
  readonly id: number;
  /** The parcel that they were sent in. */
  readonly fulfillmentId: number;
  /** The line of the order. */
  readonly lineId: number;
  readonly quantity: number;
  readonly reasonId: number | undefined;
  readonly note: string;
  readonly customerNote: string | undefined;
}

/** Why things come back: some of Shopify's library, which has far more. */
export const returnReasons: readonly { readonly id: number; readonly handle: string; readonly name: string }[] = [
  { id: 1, handle: 'arrived-late', name: 'Arrived late' },
  { id: 2, handle: 'quality', name: 'Quality' },
  { id: 3, handle: 'comfort', name: 'Comfort' },
  { id: 4, handle: 'too-tight', name: 'Too tight' },
  { id: 5, handle: 'color-too-bright', name: 'Color too bright' },
  { id: 6, handle: 'changed-my-mind', name: 'Changed my mind' },
];

/** How many of them Shopify suggests for what this shop sells. */
export const suggestedReasonsCount = 3;

/** Gives the returns that a new shop has: of goods that arrived, each in another state, and those that led to a refund. */
export function returnsOf(world: World): ReturnRow[] {
  const arrived = (order: Order) =>
    order.source === 'web' && order.cancelledAtMs === undefined && order.fulfillments[0]?.deliveredAtMs !== undefined;
  const kept = world.orders.filter((order) => arrived(order) && order.refunds.length === 0).slice(-5);
  const paidBack = world.orders
    .filter((order) => arrived(order) && order.refunds.some(({ lines }) => lines.length > 0))
    .slice(-2);
  const statuses = ['declined', 'open', 'canceled', 'requested', 'requested'] as const;
  return [
    ...paidBack.map((order) => sentBack(order, 'closed')),
    ...kept.map((order, index) => sentBack(order, statuses[index] ?? 'requested')),
  ];
}

function sentBack(order: Order, status: ReturnRow['status']): ReturnRow {
  const parcel = order.fulfillments[0]!;
  const paid = order.refunds.find(({ lines }) => lines.length > 0);
  const line = paid?.lines[0] ?? { lineId: order.lines[0]!.id, quantity: 1 };
  const createdAtMs = paid ? Math.min(paid.atMs, parcel.deliveredAtMs!) : parcel.deliveredAtMs! + 3_600_000;
  const isRequest = status !== 'canceled';
  return {
    id: order.id * 10,
    orderId: order.id,
    status,
    lines: [
      {
        id: order.id * 10,
        fulfillmentId: parcel.id,
        lineId: line.lineId,
        quantity: line.quantity,
        reasonId: order.id % 2 === 0 ? 2 : 6,
        note: '',
        customerNote: isRequest ? 'Not what I thought it would be.' : undefined,
      },
    ],
    createdAtMs,
    approvedAtMs: isRequest && (status === 'open' || status === 'closed') ? createdAtMs : undefined,
    closedAtMs: status === 'closed' ? (paid?.atMs ?? createdAtMs) : undefined,
    decline: status === 'declined' ? { reason: 'RETURN_PERIOD_ENDED', note: undefined } : undefined,
  };
}
