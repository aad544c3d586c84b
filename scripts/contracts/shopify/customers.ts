import type { AreaNames } from './area-names.ts';

/** What the emulator knows of customers. */
export const customersNames: AreaNames = {
  queries: 'customers customer customersCount',
  types: {
    Customer: `id legacyResourceId displayName firstName lastName defaultEmailAddress defaultPhoneNumber defaultAddress
    numberOfOrders amountSpent lastOrder orders note tags state locale verifiedEmail taxExempt createdAt updatedAt`,
    CustomerEmailAddress: 'emailAddress validFormat',
    CustomerPhoneNumber: 'phoneNumber',
  },
};
