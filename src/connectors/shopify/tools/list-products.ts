import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import {
  PRODUCT_SUMMARY,
  PRODUCT_SUMMARY_COST,
  ProductSummary,
  ShopifyProductSummary,
  toProductSummary,
} from '../shapes/product-summary.ts';

const SORTS = [
  'updated_at',
  'created_at',
  'published_at',
  'title',
  'vendor',
  'product_type',
  'inventory_total',
] as const;

export const listProductsQuery = defineQuery(
  `query ListProducts($first: Int!, $after: String, $query: String, $sortKey: ProductSortKeys!, $reverse: Boolean!) {
    products(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
      nodes { ...ProductSummary }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PRODUCT_SUMMARY}`,
  z.object({ products: z.object({ nodes: z.array(ShopifyProductSummary), pageInfo: PageInfo }) }),
);

/** `shopify_list_products`: a page of products, filtered and sorted by Shopify. */
export const listProducts = defineTool({
  name: 'shopify_list_products',
  title: 'List products',
  description:
    'Lists products of the Shopify shop with status, prices, stock, tags, SEO texts and main picture; all filters must match. Variants, description and all pictures of one: shopify_get_product; stock by location: shopify_list_locations.',
  effect: 'read',
  core: true,
  permission: 'shopify.products.read',
  scopes: ['read_products'],
  input: z.object({
    text: lineField(200, 'Words that must all occur.').optional(),
    status: z.enum(['active', 'draft', 'archived', 'unlisted']).optional().describe('Status.'),
    productType: lineField(200, 'Type, as the shop writes it.').optional(),
    vendor: lineField(200, 'Brand, as the shop writes it.').optional(),
    tag: lineField(200, 'Tag.').optional(),
    sku: lineField(200, 'Article number.').optional(),
    sortBy: z.enum(SORTS).default('updated_at').describe('What to sort by.'),
    descending: z.boolean().default(true).describe('Newest, most or Z first.'),
    limit: limitField('products', 100, 50),
    cursor: cursorField('nextCursor'),
  }),
  output: z.object({
    products: z.array(ProductSummary).describe('The products, sorted as asked.'),
    nextCursor: nextCursorField('products', 'cursor'),
    notices: Notices,
  }),
  list: 'products',
  cost: ({ limit }) => 2 + limit * PRODUCT_SUMMARY_COST,
  examples: [
    { title: 'The ten products that were changed last', input: { limit: 10 } },
    { title: 'Drafts by title', input: { status: 'draft', sortBy: 'title', descending: false } },
    {
      title: 'Products with a word in them, fewest in stock first',
      input: { text: 'tea', sortBy: 'inventory_total', descending: false, limit: 20 },
    },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const { data, notices } = await upstream.query(listProductsQuery, {
      first: input.limit,
      after: input.cursor,
      query: toSearchString([
        { argument: 'text', value: input.text },
        { argument: 'status', field: 'status', value: input.status },
        { argument: 'productType', field: 'product_type', value: input.productType },
        { argument: 'vendor', field: 'vendor', value: input.vendor },
        { argument: 'tag', field: 'tag', value: input.tag },
        { argument: 'sku', field: 'sku', value: input.sku },
      ]),
      sortKey: input.sortBy.toUpperCase(),
      reverse: input.descending,
    });
    return {
      products: data.products.nodes.map(toProductSummary),
      nextCursor: nextCursorOf(data.products.pageInfo),
      notices: noticesOf(...notices),
    };
  },
});
