import { toDecimal } from '../../../../emulation/world/money.ts';
import { type DraftRow, draftTotals, sharesOf } from '../records/drafts.ts';
import { noAddress } from '../shop-customer.ts';
import type { ShopOrder } from '../shop-order.ts';
import type { ShopState } from '../shop-state.ts';
import { moveStock } from '../stock-moves.ts';

/** Where an order of the office is sent from. */
const locationId = 1;

/** Makes an order, paid by hand, of a draft, and takes its pieces from the shelf. */
export function orderOfDraft(state: ShopState, draft: DraftRow, nowMs: number): ShopOrder {
  const id = state.orders.nextId();
  const { off, total, tax } = draftTotals(draft);
  const shares = sharesOf(draft);
  const customer = draft.customerId === undefined ? undefined : state.customers.get(draft.customerId);
  const order: ShopOrder = {
    id,
    number: Math.max(...state.orders.all().map(({ number }) => number)) + 1,
    confirmation: `D${String(id).padStart(8, '0')}`,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    closedAtMs: undefined,
    cancelledAtMs: undefined,
    cancelReason: undefined,
    customerId: draft.customerId ?? 0,
    email: draft.email,
    shippingAddress: draft.shippingAddress ?? customer?.address ?? noAddress,
    lines: draft.lines.map(({ variantId, title, quantity, unitPrice }, index) => ({
      id: id * 10 + index,
      productId: state.variants.get(variantId)?.productId ?? 0,
      variantId: variantId ?? 0,
      quantity,
      unitPrice,
      discount: shares[index]!,
      ...(title === undefined ? {} : { title }),
    })),
    discountCode: undefined,
    note: draft.note,
    tags: draft.tags,
    attributes: draft.attributes,
    source: 'draft',
    shipping: draft.shippingAddress ? { title: 'Standard, Ireland', code: 'standard-ie' } : undefined,
    totals: {
      subtotal: toDecimal(total),
      discounts: toDecimal(off),
      shipping: '0.00',
      tax: toDecimal(tax),
      total: toDecimal(total),
      refunded: '0.00',
    },
    gateway: 'cash',
    financialStatus: 'paid',
    fulfillmentStatus: 'unfulfilled',
    payments: [{ id: id * 10, kind: 'sale', status: 'success', amount: toDecimal(total), atMs: nowMs }],
    fulfillments: [],
    refunds: [],
    visits: [],
  };
  state.addOrder(order);
  for (const line of order.lines) moveStock(state, line.variantId, locationId, line.quantity, 'ordered', nowMs);
  return order;
}
