// biome-ignore format: a table is read in columns
const COUNTRIES: Readonly<Record<string, readonly [id: string, name: string, continent: string]>> = {
  IRL: ['IE', 'Ireland', 'Europe'], GBR: ['GB', 'United Kingdom', 'Europe'], USA: ['US', 'United States', 'Americas'],
  DEU: ['DE', 'Germany', 'Europe'], NLD: ['NL', 'Netherlands', 'Europe'],    FRA: ['FR', 'France', 'Europe'],
  ESP: ['ES', 'Spain', 'Europe'],   AUS: ['AU', 'Australia', 'Oceania'],     IND: ['IN', 'India', 'Asia'],
  CAN: ['CA', 'Canada', 'Americas'], AUT: ['AT', 'Austria', 'Europe'],       BEL: ['BE', 'Belgium', 'Europe'],
};

const NOT_SET = '(not set)';

/** Gives the English name of a country, of its alpha-3 code. */
export function countryName(alpha3: string): string {
  return COUNTRIES[alpha3]?.[1] ?? NOT_SET;
}

/** Gives the alpha-2 code of a country. */
export function alpha2(alpha3: string): string {
  return COUNTRIES[alpha3]?.[0] ?? NOT_SET;
}

/** Gives the continent of a country, as Analytics names them. */
export function continentOf(alpha3: string): string {
  return COUNTRIES[alpha3]?.[2] ?? NOT_SET;
}
