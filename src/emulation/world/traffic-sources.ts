import { dayMs } from './days.ts';
import { Random } from './random.ts';
import type { World } from './records.ts';
import { searchRowsOn } from './search-demand.ts';
import { soldProducts } from './traffic-products.ts';
import type { Session } from './traffic-records.ts';

/** How a visit begins: where from, at which page, from which country and on what. */
export type Arrival = Pick<Session, 'source' | 'medium' | 'campaign' | 'referrer' | 'landingPath'> & {
  readonly country: string | undefined;
  readonly device: Session['device'] | undefined;
};

/** The share of clicks in a search engine that the shop's tag sees: some leave at once, some allow no measuring. */
const measuredClicks = 0.92;

/** Other sources, as shares of what Google's results bring on the day. Newsletters go out on Thursdays. */
const shares = {
  ads: 0.22,
  social: 0.18,
  referral: 0.06,
  assistant: 0.05,
  direct: 0.35,
  letterDay: 0.9,
  otherDay: 0.06,
} as const;

const thursday = 4;

/** Gives how the visits of one day begin that lead to no order: search clicks as the engines count them, and the rest beside. */
export function arrivalsOn(world: World, dayStartMs: number): Arrival[] {
  const random = new Random(world.seed, `arrivals/${dayStartMs / dayMs}`);
  const google = clicksOf(world, 'google', dayStartMs, random);
  const bing = clicksOf(world, 'bing', dayStartMs, random);
  const count = (share: number) => random.count(google.length * share);
  const letters = new Date(dayStartMs).getUTCDay() === thursday ? shares.letterDay : shares.otherDay;
  const season = seasonOf(dayStartMs);
  const of = (amount: number, make: () => Arrival) => Array.from({ length: amount }, make);
  return [
    ...google,
    ...bing,
    ...of(count(shares.ads), () => tagged('google', 'cpc', `${season}-teas`, 'https://www.google.com/', world, random)),
    ...of(count(letters), () => tagged('newsletter', 'email', `${season}-letter`, undefined, world, random)),
    ...of(count(shares.social), () =>
      tagged('instagram', 'social', `${season}-teas`, 'https://www.instagram.com/', world, random),
    ),
    ...of(count(shares.referral), () => linked('teapages.example', 'https://teapages.example/reviews', world, random)),
    ...of(count(shares.assistant), () => linked('chatgpt.com', 'https://chatgpt.com/', world, random)),
    ...of(count(shares.direct), () => direct(world, random)),
  ];
}

function clicksOf(world: World, engine: 'google' | 'bing', dayStartMs: number, random: Random): Arrival[] {
  const referrer = `https://www.${engine}.com/`;
  const arrivals: Arrival[] = [];
  for (const { clicks, path, country, device } of searchRowsOn(world, engine, dayStartMs)) {
    for (let click = 0; click < clicks; click += 1) {
      if (!random.chance(measuredClicks)) continue;
      const landingPath = path;
      arrivals.push({ source: engine, medium: 'organic', campaign: undefined, referrer, landingPath, country, device });
    }
  }
  return arrivals;
}

function tagged(
  source: string,
  medium: 'cpc' | 'email' | 'social',
  campaign: string,
  referrer: string | undefined,
  world: World,
  random: Random,
): Arrival {
  const path = random.chance(0.7) ? productPath(world, random) : '/';
  const landingPath = `${path}?utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}`;
  return { source, medium, campaign, referrer, landingPath, country: undefined, device: undefined };
}

function linked(source: string, referrer: string, world: World, random: Random): Arrival {
  const landingPath = productPath(world, random);
  return {
    source,
    medium: 'referral',
    campaign: undefined,
    referrer,
    landingPath,
    country: undefined,
    device: undefined,
  };
}

function direct(world: World, random: Random): Arrival {
  const landingPath = random.chance(0.6) ? '/' : productPath(world, random);
  return {
    source: 'direct',
    medium: 'none',
    campaign: undefined,
    referrer: undefined,
    landingPath,
    country: undefined,
    device: undefined,
  };
}

function productPath(world: World, random: Random): string {
  return `/products/${random.pick(soldProducts(world)).handle}`;
}

function seasonOf(dayStartMs: number): string {
  const month = new Date(dayStartMs).getUTCMonth();
  return ['winter', 'spring', 'summer', 'autumn'][Math.floor(((month + 1) % 12) / 3)]!;
}
