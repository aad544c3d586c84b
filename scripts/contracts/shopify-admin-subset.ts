import type { Selection } from './schema-subset.ts';
import type { AreaNames } from './shopify/area-names.ts';
import { checkoutsNames } from './shopify/checkouts.ts';
import { collectionsNames } from './shopify/collections.ts';
import { customDataNames } from './shopify/custom-data.ts';
import { customersNames } from './shopify/customers.ts';
import { discountsNames } from './shopify/discounts.ts';
import { draftsNames } from './shopify/drafts.ts';
import { filesNames } from './shopify/files.ts';
import { fulfillmentsNames } from './shopify/fulfillments.ts';
import { onlineStoreNames } from './shopify/online-store.ts';
import { orderChangesNames } from './shopify/order-changes.ts';
import { ordersNames } from './shopify/orders.ts';
import { productOptionsNames } from './shopify/product-options.ts';
import { productsNames } from './shopify/products.ts';
import { reportsNames } from './shopify/reports.ts';
import { returnsNames } from './shopify/returns.ts';
import { shopNames } from './shopify/shop.ts';
import { stockNames } from './shopify/stock.ts';
import { tagsNames } from './shopify/tags.ts';
import { webhooksNames } from './shopify/webhooks.ts';

const AREAS: readonly AreaNames[] = [
  shopNames,
  productsNames,
  productOptionsNames,
  collectionsNames,
  stockNames,
  onlineStoreNames,
  customDataNames,
  filesNames,
  reportsNames,
  tagsNames,
  ordersNames,
  customersNames,
  orderChangesNames,
  fulfillmentsNames,
  returnsNames,
  draftsNames,
  discountsNames,
  webhooksNames,
  checkoutsNames,
];

/** The same with what some versions alone have. */
export function subsetWith(more: AreaNames): Selection {
  return subsetOf([...AREAS, more]);
}

/**
 * What the Shopify emulator knows of Shopify's Admin schema, folded from its areas; a type that two areas name keeps the
 * names of both. After a change run `node scripts/generate-contracts.ts`.
 */
export const shopifyAdminSubset: Selection = subsetOf(AREAS);

function subsetOf(areas: readonly AreaNames[]): Selection {
  return {
    keptNames: foldNames(areas),
    droppedArguments: new Set(areas.flatMap(({ droppedArguments }) => droppedArguments ?? [])),
    requiredArguments: new Set(areas.flatMap(({ requiredArguments }) => requiredArguments ?? [])),
    keptDirectives: new Set(['idempotent']),
  };
}

function foldNames(areas: readonly AreaNames[]): Readonly<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const { queries = '', mutations = '', types } of areas) {
    for (const [type, kept] of Object.entries({ QueryRoot: queries, Mutation: mutations, ...types })) {
      names[type] = `${names[type] ?? ''} ${kept}`.trim();
    }
  }
  return names;
}
