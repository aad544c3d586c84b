import { z } from 'zod';
import { nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { given } from './words.ts';

/** A location with a page of its stock, if `$withStock`. */
export const LOCATION = `
  fragment Location on Location {
    id
    name
    isActive
    fulfillsOnlineOrders
    shipsInventory
    address { address1 address2 zip city province country countryCode }
    inventoryLevels(first: $stock, after: $stockAfter, query: $stockQuery) @include(if: $withStock) {
      nodes {
        updatedAt
        quantities(names: ["available", "on_hand", "committed", "incoming"]) { name quantity }
        item {
          id
          sku
          tracked
          variants(first: 1) { nodes { id title product { id title } } }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

/** What a location with so much of its stock costs; a level has its quantities, its item, and the item's one variant. */
export function locationCost(stock: number): number {
  return 2 + (stock > 0 ? 2 + stock * (1 + 1 + 1 + 2 + 2) : 0);
}

const ShopifyLevel = z.object({
  updatedAt: z.string(),
  quantities: z.array(z.object({ name: z.string(), quantity: z.number().int() })),
  item: z.object({
    id: z.string(),
    sku: z.string().nullish(),
    tracked: z.boolean(),
    variants: z
      .object({
        nodes: z.array(
          z.object({ id: z.string(), title: z.string(), product: z.object({ id: z.string(), title: z.string() }) }),
        ),
      })
      .nullish(),
  }),
});

export const ShopifyLocation = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  fulfillsOnlineOrders: z.boolean(),
  shipsInventory: z.boolean(),
  address: z.object({
    address1: z.string().nullish(),
    address2: z.string().nullish(),
    zip: z.string().nullish(),
    city: z.string().nullish(),
    province: z.string().nullish(),
    country: z.string().nullish(),
    countryCode: z.string().nullish(),
  }),
  inventoryLevels: z.object({ nodes: z.array(ShopifyLevel), pageInfo: PageInfo }).optional(),
});

const Level = z.object({
  inventoryItemId: z.string().describe('Global id of the stock record.'),
  sku: z.string().optional().describe('Article number; absent when none is set.'),
  productId: z.string().optional().describe('Global id of the product.'),
  productTitle: z.string().optional().describe('Product.'),
  variantId: z.string().optional().describe('Global id of the variant.'),
  variantTitle: z.string().optional().describe('Variant; “Default Title” for a product without options.'),
  tracked: z.boolean().describe('Whether Shopify counts this stock; if not, the quantities say nothing.'),
  available: z.number().int().optional().describe('Pieces that can be sold; may be negative.'),
  onHand: z.number().int().optional().describe('Pieces on the shelf.'),
  committed: z.number().int().optional().describe('Pieces sold and not yet sent.'),
  incoming: z.number().int().optional().describe('Pieces on their way here.'),
  updatedAt: z.string().describe('ISO 8601.'),
});

export const Location = z.object({
  id: z.string().describe('Global id.'),
  name: z.string().describe('Name that the shop gave it.'),
  active: z.boolean().describe('Whether it is in use.'),
  fulfillsOnlineOrders: z.boolean().describe('Whether online orders are sent from it.'),
  shipsInventory: z.boolean().describe('Whether it ships at all.'),
  address: z
    .object({
      line1: z.string().optional().describe('Street and number.'),
      line2: z.string().optional().describe('Floor and the like.'),
      postalCode: z.string().optional().describe('Postal code.'),
      city: z.string().optional().describe('City.'),
      province: z.string().optional().describe('Province or state.'),
      country: z.string().optional().describe('Country, in English.'),
      countryCode: z.string().optional().describe('ISO 3166-1, two letters.'),
    })
    .describe('Where it is; the address of a business.'),
  stock: z.array(Level).optional().describe('Stock held there; absent when none was asked for.'),
  nextStockCursor: nextCursorField('stock of this location', 'stockCursor, together with locationId,'),
});

export function toLocation(location: z.output<typeof ShopifyLocation>): z.output<typeof Location> {
  const { address, inventoryLevels } = location;
  return {
    id: location.id,
    name: location.name,
    active: location.isActive,
    fulfillsOnlineOrders: location.fulfillsOnlineOrders,
    shipsInventory: location.shipsInventory,
    address: {
      line1: address.address1 || undefined,
      line2: address.address2 || undefined,
      postalCode: given(address.zip),
      city: given(address.city),
      province: given(address.province),
      country: given(address.country),
      countryCode: given(address.countryCode),
    },
    stock: inventoryLevels?.nodes.map(toLevel),
    nextStockCursor: inventoryLevels && nextCursorOf(inventoryLevels.pageInfo),
  };
}

function toLevel({ item, quantities, updatedAt }: z.output<typeof ShopifyLevel>): z.output<typeof Level> {
  const variant = item.variants?.nodes[0];
  const quantity = (name: string) => quantities.find((found) => found.name === name)?.quantity;
  return {
    inventoryItemId: item.id,
    sku: item.sku || undefined,
    productId: variant?.product.id,
    productTitle: variant?.product.title,
    variantId: variant?.id,
    variantTitle: variant?.title,
    tracked: item.tracked,
    available: quantity('available'),
    onHand: quantity('on_hand'),
    committed: quantity('committed'),
    incoming: quantity('incoming'),
    updatedAt,
  };
}
