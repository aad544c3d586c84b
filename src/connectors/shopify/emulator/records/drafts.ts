import { toCents, toDecimal } from '../../../../emulation/world/money.ts';
import type { Address, World } from '../../../../emulation/world/records.ts';

/** A line of a draft order: a variant, or something that has only a name and a price. */
export interface DraftLine {
  readonly id: number;
  readonly variantId: number | undefined;
  readonly title: string | undefined;
  readonly quantity: number;
  readonly unitPrice: string;
}

/** What is taken off a whole draft order. */
export interface DraftDiscount {
  readonly title: string;
  readonly value: number;
  readonly isPercentage: boolean;
}

/** An order that somebody of the shop prepares. */
export interface DraftRow {
  readonly id: number;
  readonly status: 'open' | 'invoice_sent' | 'completed';
  readonly customerId: number | undefined;
  readonly email: string | undefined;
  readonly note: string | undefined;
  readonly tags: readonly string[];
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
  readonly lines: readonly DraftLine[];
  readonly discount: DraftDiscount | undefined;
  readonly shippingAddress: Address | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly invoiceSentAtMs: number | undefined;
  readonly completedAtMs: number | undefined;
  readonly orderId: number | undefined;
}

/** What a draft order comes to, in cents; shipping is chosen when it is paid. */
export function draftTotals({ lines, discount }: DraftRow) {
  const goods = lines.reduce((sum, { unitPrice, quantity }) => sum + toCents(unitPrice) * quantity, 0);
  const wanted = discount?.isPercentage
    ? Math.round((goods * discount.value) / 100)
    : toCents(`${discount?.value ?? 0}`);
  const off = Math.min(goods, wanted);
  return { goods, off, total: goods - off, tax: Math.round(((goods - off) * 23) / 123) };
}

/** Gives the draft orders that a new shop has: some waiting, some with an invoice sent, some that became orders. */
export function draftsOf(world: World): DraftRow[] {
  const made = world.orders.filter(({ source }) => source === 'draft').slice(-3);
  const waiting = world.orders.filter(({ source }) => source === 'web').slice(-5);
  return [...made, ...waiting].map((order, index) => {
    const isMade = order.source === 'draft';
    const isSent = !isMade && index % 2 === 0;
    const createdAtMs = isMade ? order.createdAtMs - 3_600_000 : world.dayMs - (20 - index) * 3_600_000;
    return {
      id: index + 1,
      status: isMade ? 'completed' : isSent ? 'invoice_sent' : 'open',
      customerId: order.customerId,
      email: undefined,
      note: index === 4 ? 'Call before sending.' : undefined,
      tags: index === 3 ? ['wholesale'] : [],
      attributes: [],
      lines: order.lines.map(({ variantId, quantity, unitPrice }, place) => ({
        id: (index + 1) * 100 + place,
        variantId,
        title: undefined,
        quantity,
        unitPrice,
      })),
      discount: undefined,
      shippingAddress: order.shippingAddress,
      createdAtMs,
      updatedAtMs: isMade ? order.createdAtMs : createdAtMs,
      invoiceSentAtMs: isSent ? createdAtMs : undefined,
      completedAtMs: isMade ? order.createdAtMs : undefined,
      orderId: isMade ? order.id : undefined,
    };
  });
}

/** Gives what a line's share of the discount is, in cents, the rest to the last. */
export function sharesOf(draft: DraftRow): string[] {
  const { goods, off } = draftTotals(draft);
  let rest = off;
  return draft.lines.map(({ unitPrice, quantity }, index) => {
    const isLast = index === draft.lines.length - 1;
    const share = isLast ? rest : goods === 0 ? 0 : Math.round((off * toCents(unitPrice) * quantity) / goods);
    rest -= share;
    return toDecimal(share);
  });
}
