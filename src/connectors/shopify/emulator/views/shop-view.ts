import { toGid } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import { formattedPlace, placeView, toDateTime } from './values.ts';

/** Shows the shop as Shopify's `Shop`. */
export function shopView(state: ShopState) {
  const { shop, dayMs } = state.world;
  const url = `https://${shop.host}`;
  return {
    __typename: 'Shop',
    id: toGid('Shop', 1),
    name: shop.name,
    description: shop.description,
    myshopifyDomain: state.domain,
    email: shop.email,
    contactEmail: shop.email,
    currencyCode: shop.currency,
    ianaTimezone: shop.timeZone,
    ...zoneOf(shop.timeZone, dayMs),
    plan: { publicDisplayName: 'Basic', partnerDevelopment: false, shopifyPlus: false },
    primaryDomain: { __typename: 'Domain', id: toGid('Domain', 1), host: shop.host, url, sslEnabled: true },
    url,
    createdAt: toDateTime(shop.openedAtMs),
    updatedAt: toDateTime(dayMs),
    taxesIncluded: true,
    weightUnit: 'GRAMS',
    unitSystem: 'METRIC_SYSTEM',
    orderNumberFormatPrefix: '#',
    orderNumberFormatSuffix: '',
    shopAddress: {
      __typename: 'ShopAddress',
      id: toGid('ShopAddress', 1),
      company: shop.address.company ?? null,
      ...placeView(shop.address),
      countryCodeV2: shop.address.countryCode,
      formatted: formattedPlace(shop.address),
    },
  };
}

function zoneOf(timeZone: string, atMs: number) {
  const part = (style: 'short' | 'longOffset') =>
    new Intl.DateTimeFormat('en-IE', { timeZone, timeZoneName: style })
      .formatToParts(atMs)
      .find(({ type }) => type === 'timeZoneName')!.value;
  return {
    timezoneAbbreviation: part('short'),
    timezoneOffset: part('longOffset').replace('GMT', '').replace(':', '') || '+0000',
  };
}
