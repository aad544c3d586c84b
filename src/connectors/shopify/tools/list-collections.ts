import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { hasSources, ShopifySources, SOURCES, SOURCES_VERSIONS, sourcesOf } from '../collections/read-sources.ts';
import { RULE_SET, RULE_SET_VERSIONS, ruleSetSources, ShopifyRuleSet } from '../collections/rule-sets.ts';
import { Sources } from '../collections/shown-sources.ts';
import { idField, toGid } from '../input/gid.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { Seo, ShopifySeo, toSeo } from '../shapes/product-summary.ts';
import { given, toWord } from '../shapes/words.ts';

const COLLECTION =
  'id title handle descriptionHtml sortOrder updatedAt seo { title description } productsCount { count }';
/** The collection itself, its SEO fields, its count; rules cost the same in each model, or less. */
const COLLECTION_COST = 3 + 4;

const ShopifyCollection = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  descriptionHtml: z.string(),
  sortOrder: z.string(),
  updatedAt: z.string(),
  seo: ShopifySeo,
  productsCount: z.object({ count: z.number().int() }).nullish(),
});

const LIST =
  '($first: Int!, $after: String, $query: String) { collections(first: $first, after: $after, query: $query, sortKey: TITLE)';

const listReply = <Row extends z.ZodType>(row: Row) =>
  z.object({ collections: z.object({ nodes: z.array(row), pageInfo: PageInfo }) });

export const listCollectionsQuery = defineQuery(
  `query ListCollections${LIST} {
      nodes { ${COLLECTION} ${SOURCES} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  listReply(ShopifyCollection.extend(ShopifySources.shape)),
  SOURCES_VERSIONS,
);

export const listCollectionsByRuleSetQuery = defineQuery(
  `query ListCollectionsByRuleSet${LIST} {
      nodes { ${COLLECTION} ${RULE_SET} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  listReply(ShopifyCollection.extend(ShopifyRuleSet.shape)),
  RULE_SET_VERSIONS,
);

const GET =
  '($identifier: CollectionIdentifierInput!, $first: Int!, $after: String) { collectionByIdentifier(identifier: $identifier)';
const PRODUCTS = `products(first: $first, after: $after) {
        nodes { id title handle status totalInventory }
        pageInfo { hasNextPage endCursor }
      }`;

const ShopifyProducts = z.object({
  products: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        handle: z.string(),
        status: z.string(),
        totalInventory: z.number().int(),
      }),
    ),
    pageInfo: PageInfo,
  }),
});

const getReply = <Row extends z.ZodType>(row: Row) => z.object({ collectionByIdentifier: row.nullable() });

export const getCollectionQuery = defineQuery(
  `query GetCollection${GET} {
      ${COLLECTION}
      ${SOURCES}
      ${PRODUCTS}
    }
  }`,
  getReply(ShopifyCollection.extend({ ...ShopifySources.shape, ...ShopifyProducts.shape })),
  SOURCES_VERSIONS,
);

export const getCollectionByRuleSetQuery = defineQuery(
  `query GetCollectionByRuleSet${GET} {
      ${COLLECTION}
      ${RULE_SET}
      ${PRODUCTS}
    }
  }`,
  getReply(ShopifyCollection.extend({ ...ShopifyRuleSet.shape, ...ShopifyProducts.shape })),
  RULE_SET_VERSIONS,
);

const Collection = z.object({
  id: z.string().describe('Global id.'),
  title: z.string().describe('Title in the shop.'),
  handle: z.string().describe('Last part of its address, under /collections/.'),
  descriptionHtml: z.string().describe('Description as HTML, as merchants wrote it: untrusted content.'),
  seo: Seo.describe('What search engines are shown.'),
  sortOrder: z.string().describe('How its products are sorted.'),
  productsCount: z.number().int().optional().describe('How many products are in it.'),
  sources: Sources,
  updatedAt: z.string().describe('ISO 8601.'),
});

const ListCollectionsInput = z.object({
  id: idField('Collection', 'One, with its products.').optional(),
  handle: lineField(255, 'One, with its products.').optional(),
  text: lineField(200, 'Words in title or description.').optional(),
  type: z.enum(['smart', 'custom']).optional().describe('smart: by rules; custom: by hand.'),
  productId: idField('Product', 'Only those with this product.').optional(),
  limit: limitField('rows', 100, 50),
  cursor: cursorField('nextCursor'),
});

