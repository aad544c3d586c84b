import { dayMs, hourMs, minuteMs } from './days.ts';
import { toCents, toDecimal } from './money.ts';
import type { Random } from './random.ts';
import type {
  CancelReason,
  FinancialStatus,
  Fulfillment,
  FulfillmentStatus,
  Order,
  OrderLine,
  Payment,
  Refund,
} from './records.ts';

/** An order at the moment it is placed. */
export interface PlacedOrder {
  readonly id: number;
  readonly atMs: number;
  readonly todayMs: number;
  readonly source: Order['source'];
  readonly lines: readonly OrderLine[];
  readonly totalCents: number;
  readonly isShipped: boolean;
}

/** What became of it since. */
export type OrderLife = Pick<
  Order,
  | 'updatedAtMs'
  | 'closedAtMs'
  | 'cancelledAtMs'
  | 'cancelReason'
  | 'gateway'
  | 'financialStatus'
  | 'fulfillmentStatus'
  | 'payments'
  | 'fulfillments'
  | 'refunds'
>;

/** Tells what became of an order by today: paid, sent, delivered, cancelled, refunded, each no later than today. */
export function settle(order: PlacedOrder, random: Random): OrderLife {
  const gateway: Order['gateway'] =
    order.source === 'pos'
      ? 'cash'
      : random.weighted<Order['gateway']>([
          [78, 'card'],
          [18, 'wallet'],
          [4, 'bank transfer'],
        ]);
  // Drawn in this order for every order, needed or not, so that an order's age never shifts its fate.
  const fate = random.weighted<'kept' | 'cancelled' | 'refunded' | 'partly refunded'>([
    [92, 'kept'],
    [3, 'cancelled'],
    [2, 'refunded'],
    [3, 'partly refunded'],
  ]);
  const reason = random.weighted<CancelReason>([
    [5, 'customer'],
    [2, 'inventory'],
    [1, 'fraud'],
    [1, 'other'],
  ]);
  const sentAfterMs = random.integer(8, 44) * hourMs;
  const underwayMs = random.integer(20, 90) * hourMs;
  const isSplit = random.chance(0.06);
  const restMs = random.integer(3, 70) * dayMs;
  const refundAfterMs = random.integer(6, 16) * dayMs;
  const tracking = random.text(10, '0123456789');

  const cancelledAtMs = fate === 'cancelled' ? past(order.atMs + 3 * hourMs, order.todayMs) : undefined;
  if (cancelledAtMs !== undefined) return cancelled(order, gateway, cancelledAtMs, reason);

  const isPaid = gateway !== 'bank transfer' || past(order.atMs + 2 * dayMs, order.todayMs) !== undefined;
  const sentAtMs = isPaid ? past(order.atMs + (order.isShipped ? sentAfterMs : minuteMs), order.todayMs) : undefined;
  const fulfillments =
    sentAtMs === undefined ? [] : send(order, sentAtMs, { underwayMs, restMs: isSplit ? restMs : undefined, tracking });
  const refunds =
    fate === 'kept' || sentAtMs === undefined ? [] : refund(order, fate === 'refunded', sentAtMs + refundAfterMs);
  const sentLines = fulfillments.flatMap((fulfillment) => fulfillment.lineIds).length;
  const closedAtMs =
    sentLines === order.lines.length ? past(fulfillments.at(-1)!.atMs + underwayMs, order.todayMs) : undefined;
  return {
    updatedAtMs: Math.max(order.atMs, sentAtMs ?? 0, closedAtMs ?? 0, ...refunds.map((entry) => entry.atMs)),
    closedAtMs,
    cancelledAtMs: undefined,
    cancelReason: undefined,
    gateway,
    financialStatus: financialStatus(isPaid, refunds, order.totalCents),
    fulfillmentStatus: fulfillmentStatus(sentLines, order.lines.length),
    payments: payments(order, isPaid, refunds),
    fulfillments,
    refunds,
  };
}

