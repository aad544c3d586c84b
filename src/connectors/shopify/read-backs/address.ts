import { z } from 'zod';
import { type DoubtedWrite, type Found, stateFound } from '../../../kernel/read-back.ts';
import { toGid } from '../input/gid.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';

const ADDRESSES_MAX = 50;

const ShopifyAddressState = z.object({
  id: z.string(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  zip: z.string().nullish(),
  provinceCode: z.string().nullish(),
  countryCodeV2: z.string().nullish(),
  phone: z.string().nullish(),
});

type AddressState = z.output<typeof ShopifyAddressState>;

export const addressStatesQuery = defineQuery(
  `query AddressStates($id: ID!) {
    customer(id: $id) {
      updatedAt
      defaultAddress { id }
      addressesV2(first: ${ADDRESSES_MAX}) {
        nodes { id firstName lastName company address1 address2 city zip provinceCode countryCodeV2 phone }
        pageInfo { hasNextPage }
      }
    }
  }`,
  z.object({
    customer: z
      .object({
        updatedAt: z.string(),
        defaultAddress: z.object({ id: z.string() }).nullish(),
        addressesV2: z.object({
          nodes: z.array(ShopifyAddressState),
          pageInfo: z.object({ hasNextPage: z.boolean() }),
        }),
      })
      .nullable(),
  }),
);

/** An address as it was asked for, in Shopify's words. */
export interface AskedAddress {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly company?: string | undefined;
  readonly address1: string;
  readonly address2?: string | undefined;
  readonly city: string;
  readonly zip?: string | undefined;
  readonly provinceCode?: string | undefined;
  readonly countryCode: string;
  readonly phone?: string | undefined;
}

/** What was asked for of a customer's addresses. */
export interface AskedOfAddresses {
  readonly customerId: string;
  readonly id: string | undefined;
  readonly address: AskedAddress | undefined;
  readonly makeDefault: boolean;
}

/**
 * Looks for an address that was to be added, replaced or made the default. A customer who has the address has what was asked
 * for, whoever added it. Shopify writes postcodes and telephones down in its own way, so these are compared without what
 * says nothing; an address of the same street that differs all the same may be the one.
 */
export async function addressFound(
  { customerId, id, address, makeDefault }: AskedOfAddresses,
  upstream: ShopifyUpstream,
  write: DoubtedWrite,
): Promise<Found<never>> {
  const { customer } = await upstream.queryWhole(addressStatesQuery, { id: toGid('Customer', customerId) });
  if (customer === null) return stateFound<never>({ what: 'The customer', holds: false, isThere: false }, write);
  const { nodes, pageInfo } = customer.addressesV2;
  const isDefault = (one: AddressState | undefined) => one !== undefined && one.id === customer.defaultAddress?.id;
  if (id === undefined && address) {
    const alike = nodes.filter((one) => isAlike(one, address));
    if (alike.length > 0 && (!makeDefault || alike.some(isDefault))) {
      return { found: 'done', because: 'The customer has the address.' };
    }
    const maybe =
      alike.length > 0 || pageInfo.hasNextPage || nodes.some((one) => isSame(one.address1, address.address1));
    return maybe
      ? { found: 'cannot_tell', because: MAYBE }
      : { found: 'not_done', because: 'The customer has no address of that street.' };
  }
  const one = nodes.find((row) => numberOf(row.id) === numberOf(id ?? ''));
  const holds = one !== undefined && (!address || isAlike(one, address)) && (!makeDefault || isDefault(one));
  const isThere = one !== undefined || pageInfo.hasNextPage;
  return stateFound<never>(
    { what: 'The address of the customer', holds, isThere, changedAt: customer.updatedAt },
    write,
  );
}

const MAYBE =
  'The customer has an address of that street that differs in other parts or is not the default, or more addresses than are looked through. Look with shopify_get_customer, and settle it yourself.';

function isAlike(is: AddressState, asked: AskedAddress): boolean {
  return (
    isSame(is.firstName, asked.firstName) &&
    isSame(is.lastName, asked.lastName) &&
    isSame(is.company, asked.company) &&
    isSame(is.address1, asked.address1) &&
    isSame(is.address2, asked.address2) &&
    isSame(is.city, asked.city) &&
    isSame(is.countryCodeV2, asked.countryCode) &&
    // Shopify may know the province by the postcode.
    (asked.provinceCode === undefined || isSame(is.provinceCode, asked.provinceCode)) &&
    isSame(withoutGaps(is.zip), withoutGaps(asked.zip)) &&
    isSamePhone(is.phone ?? '', asked.phone ?? '')
  );
}

function isSame(is: string | null | undefined, asked: string | null | undefined): boolean {
  return plain(is) === plain(asked);
}

function plain(text: string | null | undefined): string {
  return (text ?? '').normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function withoutGaps(text: string | null | undefined): string {
  return (text ?? '').replace(/[\s-]/g, '');
}

/** With the country's code before it or without. */
function isSamePhone(is: string, asked: string): boolean {
  const [one, other] = [digitsOf(is), digitsOf(asked)];
  return one === '' || other === '' ? one === other : one.endsWith(other) || other.endsWith(one);
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '').replace(/^0+/, '');
}

function numberOf(id: string): string {
  const [address = ''] = id.split('?', 1);
  return address.slice(address.lastIndexOf('/') + 1);
}
