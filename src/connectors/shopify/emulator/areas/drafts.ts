import type { GraphQLResolveInfo } from 'graphql';
import { type AddressInput, toAddress } from '../address-input.ts';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { type DraftLine, type DraftRow, draftsOf, draftTotals } from '../records/drafts.ts';
import { draftFields } from '../search/draft-fields.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import { mergeTags } from '../tag-list.ts';
import type { UserError } from '../user-error.ts';
import { draftView } from '../views/draft-view.ts';
import { type Area, byId, showing } from './area.ts';
import { orderOfDraft } from './draft-completion.ts';

interface DraftInput {
  readonly purchasingEntity?: { readonly customerId?: string | null } | null;
  readonly email?: string | null;
  readonly note?: string | null;
  readonly tags?: readonly string[] | null;
  readonly customAttributes?: readonly { readonly key: string; readonly value: string }[] | null;
  readonly lineItems?: readonly LineInput[] | null;
  readonly appliedDiscount?: {
    readonly title?: string | null;
    readonly value: number;
    readonly valueType: 'PERCENTAGE' | 'FIXED_AMOUNT';
  } | null;
  readonly shippingAddress?: AddressInput | null;
}

interface LineInput {
  readonly variantId?: string | null;
  readonly title?: string | null;
  readonly quantity: number;
  readonly originalUnitPriceWithCurrency?: { readonly amount: string; readonly currencyCode: string } | null;
}

/** Orders that somebody of the shop prepares. */
export function draftArea(state: ShopState): Area {
  const drafts = new Table(draftsOf(state.world));
  const draft = (id: number) => showing(drafts.get(id), (row) => draftView(state, row));
  const change = (gid: string, make: (row: DraftRow) => DraftRow | UserError) => {
    const row = drafts.get(idOfType('DraftOrder', gid));
    if (!row) return { draftOrder: null, userErrors: [{ field: ['id'], message: 'Draft order does not exist' }] };
    const changed = make(row);
    if ('message' in changed) return { draftOrder: draftView(state, row), userErrors: [changed] };
    drafts.put(changed);
    return { draftOrder: draftView(state, changed), userErrors: [] };
  };
  return {
    queries: {
      draftOrders: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
        list(drafts.all(), args, exchange, info, {
          fields: draftFields(state),
          idOf: ({ id }) => id,
          toNode: (row) => draftView(state, row),
          sortKeys: {
            UPDATED_AT: (row) => row.updatedAtMs,
            NUMBER: (row) => row.id,
            STATUS: (row) => row.status,
            TOTAL_PRICE: (row) => draftTotals(row).total,
          },
        }),
      draftOrder: byId('DraftOrder', draft),
    },
    mutations: {
      draftOrderCreate: ({ input }: { input: DraftInput }, { nowMs }: Exchange) => {
        const made = applyInput(state, blankDraft(drafts.nextId(), nowMs), input, nowMs);
        if ('message' in made) return { draftOrder: null, userErrors: [made] };
        drafts.put(made);
        return { draftOrder: draftView(state, made), userErrors: [] };
      },
      draftOrderUpdate: ({ id, input }: { id: string; input: DraftInput }, { nowMs }: Exchange) =>
        change(id, (row) => finished(row) ?? applyInput(state, row, input, nowMs)),
      draftOrderInvoiceSend: (
        { id, email }: { id: string; email?: { to?: string | null } | null },
        { nowMs }: Exchange,
      ) => change(id, (row) => finished(row) ?? sendInvoice(state, row, email?.to, nowMs)),
      draftOrderComplete: ({ id }: { id: string }, { nowMs }: Exchange) =>
        change(id, (row) => {
          const wrong = finished(row);
          if (wrong) return wrong;
          const order = orderOfDraft(state, row, nowMs);
          return { ...row, status: 'completed', completedAtMs: nowMs, updatedAtMs: nowMs, orderId: order.id };
        }),
      draftOrderDelete: ({ input }: { input: { id: string } }) => {
        const id = idOfType('DraftOrder', input.id);
        if (id !== undefined && drafts.delete(id)) return { deletedId: toGid('DraftOrder', id), userErrors: [] };
        return { deletedId: null, userErrors: [{ field: ['id'], message: 'Draft order does not exist' }] };
      },
    },
    nodes: { DraftOrder: draft },
  };
}

