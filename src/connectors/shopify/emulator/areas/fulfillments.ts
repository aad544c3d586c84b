import type { GraphQLResolveInfo } from 'graphql';
import { demandScope } from '../access.ts';
import { type Exchange, ordersVisibleFromMs } from '../exchange.ts';
import { idOfType } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { childId, piecesIn, settled, workOrdersOf } from '../order-account.ts';
import { workOrderFields } from '../search/work-order-fields.ts';
import type { ShopFulfillment, ShopOrder, ShopTracking, WorkLine, WorkOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { moveStock } from '../stock-moves.ts';
import type { UserError } from '../user-error.ts';
import { fulfillmentView } from '../views/fulfillment-view.ts';
import { workOrderView } from '../views/work-order-view.ts';
import { type Area, byId } from './area.ts';

interface FulfillmentInput {
  readonly lineItemsByFulfillmentOrder: readonly {
    readonly fulfillmentOrderId: string;
    readonly fulfillmentOrderLineItems?: readonly { readonly id: string; readonly quantity: number }[] | null;
  }[];
  readonly trackingInfo?: TrackingInput | null;
}

interface TrackingInput {
  readonly company?: string | null;
  readonly number?: string | null;
  readonly numbers?: readonly string[] | null;
  readonly url?: string | null;
  readonly urls?: readonly string[] | null;
}

/** One record of what is to be sent, with its order. */
interface Work {
  readonly order: ShopOrder;
  readonly work: WorkOrder;
}

/** Pieces to take out of one line. */
interface Pick {
  readonly line: WorkLine;
  readonly quantity: number;
}

/** What is to be sent and what was. */
export function fulfillmentArea(state: ShopState): Area {
  const visible = (exchange: Exchange) =>
    state.orders.all().filter(({ createdAtMs }) => createdAtMs >= ordersVisibleFromMs(exchange));
  const works = (exchange: Exchange): Work[] =>
    visible(exchange).flatMap((order) => workOrdersOf(order).map((work) => ({ order, work })));
  const showWork = (id: number, exchange: Exchange) => {
    const found = works(exchange).find(({ work }) => work.id === id);
    return found ? workOrderView(state, found.order, found.work) : null;
  };
  const showFulfillment = (id: number, exchange: Exchange) => {
    for (const order of visible(exchange)) {
      const found = order.fulfillments.find((fulfillment) => fulfillment.id === id);
      if (found) return fulfillmentView(state, order, found);
    }
    return null;
  };
  return {
    queries: {
      fulfillmentOrders: (
        { includeClosed, ...args }: ListArguments & { includeClosed?: boolean },
        exchange: Exchange,
        info: GraphQLResolveInfo,
      ) =>
        list(
          works(exchange).filter((row) => includeClosed || isOpen(row.work)),
          args,
          exchange,
          info,
          {
            fields: workOrderFields,
            sortKeys: { UPDATED_AT: ({ work }) => work.updatedAtMs },
            idOf: ({ work }) => work.id,
            toNode: ({ order, work }) => workOrderView(state, order, work),
          },
        ),
      fulfillmentOrder: byId('FulfillmentOrder', showWork),
      fulfillment: byId('Fulfillment', showFulfillment),
    },
    mutations: {
      fulfillmentCreate: ({ fulfillment }: { fulfillment: FulfillmentInput }, exchange: Exchange) =>
        create(state, works(exchange), fulfillment, exchange.nowMs),
      fulfillmentTrackingInfoUpdate: (
        { fulfillmentId, trackingInfoInput }: { fulfillmentId: string; trackingInfoInput: TrackingInput },
        { nowMs }: Exchange,
      ) => change(state, fulfillmentId, nowMs, (found) => ({ ...found, tracking: toTracking(trackingInfoInput) })),
      fulfillmentCancel: ({ id }: { id: string }, exchange: Exchange) => {
        demandScope('write_merchant_managed_fulfillment_orders', exchange);
        return cancel(state, id, exchange.nowMs);
      },
    },
    nodes: { FulfillmentOrder: showWork, Fulfillment: showFulfillment },
  };
}

function isOpen({ status }: WorkOrder): boolean {
  return status === 'open' || status === 'in_progress';
}

function create(state: ShopState, works: readonly Work[], input: FulfillmentInput, nowMs: number) {
  const refuse = (field: readonly string[], message: string) => ({
    fulfillment: null,
    userErrors: [{ field: ['fulfillment', ...field], message }],
  });
  const asked = input.lineItemsByFulfillmentOrder;
  if (asked.length === 0) return refuse(['lineItemsByFulfillmentOrder'], 'Fulfillment orders must be given');
  const found = asked.map(({ fulfillmentOrderId }) => {
    const id = idOfType('FulfillmentOrder', fulfillmentOrderId);
    return works.find(({ work }) => work.id === id);
  });
  const picked: { work: Work; picks: Pick[] }[] = [];
  for (const [index, work] of found.entries()) {
    const at = ['lineItemsByFulfillmentOrder', String(index)];
    if (!work) return refuse([...at, 'fulfillmentOrderId'], 'Fulfillment order does not exist.');
    if (!isOpen(work.work)) {
      return refuse(
        [...at, 'fulfillmentOrderId'],
        `Fulfillment order has an unfulfillable status= ${work.work.status}.`,
      );
    }
    const picks = pick(work.work, asked[index]!.fulfillmentOrderLineItems);
    if (typeof picks === 'string') return refuse([...at, 'fulfillmentOrderLineItems'], picks);
    picked.push({ work, picks });
  }
  const { order } = picked[0]!.work;
  if (picked.some(({ work }) => work.order.id !== order.id)) {
    return refuse(['lineItemsByFulfillmentOrder'], 'All fulfillment orders must belong to the same order.');
  }
  return send(state, order, picked, input, nowMs);
}

function pick(work: WorkOrder, asked: readonly { id: string; quantity: number }[] | null | undefined): Pick[] | string {
  const rest = work.lines.filter(({ remaining }) => remaining > 0);
  if (!asked?.length) return rest.map((line) => ({ line, quantity: line.remaining }));
  const picks: Pick[] = [];
  for (const { id, quantity } of asked) {
    const line = work.lines.find((candidate) => candidate.id === idOfType('FulfillmentOrderLineItem', id));
    if (!line) return 'Fulfillment order line item does not exist.';
    if (quantity < 1 || quantity > line.remaining) return 'Invalid fulfillment order line item quantity requested.';
    picks.push({ line, quantity });
  }
  return picks;
}

function send(
  state: ShopState,
  order: ShopOrder,
  picked: readonly { work: Work; picks: readonly Pick[] }[],
  { trackingInfo }: FulfillmentInput,
  nowMs: number,
) {
  const { locationId } = picked[0]!.work.work;
  const pieces = new Map<number, number>();
  for (const { line, quantity } of picked.flatMap(({ picks }) => picks)) {
    pieces.set(line.lineId, (pieces.get(line.lineId) ?? 0) + quantity);
  }
  const made: ShopFulfillment = {
    id: childId(order, order.fulfillments.length),
    locationId,
    lineIds: [...pieces.keys()],
    pieces,
    atMs: nowMs,
    deliveredAtMs: undefined,
    carrier: '',
    trackingNumber: '',
    tracking: trackingInfo ? toTracking(trackingInfo) : [],
  };
  const workOrders = workOrdersOf(order).map((work) => {
    const picks = picked.find((entry) => entry.work.work.id === work.id)?.picks;
    return picks ? withPieces(work, picks, -1, nowMs) : work;
  });
  const changed = settled({
    ...order,
    fulfillments: [...order.fulfillments, made],
    workOrders,
    updatedAtMs: nowMs,
  });
  state.orders.put(changed);
  for (const line of order.lines) {
    moveStock(state, line.variantId, locationId, pieces.get(line.id) ?? 0, 'sent', nowMs);
  }
  return { fulfillment: fulfillmentView(state, changed, made), userErrors: [] };
}

/** Takes pieces out of what is to be sent, or puts them back, and says where it stands then. */
function withPieces(work: WorkOrder, picks: readonly Pick[], sign: 1 | -1, nowMs: number): WorkOrder {
  const lines = work.lines.map((line) => {
    const picked = picks.find((candidate) => candidate.line.id === line.id)?.quantity ?? 0;
    return { ...line, remaining: line.remaining + sign * picked };
  });
  const isDone = lines.every(({ remaining }) => remaining === 0);
  const isWhole = lines.every(({ remaining, total }) => remaining === total);
  return { ...work, lines, status: isDone ? 'closed' : isWhole ? 'open' : 'in_progress', updatedAtMs: nowMs };
}

/** Shopify takes one number or many, one address or many; the last place of a list stands for the rest. */
function toTracking({ company = null, number, numbers, url, urls }: TrackingInput): ShopTracking[] {
  const allNumbers = numbers ?? (number == null ? [] : [number]);
  const allUrls = urls ?? (url == null ? [] : [url]);
  const count = Math.max(allNumbers.length, allUrls.length, company ? 1 : 0);
  return Array.from({ length: count }, (_, index) => ({
    company,
    number: allNumbers[index] ?? null,
    url: allUrls[index] ?? null,
  }));
}

function change(
  state: ShopState,
  gid: string,
  nowMs: number,
  make: (fulfillment: ShopFulfillment, order: ShopOrder) => ShopFulfillment | UserError,
) {
  const id = idOfType('Fulfillment', gid);
  const order = state.orders.all().find(({ fulfillments }) => fulfillments.some((found) => found.id === id));
  const found = order?.fulfillments.find((fulfillment) => fulfillment.id === id);
  if (!order || !found) {
    return { fulfillment: null, userErrors: [{ field: ['id'], message: 'Fulfillment does not exist.' }] };
  }
  const made = make(found, order);
  if ('message' in made) return { fulfillment: fulfillmentView(state, order, found), userErrors: [made] };
  const fulfillments = order.fulfillments.map((row) => (row.id === made.id ? made : row));
  const changed = settled({ ...(state.orders.get(order.id) ?? order), fulfillments, updatedAtMs: nowMs });
  state.orders.put(changed);
  return { fulfillment: fulfillmentView(state, changed, made), userErrors: [] };
}

function cancel(state: ShopState, gid: string, nowMs: number) {
  return change(state, gid, nowMs, (found, order) => {
    if (found.cancelledAtMs !== undefined) return { field: ['id'], message: 'Fulfillment is already cancelled.' };
    if (found.deliveredAtMs !== undefined) {
      return { field: ['id'], message: 'Fulfillment cannot be cancelled once it is delivered.' };
    }
    state.orders.put({ ...order, workOrders: putBack(order, found, nowMs) });
    for (const line of order.lines) {
      moveStock(state, line.variantId, found.locationId, piecesIn(found, line), 'called back', nowMs);
    }
    return { ...found, cancelledAtMs: nowMs };
  });
}

/** Pieces of a parcel that is called back are to be sent again: where all was sent, by a record of their own. */
function putBack(order: ShopOrder, parcel: ShopFulfillment, nowMs: number): readonly WorkOrder[] {
  const works = workOrdersOf(order);
  const back = order.lines
    .map((line) => ({ line, quantity: piecesIn(parcel, line) }))
    .filter(({ quantity }) => quantity > 0);
  const begun = works.find((work) => work.locationId === parcel.locationId && isOpen(work));
  if (begun) {
    const picks = back.flatMap(({ line, quantity }) => {
      const found = begun.lines.find(({ lineId }) => lineId === line.id);
      return found ? [{ line: found, quantity }] : [];
    });
    return works.map((work) => (work === begun ? withPieces(work, picks, 1, nowMs) : work));
  }
  const made: WorkOrder = {
    id: childId(order, works.length),
    locationId: parcel.locationId,
    status: 'open',
    lines: back.map(({ line, quantity }, index) => ({
      id: childId(order, order.lines.length * works.length + index),
      lineId: line.id,
      total: quantity,
      remaining: quantity,
    })),
    updatedAtMs: nowMs,
  };
  return [...works, made];
}
