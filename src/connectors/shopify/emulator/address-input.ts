import { regions } from '../../../emulation/world/people.ts';
import type { Address } from '../../../emulation/world/records.ts';
import type { UserError } from './user-error.ts';

/** Shopify's `MailingAddressInput`. */
export interface AddressInput {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly company?: string | null;
  readonly address1?: string | null;
  readonly address2?: string | null;
  readonly city?: string | null;
  readonly provinceCode?: string | null;
  readonly zip?: string | null;
  readonly countryCode?: string | null;
  readonly phone?: string | null;
}

/** Says what an address lacks, below the field that holds it. */
export function addressFaults({ city, countryCode, address1 }: AddressInput, field: readonly string[]): UserError[] {
  const errors: UserError[] = [];
  if (!address1) errors.push({ field: [...field, 'address1'], message: "Address1 can't be blank" });
  if (!city) errors.push({ field: [...field, 'city'], message: "City can't be blank" });
  if (!countryCode) errors.push({ field: [...field, 'countryCode'], message: "Country can't be blank" });
  return errors;
}

/** Reads an address as the world writes it. */
export function toAddress(input: AddressInput): Address {
  const countryCode = input.countryCode ?? '';
  const country = new Intl.DisplayNames('en', { type: 'region' });
  const known = regions.find(({ code }) => code === countryCode)?.cities ?? [];
  const province = known.find(([, , , code]) => code !== undefined && code === input.provinceCode)?.[2];
  return {
    firstName: input.firstName ?? '',
    lastName: input.lastName ?? '',
    company: input.company ?? undefined,
    line1: input.address1 ?? '',
    line2: input.address2 ?? undefined,
    city: input.city ?? '',
    province,
    provinceCode: input.provinceCode ?? undefined,
    postcode: input.zip ?? '',
    country: countryCode === '' ? '' : (country.of(countryCode) ?? countryCode),
    countryCode,
    phone: input.phone ?? undefined,
  };
}

/** Writes an address as Shopify takes it: what a change of it leaves out stays so. */
export function toAddressInput(address: Address): AddressInput {
  const { firstName, lastName, company, line1, line2, city, provinceCode, postcode, countryCode, phone } = address;
  return {
    firstName,
    lastName,
    company,
    address1: line1,
    address2: line2,
    city,
    provinceCode,
    zip: postcode,
    countryCode,
    phone,
  };
}
