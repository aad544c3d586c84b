import type { Proof, VendorFact } from './vendor-fact.ts';

const classify = (title: string): Proof => ['analytics/protocol/classify.test.ts', title];
const emulator = (title: string): Proof => ['analytics/emulator/emulator.test.ts', title];
const gateway = (title: string): Proof => ['analytics/gateway.test.ts', title];
const report = (title: string): Proof => ['analytics/tools/run-report.test.ts', title];

const TOKENS = [classify('%s stops the property, and no other, until the quota returns')];
const REFUSED = report('%j is refused before Google is asked');

/** Facts of Google Analytics 4 (https://developers.google.com/analytics). */
// biome-ignore format: a table is read in columns
export const ANALYTICS_FACTS: readonly VendorFact[] = [
  { mark: 'dimensions[{name}]',      says: 'Nine dimensions, ten metrics, four ranges at most; int64 is text', proofs: [REFUSED, emulator('refuses %j in Google’s words'), ['analytics/contract.test.ts', 'what $title sends and gets of the Data API']] },
  { mark: 'Dates: `YYYY-MM-DD`',     says: 'Days are the property’s', proofs: [['analytics/input/days.test.ts', 'is not %j'], ['analytics/input/days.test.ts', 'are left to Google where the property’s time zone decides']] },
  { mark: 'Filters on a metric',     says: 'Filters of metrics test whole rows', proofs: [report('obeys filters on dimensions, metrics and the property’s own names'), ['analytics/input/filters.test.ts', 'become the API’s expressions, dimensions and metrics apart']] },
  { mark: 'every value is a string', says: 'Every value is a text; an empty report has neither rows nor their count', proofs: [report('gives numbers by their types, days as ISO 8601, totals, time zone and currency'), report('that is empty has no rows and says so'), emulator('leaves out what is empty, and writes every value as text')] },
  { mark: 'Always surface',          says: 'Sampling, thresholds, losses and cuts are told in the metadata', proofs: [report('%s is told'), report('a cut is told with Google’s own words')] },
  { mark: 'Paging: offset',          says: 'Pages go on until the count of rows', proofs: [report('is read page by page, completely and once'), report('that announces rows without giving any is not asked for ever')] },
  { mark: 'Check against the recorded metadata', says: 'Names are known, or the property’s own', proofs: [report('with a name that the property does not have runs no report, and hears what was meant'), ['analytics/fields/known-names.test.ts', 'are as many as the API has, each once']] },
  { mark: 'v1alpha only',            says: 'Funnels and conversions are of the alpha alone', proofs: [['analytics/tools/settings-tools.test.ts', 'funnels lose users from step to step'], ['analytics/tools/run-conversions.test.ts', 'asks the alpha for the conversions that are named, by their ids']] },
  { mark: 'batchRunReports',         says: 'Five reports a request', proofs: [['analytics/tools/run-batch.test.ts', 'asks once, and answers each report as it would be alone'], emulator('refuses a batch whole: %#')] },
  { mark: 'Admin writes have no idempotency key', says: 'A setting that may have been made is looked for first', proofs: [['analytics/tools/settings-tools.test.ts', 'whose creation broke off is in doubt, and the second try finds it'], ['test/faults/lost-replies.test.ts', 'of which a request or a reply is lost is answered as if nothing had happened, or is in doubt, and is never done twice for one key']] },
  { mark: 'Scopes: `analytics.readonly`', says: 'Reading and editing are two scopes', proofs: [emulator('take what the token’s scopes reach'), classify('for a missing scope is none of the property')] },
  { mark: 'tokens/day',              says: 'Tokens of a day return at midnight, Pacific time', proofs: [...TOKENS, classify('counts midnight where Google does, in summer too')] },
  { mark: 'tokens/hour',             says: 'Tokens of an hour return with the next', proofs: TOKENS },
  { mark: 'tokens/project/hour',     says: 'A project has a part of them', proofs: [...TOKENS, classify('that leaves less than a twentieth holds back what comes next: %j')] },
  { mark: 'concurrent requests | 10', says: 'Ten requests at a time for everybody', proofs: [classify('for places at the property waits half a minute'), gateway('places that are taken are waited for, half a minute')] },
  { mark: 'server errors/project',   says: 'Ten errors an hour lock a project out', proofs: [classify('is asked again twice at most, since ten an hour lock the project out'), emulator('counts errors of its own, and locks the project out after ten'), gateway('status %i is tried three times in all, never four')] },
  { mark: 'potentially thresholded requests/hour', says: 'Demographics have a quota of their own', proofs: [gateway('requests with demographics that are used up leave other reports alone'), ['analytics/tools/run-batch.test.ts', 'with demographics in one report spends from their own small quota']] },
  { mark: '400 INVALID_ARGUMENT',    says: '400 is a name or a pair that does not fit', proofs: [classify('of a name shows Google’s words, in one line'), classify('of names that do not go together is told by its beginning, with Google’s advice')] },
  { mark: '401 UNAUTHENTICATED',     says: '401 is about the token', proofs: [classify('of the token asks for new credentials'), ['src/outbound/signer.test.ts', 'renews the token and sends the request again, once']] },
  { mark: '403 PERMISSION_DENIED',   says: '403 is about the property', proofs: [classify('of the property: %s'), report('of a property that is not seen hears which are, the nearest first')] },
  { mark: '403 SERVICE_DISABLED',    says: '403 may mean an API that nobody enabled', proofs: [classify('because the %s is not enabled names it')] },
  { mark: 'Exhausted concurrent',    says: '429 may mean places', proofs: [classify('for places at the property waits half a minute')] },
  { mark: 'for a project per hour."', says: '429 may mean the hour', proofs: TOKENS },
  { mark: 'Exhausted property tokens per day', says: '429 may mean the day', proofs: [...TOKENS, gateway('a property whose tokens are used up rests until they return; the other property, realtime and settings go on')] },
  { mark: '500/503',                 says: '5xx is asked again twice at most', proofs: [classify('with status %i leaves in doubt whether anything was done'), gateway('status %i is tried three times in all, never four')] },
];
