import type { OrderLine, World } from '../../../../emulation/world/records.ts';

/** A checkout that was left before it was paid. */
export interface CheckoutRow {
  readonly id: number;
  readonly customerId: number;
  readonly lines: readonly OrderLine[];
  readonly createdAtMs: number;
  /** When somebody came back and paid. */
  readonly completedAtMs: number | undefined;
}

const hourMs = 3_600_000;

/** Gives the checkouts of the last weeks that were left: of every seventh order on the web, a basket like it, a day before. */
export function checkoutsOf(world: World): CheckoutRow[] {
  return world.orders
    .filter(({ source, lines }) => source === 'web' && lines.length > 1)
    .filter((_, index) => index % 7 === 0)
    .slice(-40)
    .map(({ customerId, lines, createdAtMs }, index) => ({
      id: index + 1,
      customerId,
      lines: lines.slice(1),
      createdAtMs: createdAtMs - 26 * hourMs,
      completedAtMs: index % 4 === 0 ? createdAtMs : undefined,
    }));
}
