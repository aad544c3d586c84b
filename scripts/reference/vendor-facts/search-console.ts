import type { Proof, VendorFact } from './vendor-fact.ts';

const classify = (title: string): Proof => ['search-console/protocol/classify.test.ts', title];
const google = (title: string): Proof => ['google/verdict.test.ts', title];
const emulator = (title: string): Proof => ['search-console/emulator/emulator.test.ts', title];
const gateway = (title: string): Proof => ['search-console/gateway.test.ts', title];
const query = (title: string): Proof => ['search-console/tools/query-performance.test.ts', title];
const question = (title: string): Proof => ['search-console/input/question.test.ts', title];

const SLOWER = [classify('%i with %j asks to go slower, for a minute')];

/** Facts of Search Console (https://developers.google.com/webmaster-tools). */
// biome-ignore format: a table is read in columns
export const SEARCH_CONSOLE_FACTS: readonly VendorFact[] = [
  { mark: 'webmasters` (write)',     says: 'Reading and changing are two scopes', proofs: [['search-console/tools/sites-and-sitemaps.test.ts', 'cannot be changed with a scope for reading, and nothing is']] },
  { mark: 'Service account',         says: 'A service account signs an assertion', proofs: [['google/emulator/google-accounts.test.ts', 'gets a token for the scopes that its signed assertion asks for'], ['search-console/loopback.test.ts', 'signs in with a service account’s key in base64, and reads']] },
  { mark: 'OAuth user',              says: 'A consent that was withdrawn is not asked for again', proofs: [gateway('tells the operator when the consent was withdrawn'), ['google/emulator/google-accounts.test.ts', 'loses everything when the access is withdrawn']] },
  { mark: 'dimensions DATE',         says: 'Dimensions are seven, of which five filter', proofs: [question('that Search Console would refuse is refused here: %j'), question('go to Google in its words, all in one group, in capital letters where enums are')] },
  { mark: 'operators EQUALS',        says: 'Filters are joined by and alone; expressions are RE2’s', proofs: [question('go to Google in its words, all in one group, in capital letters where enums are'), ['search-console/input/re2.test.ts', 'is refused before it is sent: %s']] },
  { mark: 'type WEB',                says: 'Feeds have no queries', proofs: [question('that Search Console would refuse is refused here: %j'), query('has no positions in a feed')] },
  { mark: 'aggregationType AUTO',    says: 'Nothing is counted by property that is grouped by page', proofs: [question('that Search Console would refuse is refused here: %j')] },
  { mark: 'dataState FINAL',         says: 'Hours are of the last days, and never final', proofs: [query('by hour is of the last days, and never final'), emulator('shows days that are not final only when asked, and says which they are')] },
  { mark: 'rowLimit 1',              says: '25,000 rows a page, some 50,000 a question: more come day by day', proofs: [query('of more than 25,000 rows is asked for page by page'), query('of more than Google gives of one question is asked for day by day, and equal rows are added up'), query('of more days than can be asked one by one is refused, not cut')] },
  { mark: 'Enum case',               says: 'Enums come in two spellings', proofs: [query('reads both spellings of Google’s enums and of its metadata'), emulator('takes enums in every spelling and refuses unknown fields and values in Google’s words')] },
  { mark: 'is absent when empty',    says: 'Nothing is a field that is missing; no dimensions are one row', proofs: [query('is empty, with words, where there are no data'), query('without dimensions is one row'), emulator('has no `rows` where there are none, and one row without keys where nothing is grouped')] },
  { mark: 'Anonymised queries',      says: 'Rows by query are never the whole', proofs: [query('by query is never the whole: the totals hold what Google tells nobody')] },
  { mark: '16 months',               says: 'Data are of 16 months, and final after days', proofs: [['search-console/input/period.test.ts', 'begins so many days before a chosen end, and never before there are data'], query('says where final data end, and from where on figures grow')] },
  { mark: 'coverageState',           says: 'Enums tell what the index knows, words do not', proofs: [['search-console/tools/inspect-urls.test.ts', 'tells what the index knows of each, in the order given']] },
  { mark: 'errors and warnings are strings', says: 'Counts of a sitemap are texts', proofs: [['search-console/tools/sites-and-sitemaps.test.ts', 'count errors and warnings whether Google writes text or numbers']] },
  { mark: 'percent-encoded as one segment', says: 'A property is one segment of the path', proofs: [query('is asked for in Google’s words, for a property that is one segment of the path'), ['search-console/loopback.test.ts', 'keeps a property one segment of the path all the way']] },
  { mark: 'Search analytics | 1,200', says: 'Questions are counted by the minute', proofs: [emulator('counts: a minute’s questions, and the load of ten minutes'), ...SLOWER] },
  { mark: 'URL inspection | 600',    says: '2,000 inspections a day and property', proofs: [gateway('allows 2,000 inspections a day and property, counted before Google is asked'), ['search-console/tools/inspect-urls.test.ts', 'keeps what it has when the day’s inspections end half way, and says what is left']] },
  { mark: 'everything else',         says: 'Other requests are counted by user', proofs: [...SLOWER, ['src/process/real-connections.test.ts', 'answer at once, each with a circuit, places and a stop of its own']] },
  { mark: '400 INVALID_ARGUMENT',    says: '400 is the caller’s to change', proofs: [classify('400 is the caller’s to change'), google('400 is the caller’s, with Google’s words by field')] },
  { mark: '401 UNAUTHENTICATED',     says: '401 is about the token', proofs: [classify('401 is about the credentials'), ['src/outbound/signer.test.ts', 'renews the token and sends the request again, once']] },
  { mark: 'sufficient permission for site', says: 'A wrong spelling of a property is 403, not 404', proofs: [classify('403 is about the property where it names one, whether or not status and reasons are there'), query('because it is spelled %s is told the nearest spelling')] },
  { mark: '403 SERVICE_DISABLED',    says: '403 may mean an API that nobody enabled', proofs: [classify('403 is about an API that is not enabled: %j')] },
  { mark: '403 quotaExceeded',       says: '403 may mean the load quota', proofs: [classify('403 is about the load quota %s: the property rests for 15 minutes, the connection does not'), gateway('stops that property for 15 minutes without asking, and no other'), gateway('used up a second time stops the property until the day is over in California')] },
  { mark: 'rateLimitExceeded, userRateLimitExceeded', says: '403 may mean slower', proofs: SLOWER },
  { mark: '404 | unknown',           says: '404 is a sitemap or property that is not there', proofs: [classify('404 is a sitemap or property that is not there')] },
  { mark: '500/503 backendError',    says: '5xx may pass', proofs: [classify('%i is a failure that may pass'), gateway('sends a failed question again, and a write that may be repeated')] },
];
