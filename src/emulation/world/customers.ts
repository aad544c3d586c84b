import { dayMs, minuteMs } from './days.ts';
import { familyNames, givenNames, type Region, regions } from './people.ts';
import { Random } from './random.ts';
import type { Address, Customer } from './records.ts';

/** How many people may buy; somebody who never does is no customer. */
const poolSize = 540;

/** Gives everybody who may have ordered, before anybody has: when they registered follows from their first order. */
export function buildCustomers(seed: string, firstDayMs: number): Customer[] {
  const shares = regions.map((region) => [region.share, region] as const);
  return Array.from({ length: poolSize }, (_, index) => {
    const random = new Random(seed, `customer/${index}`);
    return buildCustomer(index + 1, random.weighted(shares), random, firstDayMs);
  });
}

function buildCustomer(id: number, region: Region, random: Random, firstDayMs: number): Customer {
  const firstName = random.pick(givenNames[region.language]!);
  const lastName = random.pick(familyNames[region.language]!);
  const phone = random.chance(0.6) ? `${region.dialling}555${random.text(6, '0123456789')}` : undefined;
  return {
    id,
    firstName,
    lastName,
    email: `${plain(firstName)}.${plain(lastName)}${id}@${random.pick(['example.com', 'example.org', 'example.net'])}`,
    phone,
    address: buildAddress(firstName, lastName, phone, region, random),
    locale: `${region.language}-${region.code}`,
    tags: random.weighted<string[]>([
      [78, []],
      [10, ['newsletter']],
      [7, ['vip']],
      [5, ['wholesale']],
    ]),
    note: random.chance(0.03) ? 'Likes to be told when a limited harvest arrives.' : undefined,
    takesNewsletter: random.chance(0.45),
    createdAtMs: firstDayMs - random.integer(1, 300) * dayMs - random.integer(0, 1439) * minuteMs,
  };
}

function buildAddress(
  firstName: string,
  lastName: string,
  phone: string | undefined,
  region: Region,
  random: Random,
): Address {
  const [city, postcode, province, provinceCode] = random.pick(region.cities);
  const house = random.integer(1, 180);
  const street = random.pick(region.streets);
  const numberFirst = region.language === 'en' || region.language === 'fr';
  return {
    firstName,
    lastName,
    company: random.chance(0.06) ? `${lastName} & Daughters` : undefined,
    line1: numberFirst ? `${house} ${street}` : `${street} ${house}`,
    line2: random.chance(0.12) ? `Apartment ${random.integer(1, 24)}` : undefined,
    city,
    province,
    provinceCode,
    postcode,
    country: region.country,
    countryCode: region.code,
    phone,
  };
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
}
