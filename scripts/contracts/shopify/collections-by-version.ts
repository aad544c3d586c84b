import type { AreaNames } from './area-names.ts';

/** What some versions alone have: the emulator knows it where one of these is asked for. */
export interface VersionedNames extends AreaNames {
  /** How the generated constant is called. */
  readonly constant: string;
  readonly versions: readonly string[];
}

/** Collections are saved with rule sets until 2026-04, and with sources since 2026-07. */
export const collectionsByVersion: readonly VersionedNames[] = [
  {
    constant: 'ruleSetSchema',
    versions: ['2026-04'],
    mutations: 'collectionCreate collectionUpdate',
    types: {
      CollectionInput: 'id title descriptionHtml handle redirectNewHandle seo sortOrder products ruleSet',
      CollectionRuleSetInput: 'appliedDisjunctively rules',
      CollectionRuleInput: 'column relation condition',
      CollectionRuleColumn: 'TAG TITLE TYPE VENDOR VARIANT_PRICE',
      CollectionCreatePayload: 'collection userErrors',
      CollectionUpdatePayload: 'collection job userErrors',
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
      CollectionSourceInclusionCondition: 'id',
      CollectionSourceInclusionConditionProductTag: 'id',
      CollectionSourceInclusionConditionProductTitle: 'id',
      CollectionSourceInclusionConditionProductType: 'id',
      CollectionSourceInclusionConditionProductVendor: 'id',
      CollectionSourceInclusionConditionVariantPrice: 'id',
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
      CollectionSourceInclusionConditionInput: 'productTag productTitle productType productVendor variantPrice',
      CollectionSourceInclusionConditionProductTagInput: 'matchType relation values',
      CollectionSourceInclusionConditionProductTitleInput: 'matchType relation values',
      CollectionSourceInclusionConditionProductTypeInput: 'matchType relation values',
      CollectionSourceInclusionConditionProductVendorInput: 'matchType relation values',
      CollectionSourceInclusionConditionVariantPriceInput: 'relation value',
      CollectionCreatePayload: 'collection userErrors',
      CollectionUpdatePayload: 'collection job userErrors',
    },
  },
];
