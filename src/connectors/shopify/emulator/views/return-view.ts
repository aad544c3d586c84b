import { toGid } from '../gid.ts';
import { piecesIn } from '../order-account.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type ReturnLineRow, type ReturnRow, returnReasons, suggestedReasonsCount } from '../records/returns.ts';
import { refundedPieces, returnablePieces, returnsOfOrder } from '../return-account.ts';
import type { ShopFulfillment, ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { fulfilledLineView, fulfillmentView } from './fulfillment-view.ts';
import { orderView } from './order-view.ts';
import { toDateTime, toDateTimeOrNull } from './values.ts';

/** Shows a return as Shopify's `Return`. */
export function returnView(state: ShopState, order: ShopOrder, row: ReturnRow) {
  const place = returnsOfOrder(state, order).findIndex(({ id }) => id === row.id);
  return {
    __typename: 'Return',
    id: toGid('Return', row.id),
    name: `#${order.number}-R${place + 1}`,
    status: row.status.toUpperCase(),
    createdAt: toDateTime(row.createdAtMs),
    closedAt: toDateTimeOrNull(row.closedAtMs),
    requestApprovedAt: toDateTimeOrNull(row.approvedAtMs),
    totalQuantity: row.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    decline: row.decline ? { reason: row.decline.reason, note: row.decline.note ?? null } : null,
    order: () => orderView(state, order),
    returnLineItems: (args: PageArguments) =>
      paginate(row.lines, args, {
        idOf: ({ id }) => id,
        keyOf: ({ id }) => id,
        toNode: (line) => returnLineView(state, order, row, line),
      }),
  };
}

function returnLineView(state: ShopState, order: ShopOrder, row: ReturnRow, line: ReturnLineRow) {
  const refundedQuantity = refundedPieces(state, order, line);
  const isLive = row.status === 'open' || row.status === 'closed';
  const parcel = order.fulfillments.find(({ id }) => id === line.fulfillmentId)!;
  const ordered = order.lines.find(({ id }) => id === line.lineId)!;
  return {
    __typename: 'ReturnLineItem',
    id: toGid('ReturnLineItem', line.id),
    quantity: line.quantity,
    refundedQuantity,
    refundableQuantity: isLive ? line.quantity - refundedQuantity : 0,
    customerNote: line.customerNote ?? null,
    returnReasonNote: line.note,
    returnReasonDefinition: () => {
      const found = returnReasons.find(({ id }) => id === line.reasonId);
      return found ? reasonView(found) : null;
    },
    fulfillmentLineItem: () => fulfilledLineView(state, order, parcel, ordered),
  };
}

/** Shows the returns of an order as its connection. */
export function returnPage(state: ShopState, order: ShopOrder, args: PageArguments) {
  return paginate(returnsOfOrder(state, order), args, {
    idOf: ({ id }) => id,
    keyOf: ({ createdAtMs }) => createdAtMs,
    toNode: (row) => returnView(state, order, row),
  });
}

/** Shows what can be sent back of an order's parcels as Shopify's `ReturnableFulfillment`s; those of which nothing can are left out. */
export function returnableView(state: ShopState, order: ShopOrder, parcel: ShopFulfillment) {
  const pieces = returnablePieces(state, order, parcel);
  return {
    __typename: 'ReturnableFulfillment',
    id: toGid('ReturnableFulfillment', parcel.id),
    fulfillment: () => fulfillmentView(state, order, parcel),
    returnableFulfillmentLineItems: (args: PageArguments) =>
      paginate(
        order.lines.filter((line) => piecesIn(parcel, line) > 0 && pieces.has(line.id)),
        args,
        {
          idOf: ({ id }) => id,
          keyOf: ({ id }) => id,
          toNode: (line) => ({
            quantity: pieces.get(line.id)!,
            fulfillmentLineItem: () => fulfilledLineView(state, order, parcel, line),
          }),
        },
      ),
  };
}

/** Shows reasons as a connection. */
export function reasonPage(args: PageArguments, rows = returnReasons) {
  return paginate(rows, args, { idOf: ({ id }) => id, keyOf: ({ id }) => id, toNode: reasonView });
}

/** Shows the reasons that fit what was ordered; this shop sells nothing that others would fit. */
export function suggestedReasons(args: PageArguments) {
  return reasonPage(args, returnReasons.slice(0, suggestedReasonsCount));
}

function reasonView({ id, handle, name }: (typeof returnReasons)[number]) {
  return {
    __typename: 'ReturnReasonDefinition',
    id: toGid('ReturnReasonDefinition', id),
    handle,
    name,
    deleted: false,
  };
}
