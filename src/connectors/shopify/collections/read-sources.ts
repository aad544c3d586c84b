import { z } from 'zod';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { toWord } from '../shapes/words.ts';
import { CONDITION, toField, toRelation } from './condition-words.ts';
import type { Sources } from './shown-sources.ts';

/** The versions in which a collection has sources. */
export const SOURCES_VERSIONS = ['2026-10', '2026-07'] as const;

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
  const relation = Object.values(relations).find((given) => given !== undefined);
  const all = values ?? (value && [value.amount]);
  return {
    field: toField(__typename),
    relation: relation && toRelation(relation),
    values: all,
    valuesMatch: all && all.length > 1 && matchType ? toWord(matchType) : undefined,
  };
}