function past(atMs: number, todayMs: number): number | undefined {
  return atMs < todayMs ? atMs : undefined;
}

/** Cancelled before the money was taken: the authorization is voided. */
function cancelled(order: PlacedOrder, gateway: Order['gateway'], atMs: number, reason: CancelReason): OrderLife {
  const amount = toDecimal(order.totalCents);
  return {
    updatedAtMs: atMs,
    closedAtMs: atMs,
    cancelledAtMs: atMs,
    cancelReason: reason,
    gateway,
    financialStatus: 'voided',
    fulfillmentStatus: 'unfulfilled',
    payments: [
      { id: order.id * 10, kind: 'authorization', status: 'success', amount, atMs: order.atMs },
      { id: order.id * 10 + 1, kind: 'void', status: 'success', amount, atMs },
    ],
    fulfillments: [],
    refunds: [],
  };
}

/** Sends one parcel, or two when the rest of the order has to wait for `restMs`. */
function send(
  order: PlacedOrder,
  atMs: number,
  { underwayMs, restMs, tracking }: { underwayMs: number; restMs: number | undefined; tracking: string },
): Fulfillment[] {
  const lineIds = order.lines.map((line) => line.id);
  const parcel = (index: number, ids: readonly number[], parcelAtMs: number): Fulfillment => ({
    id: order.id * 10 + index,
    locationId: order.source === 'pos' ? 2 : 1,
    lineIds: ids,
    atMs: parcelAtMs,
    deliveredAtMs: order.isShipped ? past(parcelAtMs + underwayMs, order.todayMs) : parcelAtMs,
    carrier: order.isShipped ? 'Shannon Parcel' : 'By hand',
    trackingNumber: `LK${tracking}${index}IE`,
  });
  if (restMs === undefined || lineIds.length === 1) return [parcel(0, lineIds, atMs)];
  const laterMs = past(atMs + restMs, order.todayMs);
  const first = parcel(0, lineIds.slice(0, 1), atMs);
  return laterMs === undefined ? [first] : [first, parcel(1, lineIds.slice(1), laterMs)];
}

function refund(order: PlacedOrder, isWhole: boolean, atMs: number): Refund[] {
  if (past(atMs, order.todayMs) === undefined) return [];
  const worth = (line: OrderLine) => toCents(line.unitPrice) * line.quantity - toCents(line.discount);
  const lines = isWhole ? order.lines : order.lines.slice(0, 1);
  const cents = isWhole ? order.totalCents : worth(order.lines[0]!);
  return [
    {
      id: order.id * 10,
      atMs,
      note: isWhole ? 'Parcel lost on the way' : 'Arrived damaged',
      amount: toDecimal(cents),
      lines: lines.map((line) => ({ lineId: line.id, quantity: line.quantity, amount: toDecimal(worth(line)) })),
    },
  ];
}

function payments(order: PlacedOrder, isPaid: boolean, refunds: readonly Refund[]): Payment[] {
  const amount = toDecimal(order.totalCents);
  const status = isPaid ? 'success' : 'pending';
  const back = refunds.map(
    (entry): Payment => ({
      id: order.id * 10 + 1,
      kind: 'refund',
      status: 'success',
      amount: entry.amount,
      atMs: entry.atMs,
    }),
  );
  return [{ id: order.id * 10, kind: 'sale', status, amount, atMs: order.atMs }, ...back];
}

function financialStatus(isPaid: boolean, refunds: readonly Refund[], totalCents: number): FinancialStatus {
  if (!isPaid) return 'pending';
  if (refunds.length === 0) return 'paid';
  return toCents(refunds[0]!.amount) >= totalCents ? 'refunded' : 'partially_refunded';
}

function fulfillmentStatus(sentLines: number, allLines: number): FulfillmentStatus {
  if (sentLines === 0) return 'unfulfilled';
  return sentLines < allLines ? 'partial' : 'fulfilled';
}
