import { dayMs } from './days.ts';
import { Random } from './random.ts';
import type { Product, Visit } from './records.ts';

/** Orders on an average day. */
const ordersPerDay = 2.1;

/** By month from January: tea sells before Christmas and in the cold, least in high summer. */
const monthFactors = [1.1, 1.0, 0.95, 0.85, 0.85, 0.75, 0.7, 0.75, 0.95, 1.1, 1.65, 2.0];
/** By day of the week from Sunday. */
const weekdayFactors = [1.25, 1.1, 1.0, 0.95, 0.95, 0.85, 0.9];

/** Gives how many orders come in on one day. */
export function ordersOn(seed: string, dayStartMs: number): number {
  const date = new Date(dayStartMs);
  const mean = ordersPerDay * monthFactors[date.getUTCMonth()]! * weekdayFactors[date.getUTCDay()]!;
  return new Random(seed, `demand/${dayStartMs / dayMs}`).count(mean);
}

/** Gives each product that can be bought with how much it is wanted: few sell much, many sell little. */
export function popularity(seed: string, products: readonly Product[]): (readonly [number, Product])[] {
  return products
    .filter((product) => product.status !== 'draft')
    .map((product) => {
      const liking = new Random(seed, `liking/${product.handle}`).next();
      const boost = product.tags.includes('bestseller') ? 6 : product.tags.includes('everyday') ? 2 : 1;
      return [boost * (0.2 + liking * liking), product] as const;
    });
}

/** Says whether a product fits the season: winter things do not sell in June, nor iced tea in January. */
export function fitsSeason(product: Product, atMs: number): boolean {
  const month = new Date(atMs).getUTCMonth();
  if (product.tags.includes('winter')) return month >= 9 || month <= 1;
  if (product.tags.includes('iced')) return month >= 3 && month <= 8;
  return true;
}

type Channel = Pick<Visit, 'source' | 'medium' | 'referrer'>;

const channels: readonly (readonly [number, Channel])[] = [
  [38, { source: 'google', medium: 'organic', referrer: 'https://www.google.com/' }],
  [10, { source: 'google', medium: 'cpc', referrer: 'https://www.google.com/' }],
  [8, { source: 'bing', medium: 'organic', referrer: 'https://www.bing.com/' }],
  [14, { source: 'newsletter', medium: 'email', referrer: undefined }],
  [9, { source: 'instagram', medium: 'social', referrer: 'https://www.instagram.com/' }],
  [4, { source: 'teapages.example', medium: 'referral', referrer: 'https://teapages.example/reviews' }],
  [17, { source: 'direct', medium: 'none', referrer: undefined }],
];

/** Gives a visit that led to an order: on a product's page, a collection or the front page, by one of the shop's channels. */
export function visitFor(product: Product, atMs: number, random: Random): Visit {
  const channel = random.weighted(channels);
  const path = random.weighted([
    [channel.medium === 'none' ? 1 : 5, `/products/${product.handle}`],
    [2, `/collections/${product.type.toLowerCase().replace(/[^a-z]+/g, '-')}`],
    [channel.medium === 'none' ? 6 : 1, '/'],
  ]);
  const season = ['winter', 'spring', 'summer', 'autumn'][Math.floor(((new Date(atMs).getUTCMonth() + 1) % 12) / 3)];
  const isTagged = channel.medium === 'cpc' || channel.medium === 'email' || channel.medium === 'social';
  const campaign = isTagged ? `${season}-${channel.medium === 'email' ? 'letter' : 'teas'}` : undefined;
  const query = isTagged ? `?utm_source=${channel.source}&utm_medium=${channel.medium}&utm_campaign=${campaign}` : '';
  return { ...channel, atMs, landingPath: `${path}${query}`, campaign };
}