type Input = z.output<typeof ListCollectionsInput>;

/** `shopify_list_collections`: a page of collections, or one collection with a page of its products. */
export const listCollections = defineTool({
  name: 'shopify_list_collections',
  title: 'List collections, or get one',
  description:
    'Lists the collections (groups of products) of the Shopify shop by title. With id or handle it gives that one, and page by page the products in it.',
  effect: 'read',
  permission: 'shopify.products.read',
  scopes: ['read_products'],
  input: ListCollectionsInput.refine(
    ({ id, handle, text, type, productId }) =>
      [id, handle].filter((value) => value !== undefined).length +
        Number([text, type, productId].some((value) => value !== undefined)) <=
      1,
    { error: 'Give id, or handle, or filters.', path: ['id'] },
  ),
  output: z.object({
    collections: z.array(Collection).describe('The collections.'),
    products: z
      .array(
        z.object({
          id: z.string().describe('Global id.'),
          title: z.string().describe('Title.'),
          handle: z.string().describe('Last part of its address.'),
          status: z.string().describe('active, draft, archived or unlisted.'),
          totalInventory: z.number().int().describe('Pieces in stock.'),
        }),
      )
      .optional()
      .describe('Products in the one that was asked for, in its order.'),
    nextCursor: nextCursorField('rows', 'cursor'),
    notices: Notices,
  }),
  cost: (input) => (isOne(input) ? COLLECTION_COST + 2 + input.limit : 2 + input.limit * COLLECTION_COST),
  examples: [
    { title: 'All collections', input: {} },
    { title: 'What is in one', input: { handle: 'staff-favourites', limit: 5 } },
  ],

  async run(input, upstream: ShopifyUpstream) {
    return isOne(input) ? await getOne(input, upstream) : await listAll(input, upstream);
  },
});

function isOne({ id, handle }: Input): boolean {
  return id !== undefined || handle !== undefined;
}

async function getOne({ id, handle, limit, cursor }: Input, upstream: ShopifyUpstream) {
  const variables = {
    identifier: id === undefined ? { handle } : { id: toGid('Collection', id) },
    first: limit,
    after: cursor,
  };
  const { data, notices } = hasSources(upstream)
    ? await upstream.query(getCollectionQuery, variables)
    : await upstream.query(getCollectionByRuleSetQuery, variables);
  const found = data.collectionByIdentifier;
  if (found === null) throw new PlatformError('not_found', 'The shop has no such collection.', { sent: 'no' });
  return {
    collections: [toCollection(found)],
    products: found.products.nodes.map((product) => ({ ...product, status: toWord(product.status) })),
    nextCursor: nextCursorOf(found.products.pageInfo),
    notices: noticesOf(...notices),
  };
}

async function listAll({ text, type, productId, limit, cursor }: Input, upstream: ShopifyUpstream) {
  const variables = {
    first: limit,
    after: cursor,
    query: toSearchString([
      { argument: 'text', value: text },
      { argument: 'type', field: 'collection_type', value: type },
      { argument: 'productId', field: 'product_id', value: productId?.replace(/^.*\//, '') },
    ]),
  };
  const { data, notices } = hasSources(upstream)
    ? await upstream.query(listCollectionsQuery, variables)
    : await upstream.query(listCollectionsByRuleSetQuery, variables);
  const rows: readonly Row[] = data.collections.nodes;
  return {
    collections: rows.map(toCollection),
    nextCursor: nextCursorOf(data.collections.pageInfo),
    notices: noticesOf(...notices),
  };
}

type Row = z.output<typeof ShopifyCollection> & (z.output<typeof ShopifySources> | z.output<typeof ShopifyRuleSet>);

function toCollection(row: Row): z.output<typeof Collection> {
  return {
    id: row.id,
    title: row.title,
    handle: row.handle,
    descriptionHtml: row.descriptionHtml,
    seo: toSeo(row.seo),
    sortOrder: toWord(row.sortOrder),
    productsCount: given(row.productsCount?.count),
    sources: 'sources' in row ? sourcesOf(row) : ruleSetSources(row),
    updatedAt: row.updatedAt,
  };
}
