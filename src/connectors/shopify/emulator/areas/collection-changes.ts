import { idOfType } from '../gid.ts';
import type { CollectionRow, CollectionRule, CollectionRules, Relation } from '../records/collections.ts';
import type { ShopState } from '../shop-state.ts';
import type { UserError } from '../user-error.ts';
import { collectionView, conditionId, subjectOfColumn, subjectOfCondition } from '../views/collection-view.ts';

/** What both ways of saving a collection say about it. */
interface Texts {
  readonly id?: string | null;
  readonly title?: string | null;
  readonly descriptionHtml?: string | null;
  readonly handle?: string | null;
  readonly seo?: { readonly title?: string | null; readonly description?: string | null } | null;
  readonly sortOrder?: string | null;
}

/** A change of a collection, whichever way it was asked for. */
interface Change extends Texts {
  readonly products: readonly string[];
  /** Gives the rules afterwards of those before, or what is wrong. */
  rules(before: CollectionRow | undefined): CollectionRules | UserError | undefined;
}

interface RuleSetInput extends Texts {
  readonly products?: readonly string[] | null;
  readonly ruleSet?: {
    readonly appliedDisjunctively: boolean;
    readonly rules?: readonly { column: string; relation: Relation; condition: string }[] | null;
  } | null;
}

/** Reads a change as versions until 2026-04 write it: with a rule set, which products picked by hand exclude. */
export function fromRuleSet({ products, ruleSet, ...texts }: RuleSetInput): Change {
  return {
    ...texts,
    products: products ?? [],
    rules(before) {
      if (!ruleSet) return before?.rules;
      if (products?.length || (before && before.rules === undefined)) {
        return { field: ['ruleSet'], message: 'Cannot add rules to a custom collection' };
      }
      const rules = (ruleSet.rules ?? []).map(({ column, relation, condition }) => ({
        by: subjectOfColumn(column),
        relation,
        value: condition,
      }));
      return { isAny: ruleSet.appliedDisjunctively, rules };
    },
  };
}

type Condition = Readonly<
  Record<
    string,
    { readonly relation: string; readonly values?: readonly string[]; readonly value?: { amount: string } }
  >
>;

interface SourcesInput extends Texts {
  readonly sources?: readonly { readonly source?: NewSource | null }[] | null;
  readonly sourcesToCreate?: readonly { readonly source?: NewSource | null }[] | null;
  readonly sourcesToUpdate?:
    | readonly { readonly condition?: { readonly id: string; readonly inclusion?: Inclusion | null } | null }[]
    | null;
}

interface NewSource {
  readonly inclusion?: {
    readonly matchType?: string | null;
    readonly conditions?: readonly Condition[] | null;
    readonly selections?: readonly { readonly productId: string }[] | null;
  } | null;
}

interface Inclusion {
  readonly matchType?: string | null;
  readonly conditionsToCreate?: readonly Condition[] | null;
  readonly conditionsToDelete?: readonly string[] | null;
}

const renamed: Readonly<Record<string, Relation>> = {
  TAGGED_WITH: 'EQUALS',
  NOT_TAGGED_WITH: 'NOT_EQUALS',
  DOES_NOT_CONTAIN: 'NOT_CONTAINS',
};

/** Reads a change as versions since 2026-07 write it: with sources; this shop knows one with conditions a collection. */
export function fromSources({ sources, sourcesToCreate, sourcesToUpdate, ...texts }: SourcesInput): Change {
  const created = [...(sources ?? []), ...(sourcesToCreate ?? [])].flatMap(({ source }) => source?.inclusion ?? []);
  return {
    ...texts,
    products: created.flatMap(({ selections }) => (selections ?? []).map(({ productId }) => productId)),
    rules(before) {
      let rules = before?.rules;
      for (const { conditions, matchType } of created) {
        if (conditions?.length) rules = { isAny: matchType === 'ANY', rules: conditions.map(toRule) };
      }
      for (const { condition } of sourcesToUpdate ?? []) {
        const id = condition ? idOfType('CollectionConditionsSource', condition.id) : undefined;
        if (rules === undefined || id !== before?.id) {
          return { field: ['sourcesToUpdate', '0', 'condition', 'id'], message: 'Source does not exist' };
        }
        rules = changed(rules, condition?.inclusion ?? {});
      }
      return rules;
    },
  };
}

