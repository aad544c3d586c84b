import { z } from 'zod';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { toWord } from '../shapes/words.ts';
import { COLLECTION_SAVED, type CollectionChange, type Saved, ShopifySaved } from './change.ts';
import type { Rule } from './rules.ts';
import type { Sources } from './shown-sources.ts';

/** The versions in which a collection has a rule set. */
export const RULE_SET_VERSIONS = ['2026-04'] as const;

/** Selection of a collection's rules; costs 2 points. */
export const RULE_SET = 'ruleSet { appliedDisjunctively rules { column relation condition } }';

export const ShopifyRuleSet = z.object({
  ruleSet: z
    .object({
      appliedDisjunctively: z.boolean(),
      rules: z.array(z.object({ column: z.string(), relation: z.string(), condition: z.string() })),
    })
    .nullish(),
});

/** Gives the rule set of a collection as its one source. */
export function ruleSetSources({ ruleSet }: z.output<typeof ShopifyRuleSet>): Sources {
  if (!ruleSet) return [];
  const rules = ruleSet.rules.map(({ column, relation, condition }) => ({
    field: fieldOf(column),
    relation: toWord(relation),
    values: [condition],
  }));
  return [{ match: ruleSet.appliedDisjunctively ? 'any' : 'all', rules }];
}

const COLUMNS: Readonly<Record<Rule['field'], string>> = {
  tag: 'TAG',
  title: 'TITLE',
  type: 'TYPE',
  vendor: 'VENDOR',
  price: 'VARIANT_PRICE',
};

function fieldOf(column: string): string {
  return Object.entries(COLUMNS).find(([, known]) => known === column)?.[0] ?? toWord(column);
}

export const createByRuleSetMutation = defineMutation(
  `mutation CreateCollectionByRuleSet($input: CollectionInput!) {
    payload: collectionCreate(input: $input) { collection { ${COLLECTION_SAVED} } userErrors { field message } }
  }`,
  ShopifySaved,
  RULE_SET_VERSIONS,
);

export const updateByRuleSetMutation = defineMutation(
  `mutation UpdateCollectionByRuleSet($input: CollectionInput!) {
    payload: collectionUpdate(input: $input) {
      collection { ${COLLECTION_SAVED} }
      job { done }
      userErrors { field message }
    }
  }`,
  ShopifySaved,
  RULE_SET_VERSIONS,
);

/** Saves a collection as versions until 2026-04 do: new rules are the whole rule set. */
export async function saveByRuleSet(change: CollectionChange, upstream: ShopifyUpstream): Promise<Saved> {
  const { id, texts, match, rules, productIds } = change;
  const ruleSet = rules && {
    appliedDisjunctively: match === 'any',
    rules: rules.map(({ field, relation, value }) => ({
      column: COLUMNS[field],
      relation: relation.toUpperCase(),
      condition: value,
    })),
  };
  const input = { ...texts, id, ruleSet, products: productIds };
  const mutation = id === undefined ? createByRuleSetMutation : updateByRuleSetMutation;
  return (await upstream.mutate(mutation, { input })).data.payload;
}
