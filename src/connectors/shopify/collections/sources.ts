import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import { shopCurrencyQuery } from '../protocol/shop-currency.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { toWord } from '../shapes/words.ts';
import { COLLECTION_SAVED, type CollectionChange, type Saved, ShopifySaved } from './change.ts';
import type { Rule } from './rules.ts';
import type { Sources } from './shown-sources.ts';

/** The versions in which a collection has sources. */
export const SOURCES_VERSIONS = ['2026-10', '2026-07'] as const;

const CONDITION = 'CollectionSourceInclusionCondition';
const SUBJECTS: Readonly<Record<Rule['field'], string>> = {
  tag: 'productTag',
  title: 'productTitle',
  type: 'productType',
  vendor: 'productVendor',
  price: 'variantPrice',
};
const TYPES = new Map(
  Object.entries(SUBJECTS).map(([field, subject]) => [
    `${CONDITION}${subject[0]?.toUpperCase()}${subject.slice(1)}`,
    field,
  ]),
);

/** Says whether the version that a connection is pinned to has sources; those before have rule sets. */
export function hasSources({ apiVersion }: ShopifyUpstream): boolean {
  return SOURCES_VERSIONS.some((version) => version === apiVersion);
}

/** Selection of where a collection's products come from; costs 4 points. Each relation has a type of its own, hence the names. */
export const SOURCES = `sources {
      title
      ... on CollectionConditionsSource {
        inclusion {
          matchType
          conditions {
            __typename
            ... on ${CONDITION}ProductTag { tag: relation matchType values }
            ... on ${CONDITION}ProductTitle { title: relation matchType values }
            ... on ${CONDITION}ProductType { type: relation matchType values }
            ... on ${CONDITION}ProductVendor { vendor: relation matchType values }
            ... on ${CONDITION}VariantPrice { price: relation value { amount } }
          }
        }
      }
    }`;

const Relation = z.string().optional();

const ShopifyCondition = z.object({
  __typename: z.string(),
  tag: Relation,
  title: Relation,
  type: Relation,
  vendor: Relation,
  price: Relation,
  matchType: z.string().optional(),
  values: z.array(z.string()).optional(),
  value: z.object({ amount: z.string() }).optional(),
});

export const ShopifySources = z.object({
  sources: z.array(
    z.object({
      title: z.string(),
      inclusion: z.object({ matchType: z.string().nullish(), conditions: z.array(ShopifyCondition) }).optional(),
    }),
  ),
});

/** Gives the sources of a collection; of conditions that these tools cannot write, what they look at. */
export function sourcesOf({ sources }: z.output<typeof ShopifySources>): Sources {
  return sources.map(({ title, inclusion }) => ({
    title,
    match: inclusion?.matchType ? toWord(inclusion.matchType) : undefined,
    rules: (inclusion?.conditions ?? []).map(toRule),
  }));
}

function toRule({ __typename, matchType, values, value, ...relations }: z.output<typeof ShopifyCondition>) {
  const field = TYPES.get(__typename);
  const relation = Object.values(relations).find((given) => given !== undefined);
  const all = values ?? (value && [value.amount]);
  return {
    field: field ?? snakeCase(__typename.replace(CONDITION, '')),
    relation: relation && (RELATIONS[relation] ?? toWord(relation)),
    values: all,
    valuesMatch: all && all.length > 1 && matchType ? toWord(matchType) : undefined,
  };
}

/** What `rules.ts` calls otherwise. */
const RELATIONS: Readonly<Record<string, string>> = {
  TAGGED_WITH: 'equals',
  NOT_TAGGED_WITH: 'not_equals',
  DOES_NOT_CONTAIN: 'not_contains',
};

function snakeCase(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
}

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
  return rules.map(({ field, relation, value }) => ({
    [SUBJECTS[field]]:
      field === 'price'
        ? { relation: relation.toUpperCase(), value: { amount: value, currencyCode } }
        : { relation: relationOf(field, relation), matchType: 'ANY', values: [value] },
  }));
}

function relationOf(field: Rule['field'], relation: Rule['relation']): string {
  if (field === 'tag') return 'TAGGED_WITH';
  return relation === 'not_contains' ? 'DOES_NOT_CONTAIN' : relation.toUpperCase();
}