function changed(before: CollectionRules, { matchType, conditionsToCreate, conditionsToDelete }: Inclusion) {
  const kept = before.rules.filter((_, index) => !conditionsToDelete?.includes(conditionId(before, index)));
  return {
    isAny: matchType == null ? before.isAny : matchType === 'ANY',
    rules: [...kept, ...(conditionsToCreate ?? []).map(toRule)],
  };
}

function toRule(condition: Condition): CollectionRule {
  const [name = '', { relation, values = [], value }] = Object.entries(condition)[0]!;
  return {
    by: subjectOfCondition(name),
    relation: renamed[relation] ?? (relation as Relation),
    value: value?.amount ?? values[0] ?? '',
  };
}

export const noCollection: UserError = { field: ['id'], message: 'Collection does not exist' };

/** Makes a collection that no channel shows yet. */
export function createCollection(state: ShopState, change: Change, nowMs: number) {
  const blank: CollectionRow = {
    id: -1,
    title: '',
    handle: '',
    descriptionHtml: '',
    seoTitle: undefined,
    seoDescription: undefined,
    sortOrder: 'BEST_SELLING',
    updatedAtMs: nowMs,
    rules: undefined,
    productIds: [],
  };
  return save(state, blank, undefined, change, nowMs);
}

/** Changes a collection; what a change of its rules means for products is worked out in the background. */
export function updateCollection(state: ShopState, change: Change, nowMs: number) {
  const before = state.collections.get(idOfType('Collection', change.id ?? ''));
  if (!before) return { collection: null, job: null, userErrors: [noCollection] };
  return save(state, before, before, change, nowMs);
}

function save(state: ShopState, row: CollectionRow, before: CollectionRow | undefined, change: Change, nowMs: number) {
  const rules = change.rules(before);
  const userErrors = [
    ...faultsOf(state, row, change, before === undefined),
    ...(rules && 'field' in rules ? [rules] : []),
  ];
  if (userErrors.length > 0 || (rules && 'field' in rules)) return { collection: null, job: null, userErrors };
  const { title, handle, descriptionHtml, seo, sortOrder, products } = change;
  const saved: CollectionRow = {
    ...row,
    id: before ? row.id : state.collections.nextId(),
    title: title?.trim() ?? row.title,
    handle: handle || row.handle || freeHandle(state, title ?? ''),
    descriptionHtml: descriptionHtml ?? row.descriptionHtml,
    seoTitle: seo && 'title' in seo ? seo.title || undefined : row.seoTitle,
    seoDescription: seo && 'description' in seo ? seo.description || undefined : row.seoDescription,
    sortOrder: sortOrder ?? row.sortOrder,
    updatedAtMs: nowMs,
    rules,
    productIds: [...row.productIds, ...products.map((gid) => idOfType('Product', gid)!)],
  };
  state.collections.put(saved);
  const job =
    rules === before?.rules ? null : { __typename: 'Job', id: `gid://shopify/Job/collection-${saved.id}`, done: false };
  return { collection: collectionView(state, saved), job, userErrors: [] };
}

function faultsOf(state: ShopState, row: CollectionRow, change: Change, isNew: boolean): UserError[] {
  const { title, handle, products } = change;
  const errors: UserError[] = [];
  if (title == null ? isNew : title.trim() === '') errors.push({ field: ['title'], message: "Title can't be blank" });
  const owner = handle ? state.collections.all().find((other) => other.handle === handle) : undefined;
  if (owner && owner.id !== row.id) errors.push({ field: ['handle'], message: 'Handle has already been taken' });
  if (products.some((gid) => !state.products.get(idOfType('Product', gid)))) {
    errors.push({ field: ['products'], message: 'Product does not exist' });
  }
  return errors;
}

function freeHandle(state: ShopState, title: string): string {
  const base = title
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const taken = new Set(state.collections.all().map(({ handle }) => handle));
  for (let number = 0; ; number += 1) {
    const handle = number === 0 ? base : `${base}-${number}`;
    if (!taken.has(handle)) return handle;
  }
}
