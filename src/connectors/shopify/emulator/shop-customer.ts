import type { Address, Customer } from '../../../emulation/world/records.ts';

/** A customer as an emulated shop holds it: the world's, with what was written since. */
export interface ShopCustomer extends Customer {
  /** Once somebody wrote to the record. */
  readonly updatedAtMs?: number;
  readonly isTaxExempt?: boolean;
  /** Once one was written; without them the world's is the only one. */
  readonly addresses?: readonly ShopAddress[];
  readonly defaultAddressId?: number | undefined;
}

/** One of a customer's addresses. */
export interface ShopAddress {
  readonly id: number;
  readonly address: Address;
}

/** Gives all addresses of a customer, the oldest first. */
export function addressesOf({ id, address, addresses }: ShopCustomer): readonly ShopAddress[] {
  return addresses ?? (address.line1 === '' ? [] : [{ id, address }]);
}

/** Gives the one that is used where nobody chose another. */
export function defaultAddressOf(customer: ShopCustomer): ShopAddress | undefined {
  const { id, defaultAddressId = id } = customer;
  return addressesOf(customer).find((found) => found.id === defaultAddressId);
}

/** The address of somebody who has given none. */
export const noAddress: Address = {
  firstName: '',
  lastName: '',
  company: undefined,
  line1: '',
  line2: undefined,
  city: '',
  province: undefined,
  provinceCode: undefined,
  postcode: '',
  country: '',
  countryCode: '',
  phone: undefined,
};
