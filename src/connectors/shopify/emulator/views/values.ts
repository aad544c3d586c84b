import type { Address } from '../../../../emulation/world/records.ts';
import { toGid } from '../gid.ts';

/** Shopify's `DateTime`: ISO 8601 in UTC, to the second. */
export function toDateTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** Shopify's `DateTime`, or null where the moment has not come. */
export function toDateTimeOrNull(atMs: number | undefined): string | null {
  return atMs === undefined ? null : toDateTime(atMs);
}

/** Shopify's `MoneyV2`. */
export function toMoney(amount: string, currencyCode: string) {
  return { amount: toAmount(amount), currencyCode };
}

/** Shopify's `MoneyBag`: shop and customer pay in the same currency here. */
export function toMoneyBag(amount: string, currencyCode: string) {
  const money = toMoney(amount, currencyCode);
  return { shopMoney: money, presentmentMoney: money };
}

/** Shopify writes a `Decimal` with at least one place and no zeros after it: `12.5`, `12.0`. */
function toAmount(decimal: string): string {
  return decimal.replace(/(\.\d)0$/, '$1');
}

/** Shopify's `MailingAddress`; the id is that of the record that holds the address, and customers' say that they are theirs. */
export function addressView(address: Address, id: number, ofWhom = '') {
  const name = [address.firstName, address.lastName].filter(Boolean).join(' ');
  return {
    __typename: 'MailingAddress',
    id: `${toGid('MailingAddress', id)}${ofWhom}`,
    name,
    firstName: address.firstName,
    lastName: address.lastName,
    company: address.company ?? null,
    ...placeView(address),
    countryCodeV2: address.countryCode,
    formattedArea: [address.city, address.province, address.country].filter(Boolean).join(', '),
    formatted: ({ withName, withCompany }: { withName: boolean; withCompany: boolean }) =>
      [withName && name, withCompany && address.company, ...formattedPlace(address)].filter(Boolean),
  };
}

/** The part of an address that is about the place and not about who lives there. */
export function placeView(address: Address) {
  return {
    address1: address.line1,
    address2: address.line2 ?? null,
    city: address.city,
    province: address.province ?? null,
    provinceCode: address.provinceCode ?? null,
    country: address.country,
    zip: address.postcode,
    phone: address.phone ?? null,
  };
}

/** The lines that are written on a parcel below the name. */
export function formattedPlace(address: Address): string[] {
  const lines = [address.line1, address.line2, `${address.city} ${address.postcode}`, address.country];
  return lines.filter((line) => line !== undefined);
}
