import type { Random } from './random.ts';
import type { Session } from './traffic-records.ts';

/** What a visitor's browser tells besides the page. */
export type Visitor = Pick<Session, 'device' | 'browser' | 'system' | 'country' | 'city' | 'language'>;

// biome-ignore format: a table is read in columns
const countries: readonly (readonly [weight: number, country: string])[] = [
  [48, 'IRL'], [22, 'GBR'], [9, 'USA'], [8, 'DEU'], [5, 'NLD'], [4, 'FRA'], [2, 'ESP'], [2, 'AUS'],
];

// biome-ignore format: a table is read in columns
const places: Readonly<Record<string, readonly [language: string, ...cities: string[]]>> = {
  IRL: ['en-ie', 'Dublin', 'Cork', 'Galway', 'Limerick', 'Kilkenny'],
  GBR: ['en-gb', 'London', 'Manchester', 'Edinburgh', 'Bristol'],
  USA: ['en-us', 'New York', 'Boston', 'Seattle'],
  DEU: ['de-de', 'Berlin', 'Hamburg', 'Munich'],
  NLD: ['nl-nl', 'Amsterdam', 'Utrecht'],
  FRA: ['fr-fr', 'Paris', 'Lyon'],
  ESP: ['es-es', 'Madrid', 'Seville'],
  AUS: ['en-au', 'Sydney', 'Melbourne'],
  IND: ['en-in', 'Mumbai', 'Delhi'],
  CAN: ['en-ca', 'Toronto', 'Montreal'],
};

const devices: readonly (readonly [number, Session['device']])[] = [
  [57, 'mobile'],
  [38, 'desktop'],
  [5, 'tablet'],
];

const browsers: Readonly<Record<Session['device'], readonly (readonly [number, readonly [string, string]])[]>> = {
  mobile: [
    [48, ['Safari', 'iOS']],
    [44, ['Chrome', 'Android']],
    [8, ['Samsung Internet', 'Android']],
  ],
  desktop: [
    [46, ['Chrome', 'Windows']],
    [22, ['Safari', 'Macintosh']],
    [18, ['Edge', 'Windows']],
    [10, ['Firefox', 'Windows']],
    [4, ['Firefox', 'Linux']],
  ],
  tablet: [
    [80, ['Safari', 'iOS']],
    [20, ['Chrome', 'Android']],
  ],
};

/** Gives a visitor; what is known already of country and device is kept. */
export function visitorFor(
  known: { readonly country: string | undefined; readonly device: Session['device'] | undefined },
  random: Random,
): Visitor {
  const country = known.country ?? random.weighted(countries);
  const device = known.device ?? random.weighted(devices);
  const [browser, system] = random.weighted(browsers[device]);
  const [language, ...cities] = places[country] ?? ['en-us', '(not set)'];
  return { device, browser, system, country, city: random.pick(cities), language };
}
