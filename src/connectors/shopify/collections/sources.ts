import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import { shopCurrencyQuery } from '../protocol/shop-currency.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { COLLECTION_SAVED, type CollectionChange, type Saved, ShopifySaved } from './change.ts';
import { fromRelation, SUBJECTS } from './condition-words.ts';
import { SOURCES_VERSIONS } from './read-sources.ts';
import type { Rule } from './rules.ts';

export const collectionSourcesQuery = defineQuery(
  `query CollectionSources($identifier: CollectionIdentifierInput!) {
    collectionByIdentifier(identifier: $identifier) {
      sources { id ... on CollectionConditionsSource { inclusion { conditions { id } } } }
    }
  }`,
  z.object({
    collectionByIdentifier: z
      .object({
        sources: z.array(
          z.object({
            id: z.string(),
            inclusion: z.object({ conditions: z.array(z.object({ id: z.string() })) }).optional(),
          }),
        ),
      })
      .nullable(),
  }),
  SOURCES_VERSIONS,
);

/** The collection, its sources, what they include, and the conditions. */
export const SOURCES_COST = 4;

export const createBySourcesMutation = defineMutation(
  `mutation CreateCollectionBySources($collection: CollectionCreateInput!) {
    payload: collectionCreate(collection: $collection) {
      collection { ${COLLECTION_SAVED} }
      userErrors { field message }
    }
  }`,
  ShopifySaved,
  SOURCES_VERSIONS,
);

export const updateBySourcesMutation = defineMutation(
  `mutation UpdateCollectionBySources($collection: CollectionUpdateInput!) {
    payload: collectionUpdate(collection: $collection) {
      collection { ${COLLECTION_SAVED} }
      job { done }
      userErrors { field message }
    }
  }`,
  ShopifySaved,
  SOURCES_VERSIONS,
);

const SEVERAL = 'This collection draws its products from several sources; change its rules in the admin of Shopify.';

/** Saves a collection as versions since 2026-07 do: new rules take the place of the conditions in its one source. */
export async function saveBySources(change: CollectionChange, upstream: ShopifyUpstream): Promise<Saved> {
  const { id, texts, rules, productIds } = change;
  if (id === undefined) {
    const sources = rules || productIds ? [await sourceOf(change, upstream)] : undefined;
    return (await upstream.mutate(createBySourcesMutation, { collection: { ...texts, sources } })).data.payload;
  }
  const collection = { ...texts, id, ...(rules && (await replacement(id, change, upstream))) };
  return (await upstream.mutate(updateBySourcesMutation, { collection })).data.payload;
}

async function sourceOf({ match, rules, productIds }: CollectionChange, upstream: ShopifyUpstream): Promise<object> {
  const inclusion = {
    ...(rules && { conditions: await conditionsOf(rules, upstream), matchType: matchTypeOf(match) }),
    ...(productIds && { selections: productIds.map((productId) => ({ productId })) }),
  };
  return { source: { title: rules ? 'Rules' : 'Products', inclusion } };
}

/** Products picked by hand within the same source stay. */
async function replacement(id: string, change: CollectionChange, upstream: ShopifyUpstream): Promise<object> {
  const { data } = await upstream.query(collectionSourcesQuery, { identifier: { id } });
  if (data.collectionByIdentifier === null) throw noSuch('collection');
  const { sources } = data.collectionByIdentifier;
  const [source] = sources;
  if (source === undefined) return { sourcesToCreate: [await sourceOf(change, upstream)] };
  if (sources.length > 1 || source.inclusion === undefined) {
    throw new PlatformError('upstream_rejected', SEVERAL, { sent: 'no' });
  }
  const inclusion = {
    matchType: matchTypeOf(change.match),
    conditionsToDelete: source.inclusion.conditions.map((condition) => condition.id),
    conditionsToCreate: await conditionsOf(change.rules ?? [], upstream),
  };
  return { sourcesToUpdate: [{ condition: { id: source.id, inclusion } }] };
}

function matchTypeOf(match: CollectionChange['match']): string {
  return match === 'any' ? 'ANY' : 'ALL';
}

async function conditionsOf(rules: readonly Rule[], upstream: ShopifyUpstream): Promise<object[]> {
  const hasPrice = rules.some(({ field }) => field === 'price');
  const currencyCode = hasPrice ? (await upstream.query(shopCurrencyQuery)).data.shop.currencyCode : undefined;
  return rules.map((rule) => ({
    [SUBJECTS[rule.field]]: {
      relation: fromRelation(rule),
      ...(rule.field === 'price'
        ? { value: { amount: rule.value, currencyCode } }
        : { matchType: 'ANY', values: [rule.value] }),
    },
  }));
}
