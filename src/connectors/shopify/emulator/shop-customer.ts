import type { Address, Customer } from '../../../emulation/world/records.ts';

/** A customer as an emulated shop holds it: the world's, with what was written since. */
export interface ShopCustomer extends Customer {
  /** Once somebody wrote to the record. */
  readonly updatedAtMs?: number;
  readonly isTaxExempt?: boolean;
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
