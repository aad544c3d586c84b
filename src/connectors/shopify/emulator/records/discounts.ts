import type { World } from '../../../../emulation/world/records.ts';

/** A discount: by a code that customers enter, or given by itself. */
export interface DiscountRow {
  readonly id: number;
  readonly type:
    | 'DiscountCodeBasic'
    | 'DiscountCodeFreeShipping'
    | 'DiscountCodeBxgy'
    | 'DiscountAutomaticBasic'
    | 'DiscountAutomaticFreeShipping';
  readonly title: string;
  readonly code: string | undefined;
  /** A share of the price, 0.1 for ten percent, or an amount. */
  readonly percentage: number | undefined;
  readonly amount: string | undefined;
  readonly minimumSubtotal: string | undefined;
  readonly usageLimit: number | undefined;
  readonly isOncePerCustomer: boolean;
  readonly used: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

const dayMs = 86_400_000;

/** Gives the discounts that a new shop has: the codes of its orders, one that is over, one to come, two without a code. */
export function discountsOf(world: World): DiscountRow[] {
  const used = (code: string) => world.orders.filter(({ discountCode }) => discountCode === code).length;
  const base = { amount: undefined, minimumSubtotal: undefined, usageLimit: undefined, endsAtMs: undefined };
  const rows: readonly Partial<DiscountRow>[] = [
    { type: 'DiscountCodeBasic', code: 'WELCOME10', percentage: 0.1, isOncePerCustomer: true },
    { type: 'DiscountCodeBasic', code: 'LETTER15', percentage: 0.15 },
    { type: 'DiscountCodeBasic', code: 'TEATIME10', percentage: 0.1, minimumSubtotal: '30.00' },
    {
      type: 'DiscountCodeBasic',
      code: 'SPRING5',
      amount: '5.00',
      usageLimit: 100,
      endsAtMs: world.dayMs - 150 * dayMs,
    },
    { type: 'DiscountCodeFreeShipping', code: 'ADVENT', startsAtMs: world.dayMs + 9 * dayMs },
    { type: 'DiscountCodeBxgy', code: 'TWOTINS' },
    { type: 'DiscountAutomaticBasic', title: 'Ten off a large basket', amount: '10.00', minimumSubtotal: '120.00' },
    { type: 'DiscountAutomaticFreeShipping', title: 'Free shipping above 50', minimumSubtotal: '50.00' },
  ];
  return rows.map((row, index) => ({
    ...base,
    id: index + 1,
    type: 'DiscountCodeBasic',
    title: row.code ?? '',
    code: undefined,
    percentage: undefined,
    isOncePerCustomer: false,
    used: row.code ? used(row.code) : 0,
    startsAtMs: world.firstDayMs,
    createdAtMs: world.firstDayMs + index * dayMs,
    updatedAtMs: world.firstDayMs + index * dayMs,
    ...row,
  }));
}

/** Says how a discount stands. */
export function discountStatus(
  { startsAtMs, endsAtMs }: DiscountRow,
  nowMs: number,
): 'ACTIVE' | 'EXPIRED' | 'SCHEDULED' {
  if (endsAtMs !== undefined && endsAtMs <= nowMs) return 'EXPIRED';
  return startsAtMs > nowMs ? 'SCHEDULED' : 'ACTIVE';
}
