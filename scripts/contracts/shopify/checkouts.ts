import type { AreaNames } from './area-names.ts';

/** What the emulator knows of checkouts that nobody finished. */
export const checkoutsNames: AreaNames = {
  queries: 'abandonedCheckouts',
  types: {
    AbandonedCheckout: `id name createdAt updatedAt completedAt abandonedCheckoutUrl customer lineItems totalPriceSet
    subtotalPriceSet discountCodes shippingAddress note`,
    AbandonedCheckoutLineItem:
      'id title variantTitle sku quantity originalTotalPriceSet discountedTotalPriceSet product variant',
  },
  droppedArguments: ['QueryRoot.abandonedCheckouts(savedSearchId)'],
};
