import type { AreaNames } from './area-names.ts';

/** What some versions alone have: the emulator knows it where one of these is asked for. */
export interface VersionedNames extends AreaNames {
  /** How the generated constant is called. */
  readonly constant: string;
  readonly versions: readonly string[];
}

const CONDITION = 'CollectionSourceInclusionCondition';
const TEXT_SUBJECTS = ['ProductTag', 'ProductTitle', 'ProductType', 'ProductVendor'];

/** What a product is looked at for, as it is shown and as it is saved. */
const TEXT_CONDITIONS = Object.fromEntries(
  TEXT_SUBJECTS.flatMap((subject) => [
    [`${CONDITION}${subject}`, 'id matchType relation values'],
    [`${CONDITION}${subject}Input`, 'matchType relation values'],
  ]),
);

/** Collections have rule sets until 2026-04, and sources since 2026-07. */
export const collectionsByVersion: readonly VersionedNames[] = [
  {
    constant: 'ruleSetSchema',
    versions: ['2026-04'],
    mutations: 'collectionCreate collectionUpdate',
    types: {
      Collection: 'ruleSet',
      CollectionRuleSet: 'appliedDisjunctively rules',
      CollectionRule: 'column relation condition',
      CollectionInput: 'id title descriptionHtml handle redirectNewHandle seo sortOrder products ruleSet',
      CollectionRuleSetInput: 'appliedDisjunctively rules',
      CollectionRuleInput: 'column relation condition',
      CollectionRuleColumn: 'TAG TITLE TYPE VENDOR VARIANT_PRICE',
    },
  },
  {
    constant: 'sourcesSchema',
    versions: ['2026-07', '2026-10'],
    mutations: 'collectionCreate collectionUpdate',
    types: {
      Collection: 'sources',
      CollectionSource: 'id title',
      CollectionConditionsSource: 'id title inclusion',
      CollectionSourceInclusion: 'conditions matchType',
      [CONDITION]: 'id',
      ...TEXT_CONDITIONS,
      [`${CONDITION}VariantPrice`]: 'id relation value',
      [`${CONDITION}VariantPriceInput`]: 'relation value',
      [`${CONDITION}Input`]: 'productTag productTitle productType productVendor variantPrice',
      CollectionCreateInput: 'title descriptionHtml handle seo sortOrder sources',
      CollectionUpdateInput:
        'id title descriptionHtml handle redirectNewHandle seo sortOrder sourcesToCreate sourcesToUpdate',
      CollectionCreateSourceTargetInput: 'source',
      CollectionCreateConditionsSourceInput: 'title inclusion',
      CollectionCreateSourceInclusionInput: 'conditions matchType selections',
      CollectionInclusionProductSelectionInput: 'productId',
      CollectionUpdateSourceTargetInput: 'condition',
      CollectionUpdateConditionsSourceInput: 'id inclusion',
      CollectionUpdateSourceInclusionInput: 'conditionsToCreate conditionsToDelete matchType',
    },
  },
];
