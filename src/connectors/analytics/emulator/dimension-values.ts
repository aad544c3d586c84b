import { dayMs } from '../../../emulation/world/days.ts';
import type { World } from '../../../emulation/world/records.ts';
import { firstDayOf, shopOffsetMs } from '../../../emulation/world/traffic.ts';
import { channelOf } from './channels.ts';
import { alpha2, continentOf, countryName } from './countries.ts';
import type { Fact } from './facts.ts';
import { itemDimensions } from './item-values.ts';
import { pageTitle } from './page-titles.ts';
import { draw } from './person-values.ts';

/** What values are made of besides the fact. */
export interface Setting {
  readonly world: World;
  readonly nowMs: number;
  /** Events that count as a success. */
  readonly keyEvents: ReadonlySet<string>;
  /** First day of the report's range. */
  readonly firstDay: number;
}

type Value = (fact: Fact, setting: Setting) => string;

const NOT_SET = '(not set)';
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const compact = (day: number) => new Date(day).toISOString().slice(0, 10).replaceAll('-', '');
const two = (value: number) => String(value).padStart(2, '0');
const four = (value: number) => String(value).padStart(4, '0');
const shown = (fact: Fact) => new Date(fact.event.atMs + shopOffsetMs(fact.event.atMs));
const source = ({ session }: Fact) => (session.source === 'direct' ? '(direct)' : session.source);
const medium = ({ session }: Fact) => (session.medium === 'none' ? '(none)' : session.medium);
const campaign = ({ session }: Fact) =>
  session.campaign ??
  (session.medium === 'none' ? '(direct)' : session.medium === 'organic' ? '(organic)' : `(${session.medium})`);
const path = (text: string) => text.split('?', 1)[0]!;
const host = ({ world }: Setting) => world.shop.host;

const traffic: Readonly<Record<string, Value>> = {
  source,
  medium,
  sourceMedium: (fact) => `${source(fact)} / ${medium(fact)}`,
  campaignName: campaign,
  defaultChannelGroup: ({ session }) => channelOf(session),
  primaryChannelGroup: ({ session }) => channelOf(session),
  manualSource: source,
  manualMedium: medium,
  manualCampaignName: campaign,
};

/** `session…` and `firstUser…` say of the visit what the plain name says of the event. */
const scoped = Object.fromEntries(
  Object.entries(traffic).flatMap(([name, value]) => {
    const ending = `${name[0]!.toUpperCase()}${name.slice(1)}`;
    return [
      [name, value],
      [`session${ending}`, value],
      [`firstUser${ending}`, value],
    ];
  }),
);

const VALUES: Readonly<Record<string, Value>> = {
  ...scoped,
  ...itemDimensions,
  date: ({ day }) => compact(day),
  dateHour: (fact) => compact(fact.day) + two(shown(fact).getUTCHours()),
  dateHourMinute: (fact) => compact(fact.day) + two(shown(fact).getUTCHours()) + two(shown(fact).getUTCMinutes()),
  day: ({ day }) => two(new Date(day).getUTCDate()),
  dayOfWeek: ({ day }) => String(new Date(day).getUTCDay()),
  dayOfWeekName: ({ day }) => WEEKDAYS[new Date(day).getUTCDay()]!,
  hour: (fact) => two(shown(fact).getUTCHours()),
  minute: (fact) => two(shown(fact).getUTCMinutes()),
  month: ({ day }) => two(new Date(day).getUTCMonth() + 1),
  year: ({ day }) => String(new Date(day).getUTCFullYear()),
  yearMonth: ({ day }) => compact(day).slice(0, 6),
  week: ({ day }) => two(weekOf(day)),
  yearWeek: ({ day }) => `${new Date(day).getUTCFullYear()}${two(weekOf(day))}`,
  nthDay: ({ day }, { firstDay }) => four((day - firstDay) / dayMs),
  nthWeek: ({ day }, { firstDay }) => four(Math.floor((day - firstDay) / dayMs / 7)),
  firstSessionDate: ({ session }, { world }) => {
    const first = firstDayOf(world, session.userId);
    return first === undefined ? NOT_SET : compact(first);
  },
  minutesAgo: ({ event }, { nowMs }) => two(Math.floor((nowMs - event.atMs) / 60_000)),
  eventName: ({ event }) => event.name,
  isKeyEvent: ({ event }, { keyEvents }) => String(keyEvents.has(event.name)),
  newVsReturning: ({ session }) => (session.isNew ? 'new' : 'returning'),
  country: ({ session }) => countryName(session.country),
  countryId: ({ session }) => alpha2(session.country),
  continent: ({ session }) => continentOf(session.country),
  city: ({ session }) => session.city,
  language: ({ session }) =>
    ({ en: 'English', de: 'German', nl: 'Dutch', fr: 'French', es: 'Spanish' })[session.language.slice(0, 2)] ??
    NOT_SET,
  languageCode: ({ session }) => session.language,
  deviceCategory: ({ session }) => session.device,
  platform: () => 'web',
  platformDeviceCategory: ({ session }) => `web / ${session.device}`,
  browser: ({ session }) => session.browser,
  operatingSystem: ({ session }) => session.system,
  hostName: (_, setting) => host(setting),
  pagePath: ({ event }) => event.path,
  pagePathPlusQueryString: ({ event, session }) =>
    path(session.landingPath) === event.path ? session.landingPath : event.path,
  pageLocation: ({ event }, setting) => `https://${host(setting)}${event.path}`,
  fullPageUrl: ({ event }, setting) => `${host(setting)}${event.path}`,
  pageTitle: ({ event }, { world }) => pageTitle(world, event.path),
  unifiedScreenName: ({ event }, { world }) => pageTitle(world, event.path),
  unifiedScreenClass: ({ event }, { world }) => pageTitle(world, event.path),
  unifiedPagePathScreen: ({ event }) => event.path,
  pageReferrer: ({ session }) => session.referrer ?? '',
  landingPage: ({ session }) => path(session.landingPath),
  landingPagePlusQueryString: ({ session }) => session.landingPath,
  transactionId: ({ event }) => (event.orderNumber === undefined ? NOT_SET : String(event.orderNumber)),
  currencyCode: ({ event }, { world }) => (event.valueCents === undefined ? NOT_SET : world.shop.currency),
  streamId: () => '5550142',
  streamName: (_, { world }) => `${world.shop.name} online shop`,
  percentScrolled: ({ event }) => (event.name === 'scroll' ? '90' : NOT_SET),
  userGender: ({ session }) => draw('gender', session.userId),
  userAgeBracket: ({ session }) => draw('age', session.userId),
  brandingInterest: ({ session }) => draw('interest', session.userId),
  audienceId: ({ session }) => draw('audience', session.userId),
  audienceName: ({ session }) => (draw('audience', session.userId) === '7001' ? 'All Users' : 'Purchasers'),
  'customUser:newsletter': ({ session }) => draw('newsletter', session.userId),
  'customEvent:article_author': ({ event }) =>
    event.path.startsWith('/blogs/') ? draw('author', event.path) : NOT_SET,
};

/** Gives what a dimension says of a fact; `(not set)` where the tag sends nothing for it. */
export function dimensionValue(name: string, fact: Fact, setting: Setting): string {
  return VALUES[name]?.(fact, setting) ?? NOT_SET;
}

/** Weeks begin on Sunday; the first holds the first of January. */
function weekOf(day: number): number {
  const first = Date.UTC(new Date(day).getUTCFullYear(), 0, 1);
  return Math.floor(((day - first) / dayMs + new Date(first).getUTCDay()) / 7) + 1;
}
