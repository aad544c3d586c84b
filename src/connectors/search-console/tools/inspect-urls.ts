import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { assertHeld } from '../input/held.ts';
import { siteField, urlField } from '../input/site.ts';
import type { SearchConsoleUpstream } from '../protocol/upstream.ts';
import { READING } from '../scopes.ts';
import { Inspection, toInspection } from '../shapes/inspection.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

const URLS_MAX = 20;
/** Google allows 600 a minute, and is slow; so many at a time keep a batch within one attempt. */
const AT_ONCE = 5;
const PER_DAY = 2_000;

/** `gsc_inspect_urls`: what Google's index knows of pages. */
export const inspectUrls = defineTool({
  name: 'gsc_inspect_urls',
  title: 'Inspect URLs in Google’s index',
  description:
    'Tells for up to 20 pages whether Google has indexed them and why not: verdict, last crawl, robots, canonical, ' +
    'structured data. It reads the index; it requests no indexing and no live test. A site has 2,000 inspections a day.',
  effect: 'read',
  permission: 'gsc.inspection.read',
  core: true,
  scopes: READING,
  timeoutMs: 55_000,
  input: z.object({
    site: siteField(),
    urls: z.array(urlField('Whole address.')).min(1).max(URLS_MAX).describe('Pages of the site.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'Write a language as en or pt-BR.')
      .default('en')
      .describe('Of coverage and issues.'),
  }),
  output: z.object({
    pages: z.array(Inspection).describe('One for each address, in the order given.'),
    indexed: z.number().describe('How many Google can show in results.'),
    notices: Notices,
  }),
  list: 'pages',
  quotaScope: ({ site }) => site,
  budget: {
    name: 'url-inspection',
    maximum: PER_DAY,
    restorePerSecond: PER_DAY / 86_400,
    cost: ({ urls }) => new Set(urls).size,
  },
  cost: ({ urls }) => new Set(urls).size,
  examples: [
    {
      title: 'Why a page is not found',
      input: { site: 'sc-domain:larkmoor-tea.example', urls: ['https://www.larkmoor-tea.example/pages/thank-you'] },
    },
    {
      title: 'Two pages',
      input: {
        site: 'https://www.larkmoor-tea.example/',
        urls: ['https://www.larkmoor-tea.example/', 'https://www.larkmoor-tea.example/collections/green-tea'],
      },
    },
  ],

  async run({ site, urls, language }, upstream: SearchConsoleUpstream) {
    for (const [index, url] of urls.entries()) assertHeld(site, url, `urls[${index}]`);
    const wanted = [...new Set(urls)];
    const pages: Inspection[] = [];
    let stop: PlatformError | undefined;
    for (let at = 0; at < wanted.length && stop === undefined; at += AT_ONCE) {
      const some = wanted.slice(at, at + AT_ONCE);
      const ended = await Promise.allSettled(some.map((url) => upstream.inspect(site, url, language)));
      for (const [index, outcome] of ended.entries()) {
        const url = some[index] as string;
        if (outcome.status === 'fulfilled') pages.push(toInspection(url, outcome.value));
        else if (isAboutOne(outcome.reason)) pages.push({ url, error: outcome.reason.message });
        else stop = toStop(outcome.reason, stop);
      }
    }
    if (stop !== undefined && pages.length === 0) throw stop;
    const left = wanted.filter((url) => !pages.some((page) => page.url === url));
    return {
      pages: pages.toSorted((a, b) => wanted.indexOf(a.url) - wanted.indexOf(b.url)),
      indexed: pages.filter(({ verdict }) => verdict === 'pass').length,
      notices: noticesOf(stop && `Not inspected: ${left.join(', ')}. ${stop.message}`),
    };
  },
});

/** What Google refuses of one address says nothing of the others. */
function isAboutOne(reason: unknown): reason is PlatformError {
  return reason instanceof PlatformError && reason.code === 'upstream_rejected';
}

/** The first reason counts; one that is ours alone is a fault and goes up as it is. */
function toStop(reason: unknown, before: PlatformError | undefined): PlatformError {
  if (!(reason instanceof PlatformError)) throw reason;
  return before ?? reason;
}
