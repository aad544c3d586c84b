import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { addDays, isInOrder, outOfOrder, periodFields } from '../input/period.ts';
import { lineField } from '../input/plain-text.ts';
import { toDay } from '../protocol/bing-date.ts';
import type { BingUpstream } from '../protocol/upstream.ts';

const USUAL_DAYS = 30;

const KeywordRow = z.object({
  keyword: z.string().describe('What was searched for.'),
  week: z.string().optional().describe('Date that Bing files the week under; with history.'),
  impressions: z.number().describe('Searches for exactly this text.'),
  broadImpressions: z.number().describe('Searches that hold it as well.'),
});

/** `bing_research_keyword`: how much something is searched for at Bing, by everybody, not only where the site is shown. */
export const researchKeyword = defineTool({
  name: 'bing_research_keyword',
  title: 'Research a keyword at Bing',
  description:
    'How often everybody searches Bing for a text: volume, weekly history, or related keywords. For the site’s own ' +
    'queries use bing_list_search_stats.',
  effect: 'read',
  permission: 'bing.keywords.read',
  scopes: ['webmaster.read'],
  input: z
    .object({
      keyword: lineField(200, 'What people type.'),
      kind: z.enum(['volume', 'history', 'related']).default('volume').describe('What to find out.'),
      country: z
        .string()
        .refine((text) => /^[a-z]{2}$/i.test(text), 'Write two letters: ie.')
        .describe('Two letters: ie.'),
      language: z
        .string()
        .refine((text) => /^[a-z]{2}-[a-z]{2}$/i.test(text), 'Write language and country: en-IE.')
        .describe('As en-IE.'),
      ...periodFields,
    })
    .refine(isInOrder, outOfOrder),
  output: z.object({
    rows: z.array(KeywordRow).describe('Most searched first; history: oldest first. Empty: Bing counts none.'),
    from: z.string().optional().describe('First day counted; history without from: all Bing has.'),
    to: z.string().optional().describe('Last day counted.'),
  }),
  list: 'rows',
  examples: [
    { title: 'How often', input: { keyword: 'earl grey tea', country: 'ie', language: 'en-IE' } },
    { title: 'By week', input: { keyword: 'loose leaf tea', kind: 'history', country: 'gb', language: 'en-GB' } },
    { title: 'What else', input: { keyword: 'matcha', kind: 'related', country: 'us', language: 'en-US' } },
  ],

  async run({ keyword: q, kind, country: anyCase, language: tag, from, to }, upstream: BingUpstream, context) {
    const country = anyCase.toLowerCase();
    const [first = '', second = ''] = tag.split('-');
    const language = `${first.toLowerCase()}-${second.toUpperCase()}`;
    if (kind === 'history') {
      const weeks = await upstream.ask('GetKeywordStats', { q, country, language });
      const rows = weeks
        .filter(({ Date: date }) => (from === undefined || date >= from) && (to === undefined || date <= to))
        .sort((a, b) => (a.Date < b.Date ? -1 : 1))
        .map((row) => ({ ...toRow(row, q), week: row.Date }));
      return { rows, from, to };
    }
    const endDate = to ?? latest(from, toDay(context.now()));
    const startDate = from ?? addDays(endDate, -USUAL_DAYS);
    const params = { q, country, language, startDate, endDate };
    if (kind === 'related') {
      const related = await upstream.ask('GetRelatedKeywords', params);
      const rows = related.map((row) => toRow(row, q)).sort((a, b) => b.impressions - a.impressions);
      return { rows, from: startDate, to: endDate };
    }
    const found = await upstream.ask('GetKeyword', params);
    // Bing writes no query beside zeros where it has counted nothing.
    return { rows: found?.Query == null ? [] : [toRow(found, q)], from: startDate, to: endDate };
  },
});

function latest(from: string | undefined, today: string): string {
  return from !== undefined && from > today ? from : today;
}

function toRow(
  row: { readonly Query?: string | null; readonly Impressions: number; readonly BroadImpressions: number },
  asked: string,
) {
  return { keyword: row.Query ?? asked, impressions: row.Impressions, broadImpressions: row.BroadImpressions };
}