function finished({ status }: DraftRow): UserError | undefined {
  return status === 'completed' ? { field: null, message: 'This order has been paid' } : undefined;
}

function blankDraft(id: number, nowMs: number): DraftRow {
  return {
    id,
    status: 'open',
    customerId: undefined,
    email: undefined,
    note: undefined,
    tags: [],
    attributes: [],
    lines: [],
    discount: undefined,
    shippingAddress: undefined,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    invoiceSentAtMs: undefined,
    completedAtMs: undefined,
    orderId: undefined,
  };
}

function applyInput(state: ShopState, row: DraftRow, input: DraftInput, nowMs: number): DraftRow | UserError {
  const { purchasingEntity, lineItems, appliedDiscount, shippingAddress } = input;
  const customerGid = purchasingEntity?.customerId;
  const customer = customerGid == null ? undefined : state.customers.get(idOfType('Customer', customerGid));
  if (customerGid != null && !customer)
    return { field: ['purchasingEntity', 'customerId'], message: 'Customer not found' };
  const lines = lineItems ? toLines(state, row.id, lineItems) : row.lines;
  if ('message' in lines) return lines;
  if (lines.length === 0) return { field: null, message: 'Add at least 1 product' };
  if (
    appliedDiscount &&
    (appliedDiscount.value <= 0 || (appliedDiscount.valueType === 'PERCENTAGE' && appliedDiscount.value > 100))
  ) {
    return { field: ['appliedDiscount', 'value'], message: 'Discount value is invalid' };
  }
  return {
    ...row,
    customerId: customer?.id ?? row.customerId,
    email: input.email ?? row.email,
    note: input.note === undefined ? row.note : input.note || undefined,
    tags: input.tags ? mergeTags([], input.tags) : row.tags,
    attributes: input.customAttributes ?? row.attributes,
    lines,
    discount: appliedDiscount
      ? {
          title: appliedDiscount.title ?? 'Custom discount',
          value: appliedDiscount.value,
          isPercentage: appliedDiscount.valueType === 'PERCENTAGE',
        }
      : row.discount,
    shippingAddress: shippingAddress ? toAddress(shippingAddress) : (row.shippingAddress ?? customer?.address),
    updatedAtMs: nowMs,
  };
}

function toLines(state: ShopState, draftId: number, given: readonly LineInput[]): readonly DraftLine[] | UserError {
  const lines: DraftLine[] = [];
  for (const [index, line] of given.entries()) {
    const at = ['lineItems', String(index)];
    const variant = line.variantId == null ? undefined : state.variants.get(idOfType('ProductVariant', line.variantId));
    if (line.variantId != null && !variant)
      return { field: [...at, 'variantId'], message: 'Product with ID does not exist' };
    if (!variant && !line.title) return { field: [...at, 'title'], message: 'Merchandise title is empty' };
    if (line.quantity < 1)
      return { field: [...at, 'quantity'], message: 'Quantity must be greater than or equal to 1' };
    const asked = line.originalUnitPriceWithCurrency;
    if (asked && asked.currencyCode !== state.currency) {
      return { field: [...at, 'originalUnitPriceWithCurrency'], message: 'Currency must be the currency of the order' };
    }
    lines.push({
      id: draftId * 100 + index,
      variantId: variant?.id,
      title: variant ? undefined : (line.title ?? undefined),
      quantity: line.quantity,
      unitPrice: variant?.price ?? Number(asked?.amount ?? 0).toFixed(2),
    });
  }
  return lines;
}

function sendInvoice(
  state: ShopState,
  row: DraftRow,
  to: string | null | undefined,
  nowMs: number,
): DraftRow | UserError {
  const customer = row.customerId === undefined ? undefined : state.customers.get(row.customerId);
  if (!to && !row.email && !customer?.email) return { field: ['email', 'to'], message: "To can't be blank" };
  return { ...row, status: 'invoice_sent', invoiceSentAtMs: nowMs, updatedAtMs: nowMs };
}
