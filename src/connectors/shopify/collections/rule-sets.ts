import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { COLLECTION_SAVED, type CollectionChange, type Saved, ShopifySaved } from './change.ts';
import type { Rule } from './rules.ts';

const VERSIONS = ['2026-04'] as const;

export const createByRuleSetMutation = defineMutation(
  `mutation CreateCollectionByRuleSet($input: CollectionInput!) {
    payload: collectionCreate(input: $input) { collection { ${COLLECTION_SAVED} } userErrors { field message } }
  }`,
  ShopifySaved,
  VERSIONS,
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
  VERSIONS,
);

const COLUMNS: Readonly<Record<Rule['field'], string>> = {
  tag: 'TAG',
  title: 'TITLE',
  type: 'TYPE',
  vendor: 'VENDOR',
  price: 'VARIANT_PRICE',
};

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
