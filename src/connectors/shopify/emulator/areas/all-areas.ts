import type { Exchange } from '../exchange.ts';
import { parseGid } from '../gid.ts';
import type { IdempotencyKeys } from '../idempotency.ts';
import type { ShopState } from '../shop-state.ts';
import type { Area, Resolve, ShowNode } from './area.ts';
import { bulkArea } from './bulk.ts';
import { checkoutArea } from './checkouts.ts';
import { collectionArea } from './collections.ts';
import { customDataArea } from './custom-data.ts';
import { customerAddressArea } from './customer-addresses.ts';
import { customerChangeArea } from './customer-changes.ts';
import { customerArea } from './customers.ts';
import { discountArea } from './discounts.ts';
import { draftArea } from './drafts.ts';
import { fileArea } from './files.ts';
import { fulfillmentArea } from './fulfillments.ts';
import { onlineStoreArea } from './online-store.ts';
import { orderChangeArea } from './order-changes.ts';
import { orderArea } from './orders.ts';
import { productOptionArea } from './product-options.ts';
import { productArea } from './products.ts';
import { refundArea } from './refunds.ts';
import { reportArea } from './reports.ts';
import { returnArea } from './returns.ts';
import { shopArea } from './shop.ts';
import { stockArea } from './stock.ts';
import { tagArea } from './tags.ts';
import { webhookArea } from './webhooks.ts';

const AREAS: readonly ((state: ShopState) => Area)[] = [
  shopArea,
  productArea,
  productOptionArea,
  collectionArea,
  stockArea,
  onlineStoreArea,
  customDataArea,
  fileArea,
  reportArea,
  bulkArea,
  tagArea,
  orderArea,
  customerArea,
  customerChangeArea,
  customerAddressArea,
  orderChangeArea,
  refundArea,
  fulfillmentArea,
  returnArea,
  draftArea,
  discountArea,
  webhookArea,
  checkoutArea,
];

/** What resolves the root fields of a document. */
export interface Roots {
  readonly query: Readonly<Record<string, Resolve>>;
  readonly mutation: Readonly<Record<string, Resolve>>;
}

/** Opens all areas of one shop and folds them into its roots. Throws when two areas claim one name. */
export function openAreas(state: ShopState, keys: IdempotencyKeys): Roots {
  const areas = AREAS.map((open) => open(state));
  const nodes = fold<ShowNode>(areas.map((area) => area.nodes ?? {}));
  const node = (gid: string, exchange: Exchange) => {
    const { type, id } = parseGid(gid);
    return nodes.get(type)?.(id, exchange, gid) ?? null;
  };
  const nodeQueries: Record<string, Resolve> = {
    node: ({ id }: { id: string }, exchange) => node(id, exchange),
    nodes: ({ ids }: { ids: readonly string[] }, exchange) => ids.map((id) => node(id, exchange)),
  };
  const mutations = fold<Resolve>(areas.map((area) => area.mutations ?? {}));
  for (const name of areas.flatMap((area) => area.idempotent ?? [])) {
    mutations.set(name, keys.guard(name, mutations.get(name)!));
  }
  return {
    query: Object.fromEntries(fold<Resolve>([nodeQueries, ...areas.map((area) => area.queries ?? {})])),
    mutation: Object.fromEntries(mutations),
  };
}

function fold<T>(parts: readonly Readonly<Record<string, T>>[]): Map<string, T> {
  const all = new Map<string, T>();
  for (const [name, value] of parts.flatMap((part) => Object.entries(part))) {
    if (all.has(name)) throw new TypeError(`Two areas of the emulated API claim ${name}.`);
    all.set(name, value);
  }
  return all;
}
