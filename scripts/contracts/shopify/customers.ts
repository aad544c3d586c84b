import type { AreaNames } from './area-names.ts';

/** What the emulator knows of customers. */
export const customersNames: AreaNames = {
  queries: 'customers customer customersCount customerMergePreview',
  mutations: `customerCreate customerUpdate customerMerge customerDelete customerAddressCreate customerAddressUpdate
  customerAddressDelete customerUpdateDefaultAddress`,
  types: {
    Customer: `id legacyResourceId displayName firstName lastName defaultEmailAddress defaultPhoneNumber defaultAddress
    addressesV2 numberOfOrders amountSpent lastOrder orders note tags state locale verifiedEmail taxExempt createdAt updatedAt
    lifetimeDuration canDelete statistics`,
    CustomerEmailAddress: 'emailAddress validFormat marketingState marketingOptInLevel marketingUpdatedAt',
    CustomerStatistics: 'predictedSpendTier rfmGroup',
    CustomerPhoneNumber: 'phoneNumber',
    CustomerInput: 'id email firstName lastName locale note phone tags taxExempt',
    CustomerCreatePayload: 'customer userErrors',
    CustomerUpdatePayload: 'customer userErrors',
    CustomerDeleteInput: 'id',
    CustomerDeletePayload: 'deletedCustomerId userErrors',
    CustomerAddressCreatePayload: 'address userErrors',
    CustomerAddressUpdatePayload: 'address userErrors',
    CustomerAddressDeletePayload: 'deletedAddressId userErrors',
    CustomerUpdateDefaultAddressPayload: 'customer userErrors',
    CustomerMergeOverrideFields: `customerIdOfDefaultAddressToKeep customerIdOfEmailToKeep customerIdOfFirstNameToKeep
    customerIdOfLastNameToKeep customerIdOfPhoneNumberToKeep note tags`,
    CustomerMergePayload: 'job resultingCustomerId userErrors',
    CustomerMergeUserError: 'code field message',
    CustomerMergePreview: 'customerMergeErrors resultingCustomerId defaultFields',
    CustomerMergePreviewDefaultFields: 'displayName email firstName lastName note orderCount tags',
    CustomerMergeError: 'errorFields message',
    Job: 'id done',
  },
};
