import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { isWebAddress, refuseStrangers, WHOLE_ADDRESS } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { toQuota } from '../shapes/sites.ts';
import { announceUrls } from './announce-urls.ts';
import { submitPageContent } from './submit-content.ts';
import { submitInBatches } from './submit-in-batches.ts';

/** What Bing takes at once. */
const BATCH_URLS = 500;
const REQUESTS_MAX = 3;
/** How many URLs one call may bring. */
const URLS_MAX = { bing: BATCH_URLS * REQUESTS_MAX, index_now: 10_000, sitemap: REQUESTS_MAX, content: 1 } as const;
const HTML_MAX = 500_000;
const DAY_MS = 86_400_000;
const NO_TRACE =
  'Bing and IndexNow keep no list of what was submitted. Submitting again costs quota at most: settle it as not done, and have it submitted anew.';

/** `bing_submit_urls`: asks for URLs to be crawled: within the site's quota, through IndexNow, or as sitemaps. */
export const submitUrls = defineTool({
  name: 'bing_submit_urls',
  title: 'Submit URLs or sitemaps to Bing',
  description:
    'Asks Bing to crawl pages soon: via bing as far as the daily quota goes, via index_now without quota but with a key ' +
    'on the site. sitemap: to read sitemaps or feeds. content: one page with its HTML.',
  effect: 'write',
  permission: 'bing.urls.write',
  scopes: ['webmaster.manage'],
  input: z
    .object({
      urls: z
        .array(z.string().refine(isWebAddress, WHOLE_ADDRESS))
        .min(1)
        .max(URLS_MAX.index_now)
        .describe('Of one host, most important first.'),
      via: z
        .enum(['bing', 'index_now', 'sitemap', 'content'])
        .default('bing')
        .describe('At most 1500 by bing, 3 by sitemap.'),
      html: z
        .string()
        .refine((text) => text.length > 0 && text.length <= HTML_MAX && text.isWellFormed(), {
          error: `Give 1 to ${HTML_MAX} characters of HTML.`,
        })
        .optional()
        .describe('For content: the page as served.'),
    })
    .refine(({ via, html }) => (via === 'content') === (html !== undefined), {
      error: 'Give html with content, and with nothing else.',
      path: ['html'],
    })
    .check(({ value: { urls, via }, issues }) => {
      const most = URLS_MAX[via];
      if (urls.length <= most) return;
      const message = `Give at most ${most} for ${via}.`;
      issues.push({ code: 'custom', input: urls, path: ['urls'], message });
    }),
  output: z.object({
    submitted: z.number().int().describe('URLs that were accepted, each once.'),
    notSubmitted: z.array(z.string()).describe('URLs that were not; nothing was done with them.'),
    quotaLeft: z.number().int().optional().describe('What is left today of the quota that was spent.'),
    notice: z.string().optional().describe('Why some were left out, or what is still open.'),
  }),
  cost: ({ urls, via }) => {
    if (via === 'index_now') return 1;
    if (via === 'content') return 3;
    return via === 'sitemap' ? 1 + urls.length : 2 + Math.min(REQUESTS_MAX, Math.ceil(urls.length / BATCH_URLS));
  },
  quotaScope: ({ urls, via }) => `${via} ${new URL(urls[0] as string).host}`,
  examples: [
    { title: 'One page', input: { urls: ['https://www.larkmoor-tea.example/products/earl-grey-cream'] } },
    {
      title: 'Two pages through IndexNow',
      input: {
        urls: ['https://www.larkmoor-tea.example/', 'https://www.larkmoor-tea.example/collections/green-tea'],
        via: 'index_now',
      },
    },
    {
      title: 'A page with its content',
      input: {
        urls: ['https://www.larkmoor-tea.example/pages/about'],
        via: 'content',
        html: '<!doctype html><title>About us</title><p>Tea.</p>',
      },
    },
    { title: 'The sitemap', input: { urls: ['https://www.larkmoor-tea.example/sitemap.xml'], via: 'sitemap' } },
  ],

  async run({ urls: given, via, html }, upstream: BingUpstream, context) {
    const urls = [...new Set(given)];
    const [first = ''] = urls;
    refuseStrangers(first, urls, 'urls');
    if (via === 'index_now') return await announceUrls(urls, upstream);
    const siteUrl = await upstream.siteHolding(first);
    if (html !== undefined) return await submitPageContent(siteUrl, first, html, upstream);
    if (via === 'sitemap') {
      return await submitInBatches(urls, 1, ([feedUrl]) => upstream.change('SubmitFeed', { siteUrl, feedUrl }));
    }
    const quota = toQuota(await upstream.ask('GetUrlSubmissionQuota', { siteUrl }));
    const allowed = Math.max(0, Math.min(quota.daily, quota.monthly));
    if (allowed === 0) throw noQuota(quota.monthly <= 0, context.now());
    const done = await submitInBatches(urls.slice(0, allowed), BATCH_URLS, (urlList) =>
      upstream.change('SubmitUrlBatch', { siteUrl, urlList }),
    );
    const spent = urls.length > allowed ? 'The quota of today is used up; it begins anew at 00:00 GMT.' : undefined;
    return {
      submitted: done.submitted,
      notSubmitted: urls.slice(done.submitted),
      quotaLeft: allowed - done.submitted,
      notice: done.notice ?? spent,
    };
  },

  async readBack({ urls: given, via }, upstream: BingUpstream, { write }) {
    if (via !== 'sitemap') return { found: 'cannot_tell', because: NO_TRACE, final: true };
    const urls = [...new Set(given)];
    const siteUrl = await upstream.siteHolding(urls[0] as string);
    const known = await upstream.ask('GetFeeds', { siteUrl });
    const isSubmitted = (url: string) =>
      known.some(({ Url, Submitted }) => Url === url && Submitted !== undefined && Submitted >= write.earliestAt);
    const submitted = urls.filter(isSubmitted).length;
    if (submitted > 0 && submitted < urls.length) {
      const because = `Bing has taken ${submitted} of ${urls.length} sitemaps since the write began; submitting all again does no harm.`;
      return { found: 'cannot_tell', because };
    }
    return stateFound({ what: 'The sitemaps’ submission since the write began', holds: submitted > 0 }, write);
  },
});

function noQuota(isMonthly: boolean, now: number): PlatformError {
  const untilMs = (Math.floor(now / DAY_MS) + 1) * DAY_MS;
  const which = isMonthly ? 'monthly' : 'daily';
  return new PlatformError(
    'upstream_quota',
    `The ${which} submission quota of the site is used up; nothing was submitted. Submit via index_now, which has no quota.`,
    { retryAfterMs: untilMs - now, sent: 'no' },
  );
}
