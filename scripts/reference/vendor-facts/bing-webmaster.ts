import type { Proof, VendorFact } from './vendor-fact.ts';

const classify = (title: string): Proof => ['bing-webmaster/protocol/classify.test.ts', title];
const emulator = (title: string): Proof => ['bing-webmaster/emulator/emulator.test.ts', title];
const upstream = (title: string): Proof => ['bing-webmaster/protocol/upstream.test.ts', title];
const gateway = (title: string): Proof => ['bing-webmaster/gateway.test.ts', title];
const submit = (title: string): Proof => ['bing-webmaster/tools/submit-urls.test.ts', title];
const history = (title: string): Proof => ['bing-webmaster/shapes/history.test.ts', title];
const date = (title: string): Proof => ['bing-webmaster/protocol/bing-date.test.ts', title];

/** Facts of Bing Webmaster Tools (https://learn.microsoft.com/en-us/bingwebmaster/). */
// biome-ignore format: a table is read in columns
export const BING_WEBMASTER_FACTS: readonly VendorFact[] = [
  { mark: 'ssl.bing.com/webmaster/api.svc', says: 'Questions are GET, changes POST, two exceptions apart', proofs: [emulator('has every method that the connector uses'), upstream('goes to ssl.bing.com with the key as its last parameter, everything else encoded')] },
  { mark: 'exactly as registered',   says: 'A site is known by one spelling', proofs: [upstream('that is not registered under this spelling is told the nearest: %s'), emulator('takes a site with and without its last slash, and no other spelling')] },
  { mark: 'API key',                 says: 'The key stands in the address', proofs: [upstream('never shows the key, whatever Bing repeats of it'), ['bing-webmaster/over-https.test.ts', 'a key signs both of Bing’s hosts and not IndexNow']] },
  { mark: 'OAuth 2',                 says: 'Two addresses give tokens; refresh tokens rotate; changes go to the other host', proofs: [['bing-webmaster/configure.test.ts', 'with OAuth makes tokens at the one or the other address that Microsoft names'], emulator('come from a refresh token that is good once, and end'), ['src/outbound/refresh-token.test.ts', 'is used from then on, and by the next process'], upstream('goes to ssl.bing.com with a key, and to www.bing.com with a token, which questions do not')] },
  { mark: 'Success `{"d"',           says: 'Answers stand in `d`; a 200 without it is none', proofs: [classify('is %s, handed on as what is in `d`'), classify('is not %j: a 200 without `d` may have done anything')] },
  { mark: 'Dates `/Date(',           says: 'A date is the UTC day of its milliseconds; the year 1 is never', proofs: [date('%s is the UTC day of its milliseconds: %s'), date('that is absent is never')] },
  { mark: 'AvgClickPosition` -1',    says: 'No clicks are position -1; the rate of clicks is not given', proofs: [history('compute the rate of clicks that Bing does not give'), history('weigh positions by what they are positions of, and leave out -1')] },
  { mark: '4 or 5 (status stays 400', says: 'Throttling is status 400 and says no time; nothing was done', proofs: [classify('for coming too soon did nothing, and asks for a pause though Bing names none'), gateway('a throttled read is sent again after a pause, and a throttled write too: nothing was done'), gateway('a call that is throttled to the end gives Bing ten minutes of rest'), upstream('refused with code %i was not made')] },
  { mark: 'daily url submission quota', says: 'A spent quota is told in words, under two codes', proofs: [classify('of a spent quota lasts until midnight GMT, for the site alone: %s'), gateway('a spent quota stops submissions of the site until midnight GMT, and nothing else')] },
  { mark: '3, 6, 10, 14',            says: 'Four codes are about rights', proofs: [classify('with code %i (%s) is: %s, on top, inside `d`, and under status 200'), classify('%i %j is %j')] },
  { mark: '5xx / HTML body',         says: 'A failure leaves a change in doubt', proofs: [classify('%i %j is %j'), upstream('answered with status %i may have been made'), gateway('a read that fails is sent again, a write is not')] },
  { mark: 'Live: 350 ms',            says: 'Who asks faster than once a second is throttled, and for longer who goes on', proofs: [gateway('asks at most one request a second over time, and about ten URLs in ten minutes'), emulator('throttles who does not wait, and who does not listen for ten minutes'), emulator('bears ten questions about URLs of a host'), gateway('an account that Bing punishes is not asked on')] },
  { mark: 'Submission: `Get',        says: 'Submissions have a quota of the day, and 500 a batch', proofs: [submit('asks for the quota first, and tells what is left'), submit('goes in batches of 500, each URL once'), submit('submits what the quota allows, first come first served, and names the rest'), submit('takes 10,000 URLs at once, and sends where the key file is')] },
  { mark: 'No date parameters',      says: 'Answers are the whole history, in any order, by day or by week', proofs: [history('is put in order and cut to both bounds, whatever the order it came in'), history('%j is %s'), ['bing-webmaster/tools/get-traffic.test.ts', 'does not stand on the order of Bing’s rows'], ['bing-webmaster/tools/list-search-stats.test.ts', 'by week keep Bing’s weeks, whatever is asked for']] },
  { mark: 'GetUrlInfo.HttpStatus',   says: 'A page that was crawled may have status 0', proofs: [['bing-webmaster/tools/site-reports.test.ts', 'that was crawled is told so by its date, though Bing writes status 0']] },
  { mark: 'bit mask',                says: 'Trouble with a page is a mask of bits', proofs: [['bing-webmaster/tools/site-reports.test.ts', 'trouble %i is %j']] },
  { mark: 'Paging only for links',   says: 'Links and children come by page, from 0', proofs: [['bing-webmaster/tools/site-reports.test.ts', 'are gone through page by page, each once'], ['bing-webmaster/tools/site-reports.test.ts', 'are counted by target, and behind the last page there are none']] },
  { mark: 'AI Performance',          says: 'Figures of Copilot are in no API', whyNot: 'There is nothing to ask.' },
  { mark: 'No idempotency keys',     says: 'No change has a key; some methods have ended', proofs: [gateway('the same write under one key is sent once'), ['bing-webmaster/tools/advanced/advanced-tools.test.ts', 'tell of a move, and of one that Bing no longer takes'], classify('with code %i (%s) is: %s, on top, inside `d`, and under status 200')] },
];
