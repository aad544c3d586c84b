import type { AreaNames } from './area-names.ts';

const SHARED = 'title status startsAt endsAt createdAt updatedAt asyncUsageCount combinesWith discountClasses';
const CODE = `${SHARED} codes codesCount usageLimit appliesOncePerCustomer totalSales`;

/** What the emulator knows of discounts, by code and automatic ones. */
export const discountsNames: AreaNames = {
  queries: 'discountNodes discountNode codeDiscountNodeByCode',
  mutations: `discountCodeBasicCreate discountCodeActivate discountCodeDeactivate discountAutomaticActivate
    discountAutomaticDeactivate`,
  types: {
    DiscountNode: 'id discount',
    DiscountCodeNode: 'id codeDiscount',
    DiscountAutomaticNode: 'id automaticDiscount',
    Discount: '',
    DiscountCode: '',
    DiscountAutomatic: '',
    DiscountCodeBasic: `${CODE} summary shortSummary customerGets minimumRequirement`,
    DiscountCodeBxgy: `${CODE} summary`,
    DiscountCodeFreeShipping: `${CODE} summary shortSummary minimumRequirement`,
    DiscountCodeApp: CODE,
    DiscountAutomaticBasic: `${SHARED} summary shortSummary customerGets minimumRequirement`,
    DiscountAutomaticBxgy: `${SHARED} summary`,
    DiscountAutomaticFreeShipping: `${SHARED} summary shortSummary minimumRequirement`,
    DiscountAutomaticApp: SHARED,
    DiscountRedeemCode: 'id code asyncUsageCount',
    DiscountCombinesWith: 'orderDiscounts productDiscounts shippingDiscounts',
    DiscountCustomerGets: 'value',
    DiscountCustomerGetsValue: '',
    DiscountAmount: 'amount appliesOnEachItem',
    DiscountPercentage: 'percentage',
    DiscountMinimumRequirement: '',
    DiscountMinimumSubtotal: 'greaterThanOrEqualToSubtotal',
    DiscountMinimumQuantity: 'greaterThanOrEqualToQuantity',
    DiscountCodeBasicInput: `code title startsAt endsAt usageLimit appliesOncePerCustomer context customerGets minimumRequirement
    combinesWith`,
    DiscountContextInput: 'all',
    DiscountCustomerGetsInput: 'items value',
    DiscountItemsInput: 'all',
    DiscountCustomerGetsValueInput: 'percentage discountAmount',
    DiscountAmountInput: 'amount appliesOnEachItem',
    DiscountMinimumRequirementInput: 'subtotal',
    DiscountMinimumSubtotalInput: 'greaterThanOrEqualToSubtotal',
    DiscountCombinesWithInput: 'orderDiscounts productDiscounts shippingDiscounts',
    DiscountUserError: 'code extraInfo field message',
    DiscountCodeBasicCreatePayload: 'codeDiscountNode userErrors',
    DiscountCodeActivatePayload: 'codeDiscountNode userErrors',
    DiscountCodeDeactivatePayload: 'codeDiscountNode userErrors',
    DiscountAutomaticActivatePayload: 'automaticDiscountNode userErrors',
    DiscountAutomaticDeactivatePayload: 'automaticDiscountNode userErrors',
  },
  droppedArguments: ['QueryRoot.discountNodes(savedSearchId)'],
};
