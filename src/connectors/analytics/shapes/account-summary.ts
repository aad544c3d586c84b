import { z } from 'zod';

/** An account with its properties, as the Admin API sums it up. */
export const AccountSummary = z.object({
  account: z.string(),
  displayName: z.string().optional(),
  propertySummaries: z
    .array(
      z.object({
        property: z.string(),
        displayName: z.string().optional(),
        propertyType: z.string().optional(),
        parent: z.string().optional(),
      }),
    )
    .optional(),
});

/** A page of accounts. */
export const AccountSummaries = z.object({
  accountSummaries: z.array(AccountSummary).optional(),
  nextPageToken: z.string().optional(),
});

/** A property as `ga4_list_properties` gives it. */
export const PropertySummary = z.object({
  property: z.string().describe('Its number, for the other tools.'),
  name: z.string().describe('Display name.'),
  account: z.string().describe('Number of its account.'),
  accountName: z.string().describe('Display name of the account.'),
  type: z.string().describe('ordinary, subproperty or rollup.'),
});

export type PropertySummary = z.output<typeof PropertySummary>;

/** Gives every property of every account, in Google's order. */
export function propertyList(accounts: readonly z.output<typeof AccountSummary>[] = []): PropertySummary[] {
  return accounts.flatMap(({ account, displayName = '', propertySummaries = [] }) =>
    propertySummaries.map((property) => ({
      property: property.property.replace('properties/', ''),
      name: property.displayName ?? '',
      account: account.replace('accounts/', ''),
      accountName: displayName,
      type: (property.propertyType ?? '').replace('PROPERTY_TYPE_', '').toLowerCase() || 'ordinary',
    })),
  );
}
