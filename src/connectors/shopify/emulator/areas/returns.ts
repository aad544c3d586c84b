import { type Exchange, ordersVisibleFromMs } from '../exchange.ts';
import { idOfType } from '../gid.ts';
import { childId } from '../order-account.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type ReturnLineRow, type ReturnRow, returnReasons } from '../records/returns.ts';
import { returnablePieces, returnsOfOrder } from '../return-account.ts';
import type { ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import type { UserError } from '../user-error.ts';
import { fulfilledLineId } from '../views/fulfillment-view.ts';
import { reasonPage, returnableView, returnView } from '../views/return-view.ts';
import { type Area, byId } from './area.ts';

interface LineInput {
  readonly fulfillmentLineItemId: string;
  readonly quantity: number;
  readonly returnReasonDefinitionId?: string | null;
  readonly returnReasonNote?: string | null;
  readonly customerNote?: string | null;
}

interface NewReturn {
  readonly orderId: string;
  readonly returnLineItems: readonly LineInput[];
}

type Status = ReturnRow['status'];

/** Returns: asked for, decided, closed. None of it pays money back. */
export function returnArea(state: ShopState): Area {
  const show = (id: number, exchange: Exchange) => {
    const row = state.returns.get(id);
    const order = row && visibleOrder(state, row.orderId, exchange);
    return row && order ? returnView(state, order, row) : null;
  };
  const change =
    (from: readonly Status[], make: (row: ReturnRow, nowMs: number) => ReturnRow) =>
    (gid: string, exchange: Exchange) => {
      const row = state.returns.get(idOfType('Return', gid));
      const order = row && visibleOrder(state, row.orderId, exchange);
      if (!row || !order) return refused(['id'], 'Return does not exist.', 'NOT_FOUND');
      if (!from.includes(row.status)) {
        return refused(['id'], `Return is not in a valid state: ${row.status}.`, 'INVALID_STATE');
      }
      const changed = make(row, exchange.nowMs);
      state.returns.put(changed);
      return { return: returnView(state, order, changed), userErrors: [] };
    };
  const approve = change(['requested'], (row, nowMs) => ({ ...row, status: 'open', approvedAtMs: nowMs }));
  const cancel = change(['open'], (row) => ({ ...row, status: 'canceled' }));
  const close = change(['open'], (row, nowMs) => ({ ...row, status: 'closed', closedAtMs: nowMs }));
  const reopen = change(['closed'], (row) => ({ ...row, status: 'open', closedAtMs: undefined }));
  return {
    queries: {
      return: byId('Return', show),
      returnableFulfillments: ({ orderId, ...page }: PageArguments & { orderId: string }, exchange: Exchange) => {
        const order = visibleOrder(state, idOfType('Order', orderId), exchange);
        const parcels = (order?.fulfillments ?? []).filter((row) => returnablePieces(state, order!, row).size > 0);
        return paginate(parcels, page, {
          idOf: ({ id }) => id,
          keyOf: ({ id }) => id,
          toNode: (parcel) => returnableView(state, order!, parcel),
        });
      },
      returnReasonDefinitions: ({
        handles,
        ids,
        ...page
      }: PageArguments & { handles?: readonly string[] | null; ids?: readonly string[] | null }) =>
        reasonPage(
          page,
          returnReasons.filter(
            ({ id, handle }) =>
              (handles == null || handles.includes(handle)) &&
              (ids == null || ids.some((gid) => idOfType('ReturnReasonDefinition', gid) === id)),
          ),
        ),
    },
    mutations: {
      returnCreate: ({ returnInput }: { returnInput: NewReturn }, exchange: Exchange) =>
        create(state, returnInput, 'open', exchange),
      returnRequest: ({ input }: { input: NewReturn }, exchange: Exchange) =>
        create(state, input, 'requested', exchange),
      returnApproveRequest: ({ input }: { input: { id: string } }, exchange: Exchange) => approve(input.id, exchange),
      returnDeclineRequest: (
        { input }: { input: { id: string; declineReason: string; declineNote?: string | null } },
        exchange: Exchange,
      ) => {
        const decline = { reason: input.declineReason, note: input.declineNote ?? undefined };
        return change(['requested'], (row) => ({ ...row, status: 'declined', decline }))(input.id, exchange);
      },
      returnCancel: ({ id }: { id: string }, exchange: Exchange) => cancel(id, exchange),
      returnClose: ({ id }: { id: string }, exchange: Exchange) => close(id, exchange),
      returnReopen: ({ id }: { id: string }, exchange: Exchange) => reopen(id, exchange),
    },
    nodes: { Return: show },
  };
}

function visibleOrder(state: ShopState, id: number | undefined, exchange: Exchange): ShopOrder | undefined {
  const order = state.orders.get(id);
  return order && order.createdAtMs >= ordersVisibleFromMs(exchange) ? order : undefined;
}

function refused(field: readonly string[], message: string, code: string) {
  const userErrors: readonly UserError[] = [{ field, message, code }];
  return { return: null, userErrors };
}

/** Makes a return, all of its lines or none; an archived order is open again with it. */
function create(state: ShopState, { orderId, returnLineItems }: NewReturn, status: Status, exchange: Exchange) {
  const order = visibleOrder(state, idOfType('Order', orderId), exchange);
  if (!order) return refused(['orderId'], 'Order does not exist.', 'NOT_FOUND');
  if (returnLineItems.length === 0) return refused(['returnLineItems'], 'Return line items are required.', 'BLANK');
  const asked = new Map<string, number>();
  const count = state.returns.all().flatMap(({ lines }) => lines).length;
  const lines: ReturnLineRow[] = [];
  for (const [index, input] of returnLineItems.entries()) {
    const at = (name: string) => ['returnLineItems', String(index), name];
    const found = fulfilledLine(order, input.fulfillmentLineItemId);
    if (!found) return refused(at('fulfillmentLineItemId'), 'Fulfillment line item does not exist.', 'NOT_FOUND');
    const total = (asked.get(input.fulfillmentLineItemId) ?? 0) + input.quantity;
    asked.set(input.fulfillmentLineItemId, total);
    const most = returnablePieces(state, order, found.parcel).get(found.line.id) ?? 0;
    if (input.quantity < 1 || total > most) {
      return refused(at('quantity'), `Quantity is not available for return: ${most} left.`, 'INVALID');
    }
    const gid = input.returnReasonDefinitionId;
    const reasonId = gid == null ? undefined : idOfType('ReturnReasonDefinition', gid);
    if (gid != null && !returnReasons.some(({ id }) => id === reasonId)) {
      return refused(at('returnReasonDefinitionId'), 'Return reason definition does not exist.', 'NOT_FOUND');
    }
    lines.push({
      id: 900_000_000 + count + index,
      fulfillmentId: found.parcel.id,
      lineId: found.line.id,
      quantity: input.quantity,
      reasonId,
      note: input.returnReasonNote ?? '',
      customerNote: input.customerNote ?? undefined,
    });
  }
  const row: ReturnRow = {
    id: childId(order, returnsOfOrder(state, order).length),
    orderId: order.id,
    status,
    lines,
    createdAtMs: exchange.nowMs,
    approvedAtMs: undefined,
    closedAtMs: undefined,
    decline: undefined,
  };
  state.returns.put(row);
  const opened = { ...order, closedAtMs: undefined, updatedAtMs: exchange.nowMs };
  state.orders.put(opened);
  return { return: returnView(state, opened, row), userErrors: [] };
}

function fulfilledLine(order: ShopOrder, gid: string) {
  const wanted = idOfType('FulfillmentLineItem', gid);
  for (const parcel of order.fulfillments) {
    const line = order.lines.find((candidate) => fulfilledLineId(order, parcel, candidate) === wanted);
    if (line) return { parcel, line };
  }
  return undefined;
}
