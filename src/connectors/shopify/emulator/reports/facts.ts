import type { ShopState } from '../shop-state.ts';

/** One row of a table: what can be grouped by, and what can be summed. */
export interface Fact {
  readonly atMs: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, number>>;
}

/** A table: its columns, and its rows. */
export interface FactTable {
  readonly dimensions: readonly string[];
  /** With Shopify's name of their type. */
  readonly figures: Readonly<Record<string, string>>;
  rows(state: ShopState): Fact[];
}

/** The tables that this shop has figures for. */
export const tables: Readonly<Record<string, FactTable>> = {
  sales: {
    dimensions: ['product_title', 'product_type', 'product_vendor', 'sales_channel', 'billing_country'],
    figures: {
      orders: 'INTEGER',
      net_items_sold: 'INTEGER',
      gross_sales: 'MONEY',
      discounts: 'MONEY',
      net_sales: 'MONEY',
      total_sales: 'MONEY',
    },
    rows: salesRows,
  },
  sessions: {
    dimensions: ['referrer_source', 'landing_page_path'],
    figures: {
      sessions: 'INTEGER',
      sessions_with_cart_additions: 'INTEGER',
      sessions_that_reached_checkout: 'INTEGER',
      sessions_that_completed_checkout: 'INTEGER',
      conversion_rate: 'PERCENT',
    },
    rows: sessionRows,
  },
};

function salesRows(state: ShopState): Fact[] {
  return state.orders.all().flatMap((order) =>
    order.lines.map((line, index) => {
      const product = state.products.get(line.productId);
      const gross = Number(line.unitPrice) * line.quantity;
      const net = gross - Number(line.discount);
      return {
        atMs: order.createdAtMs,
        dimensions: {
          product_title: product?.title ?? '',
          product_type: product?.type ?? '',
          product_vendor: product?.vendor ?? '',
          sales_channel: order.source === 'pos' ? 'Point of Sale' : 'Online Store',
          billing_country: order.shippingAddress.country,
        },
        figures: {
          // An order counts once, in whichever of its lines comes first.
          orders: index === 0 ? 1 : 0,
          net_items_sold: line.quantity,
          gross_sales: gross,
          discounts: -Number(line.discount),
          net_sales: net,
          total_sales: index === 0 ? net + Number(order.totals.shipping) : net,
        },
      };
    }),
  );
}

/** How many come for one who buys. */
const visitorsPerBuyer = 34;

function sessionRows(state: ShopState): Fact[] {
  return state.orders.all().flatMap((order) => {
    const visit = order.visits.at(-1);
    if (!visit) return [];
    return [
      {
        atMs: visit.atMs,
        dimensions: { referrer_source: visit.source, landing_page_path: visit.landingPath.split('?')[0] ?? '' },
        figures: {
          sessions: visitorsPerBuyer,
          sessions_with_cart_additions: 3,
          sessions_that_reached_checkout: 2,
          sessions_that_completed_checkout: 1,
        },
      },
    ];
  });
}
