import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid, toNumber } from '../input/gid.ts';
import { cursorField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { LOCATION, Location, locationCost, ShopifyLocation, toLocation } from '../shapes/location.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

/** Shopify answers no query that costs more (https://shopify.dev/docs/api/usage/limits). */
const QUERY_COST_MAX = 1000;
/** How many stock records a filter may name; a product with more variants is asked for by article number. */
const ITEMS_MAX = 50;

const LOCATIONS_MAX = 50;

const STOCK_VARIABLES = '$withStock: Boolean!, $stock: Int!, $stockAfter: String, $stockQuery: String';

export const listLocationsQuery = defineQuery(
  `query ListLocations($first: Int!, $after: String, $includeInactive: Boolean!, ${STOCK_VARIABLES}) {
    locations(first: $first, after: $after, includeInactive: $includeInactive) {
      nodes { ...Location }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${LOCATION}`,
  z.object({ locations: z.object({ nodes: z.array(ShopifyLocation), pageInfo: PageInfo }) }),
);

export const getLocationQuery = defineQuery(
  `query GetLocation($id: ID!, ${STOCK_VARIABLES}) {
    location(id: $id) { ...Location }
  }
  ${LOCATION}`,
  z.object({ location: ShopifyLocation.nullable() }),
);

const ItemIds = z.object({ nodes: z.array(z.object({ id: z.string() })), pageInfo: PageInfo });

export const itemsOfSkuQuery = defineQuery(
  `query ItemsOfSku($query: String!) {
    inventoryItems(first: ${ITEMS_MAX}, query: $query) { nodes { id } pageInfo { hasNextPage endCursor } }
  }`,
  z.object({ inventoryItems: ItemIds }),
);

export const itemsOfProductQuery = defineQuery(
  `query ItemsOfProduct($id: ID!) {
    product(id: $id) {
      variants(first: ${ITEMS_MAX}) { nodes { inventoryItem { id } } pageInfo { hasNextPage endCursor } }
    }
  }`,
  z.object({
    product: z
      .object({
        variants: z.object({
          nodes: z.array(z.object({ inventoryItem: z.object({ id: z.string() }) })),
          pageInfo: PageInfo,
        }),
      })
      .nullable(),
  }),
);

const ListLocationsInput = z.object({
  locationId: idField('Location', 'Only this location.').optional(),
  includeInactive: z.boolean().default(false).describe('Also those no longer in use.'),
  productId: idField('Product', 'Only stock of this product; not with sku.').optional(),
  sku: lineField(200, 'Only stock of this article number.').optional(),
  stockLimit: z.number().int().min(0).max(100).default(10).describe('Stock records of each at most; 0 for none.'),
  stockCursor: cursorField('nextStockCursor'),
  limit: z
    .number()
    .int()
    .min(1)
    .max(LOCATIONS_MAX)
    .optional()
    .describe('Locations at most; as many as fit without it.'),
  cursor: cursorField('nextCursor'),
});

type Input = z.output<typeof ListLocationsInput>;

/** `shopify_list_locations`: where the shop keeps its stock, and how much of what is there. */
export const listLocations = defineTool({
  name: 'shopify_list_locations',
  title: 'List locations with stock',
  description:
    'Lists locations (warehouses, shops) of the Shopify shop with pieces available, on hand, committed and incoming at each. productId or sku shows where a product is; locationId with stockCursor goes through one location. Total stock is cheaper from shopify_list_products.',
  effect: 'read',
  permission: 'shopify.inventory.read',
  scopes: ['read_locations', 'read_inventory', 'read_products'],
  input: ListLocationsInput.refine((input) => costOf(input) <= QUERY_COST_MAX, {
    error: 'That is more than Shopify answers at once: ask for fewer locations, or for less stock of each.',
    path: ['stockLimit'],
  })
    .refine(({ productId, sku }) => productId === undefined || sku === undefined, {
      error: 'Give productId or sku, not both.',
      path: ['sku'],
    })
    .refine(({ stockCursor, locationId }) => stockCursor === undefined || locationId !== undefined, {
      error: 'A stockCursor belongs to one location: give its locationId as well.',
      path: ['stockCursor'],
    }),
  output: z.object({
    locations: z.array(Location).describe('The locations.'),
    nextCursor: nextCursorField('locations', 'cursor'),
    notices: Notices,
  }),
  list: 'locations',
  cost: (input) => costOf(input) + itemsCost(input),
  examples: [
    { title: 'The locations alone', input: { stockLimit: 0 } },
    { title: 'Where a product is', input: { productId: '8100000000010' } },
    { title: 'The first fifty stock records of one location', input: { locationId: '8100000000001', stockLimit: 50 } },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const items = await itemsOf(input, upstream);
    const stock = {
      withStock: input.stockLimit > 0,
      // Shopify wants a positive number even where the stock is left out.
      stock: Math.max(1, input.stockLimit),
      stockAfter: input.stockCursor,
      stockQuery: items?.ids.map((id) => `inventory_item_id:${toNumber(id)}`).join(' OR '),
    };
    const page =
      input.locationId === undefined ? listAll(input, stock, upstream) : getOne(input.locationId, stock, upstream);
    const { locations, nextCursor, notices } = await page;
    const cut = items?.isCut ? `Only the first ${ITEMS_MAX} variants are looked at; ask for others by sku.` : undefined;
    return { locations: locations.map(toLocation), nextCursor, notices: noticesOf(...notices, cut) };
  },
});

/** How many locations are asked for: as many as were wanted, or as fit into one query with their stock. */
function countOf({ limit, stockLimit }: Input): number {
  return limit ?? Math.min(LOCATIONS_MAX, Math.floor((QUERY_COST_MAX - 2) / locationCost(stockLimit)));
}

/** What the query for locations costs; Shopify holds it against the limit of a single query. */
function costOf(input: Input): number {
  return input.locationId === undefined
    ? 2 + countOf(input) * locationCost(input.stockLimit)
    : locationCost(input.stockLimit);
}

function itemsCost({ productId, sku }: Input): number {
  if (productId !== undefined) return 1 + 2 + ITEMS_MAX * 2;
  return sku === undefined ? 0 : 2 + ITEMS_MAX;
}

interface Items {
  readonly ids: readonly string[];
  readonly isCut: boolean;
}

/** Gives the stock records that a filter means, `undefined` without a filter. */
async function itemsOf({ productId, sku }: Input, upstream: ShopifyUpstream): Promise<Items | undefined> {
  if (productId !== undefined) {
    const { data } = await upstream.query(itemsOfProductQuery, { id: toGid('Product', productId) });
    if (data.product === null) throw new PlatformError('not_found', 'The shop has no such product.', { sent: 'no' });
    const { nodes, pageInfo } = data.product.variants;
    return { ids: nodes.map(({ inventoryItem }) => inventoryItem.id), isCut: pageInfo.hasNextPage };
  }
  if (sku === undefined) return undefined;
  const { data } = await upstream.query(itemsOfSkuQuery, {
    query: toSearchString([{ argument: 'sku', field: 'sku', value: sku }]),
  });
  const { nodes, pageInfo } = data.inventoryItems;
  if (nodes.length === 0) throw new PlatformError('not_found', 'No product has this article number.', { sent: 'no' });
  return { ids: nodes.map(({ id }) => id), isCut: pageInfo.hasNextPage };
}

type StockVariables = Readonly<Record<string, unknown>>;

async function listAll(input: Input, stock: StockVariables, upstream: ShopifyUpstream) {
  const { cursor, includeInactive } = input;
  const variables = { first: countOf(input), after: cursor, includeInactive, ...stock };
  const { data, notices } = await upstream.query(listLocationsQuery, variables);
  return { locations: data.locations.nodes, nextCursor: nextCursorOf(data.locations.pageInfo), notices };
}

async function getOne(id: string, stock: StockVariables, upstream: ShopifyUpstream) {
  const { data, notices } = await upstream.query(getLocationQuery, { id: toGid('Location', id), ...stock });
  if (data.location === null) throw new PlatformError('not_found', 'The shop has no such location.', { sent: 'no' });
  return { locations: [data.location], nextCursor: undefined, notices };
}
