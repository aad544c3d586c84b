import { z } from 'zod';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { siteField } from '../../input/web-address.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';

const HOURS = 24;

/** `bing_set_crawl_rate`: says how hard Bing may crawl in each hour. Saying it twice is the same as once. */
export const setCrawlRate = defineTool({
  name: 'bing_set_crawl_rate',
  title: 'Set how hard Bing may crawl',
  description:
    'Sets how hard Bing may crawl the site in each hour of the day. Give all 24 hours, or one rate for all. The answer ' +
    'shows the rates before and after.',
  effect: 'write',
  permission: 'bing.crawl.write',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  repeatable: true,
  input: z.object({
    rates: z
      .array(z.number().int())
      .refine((rates) => rates.length === 1 || rates.length === HOURS, 'Give 24 rates, or one for all hours.')
      .refine((rates) => rates.every((rate) => rate >= 1 && rate <= 10), 'A rate is 1 to 10.')
      .describe('From hour 0 on; 1 slow to 10 fast.'),
    boost: z.boolean().optional().describe('Faster still, where Bing offers it.'),
    site: siteField(),
  }),
  output: z.object({
    site: z.string().describe('The site.'),
    before: z.array(z.number().int()).describe('Rates before.'),
    after: z.array(z.number().int()).describe('Rates now.'),
  }),
  cost: ({ site }) => (site === undefined ? 3 : 2),
  examples: [
    { title: 'The same all day', input: { rates: [5] } },
    { title: 'Faster at night', input: { rates: [...Array(7).fill(9), ...Array(17).fill(3)] } },
  ],

  async run({ rates, boost, site }, upstream: BingUpstream, { atFirst }) {
    const siteUrl = await upstream.siteOf(site);
    const settings = await atFirst(() => upstream.ask('GetCrawlSettings', { siteUrl }));
    const after = rates.length === 1 ? Array<number>(HOURS).fill(rates[0] as number) : rates;
    await upstream.change('SaveCrawlSettings', {
      siteUrl,
      crawlSettings: {
        __type: 'CrawlSettings:#Microsoft.Bing.Webmaster.Api',
        CrawlBoostAvailable: settings.CrawlBoostAvailable,
        CrawlBoostEnabled: boost ?? settings.CrawlBoostEnabled,
        CrawlRate: after,
      },
    });
    return { site: siteUrl, before: settings.CrawlRate, after };
  },

  async readBack({ rates, boost, site }, upstream: BingUpstream, { write }) {
    const settings = await upstream.ask('GetCrawlSettings', { siteUrl: await upstream.siteOf(site) });
    const wanted = rates.length === 1 ? Array<number>(HOURS).fill(rates[0] as number) : rates;
    const holds =
      wanted.every((rate, hour) => settings.CrawlRate[hour] === rate) &&
      (boost === undefined || settings.CrawlBoostEnabled === boost);
    return stateFound({ what: 'The crawl rates of the site', holds }, write);
  },
});
