import { describe, expect, it } from 'vitest';
import { filtersField, questionFaults, toFilterGroups } from './question.ts';

const parse = (...filters: object[]) => filtersField().safeParse(filters);
const groups = (...filters: object[]) => toFilterGroups(filtersField().parse(filters));

describe('filters', () => {
  it('go to Google in its words, all in one group, in capital letters where enums are', () => {
    expect(
      groups(
        { dimension: 'query', operator: 'not_matches_regex', value: 'lark(moor|more)' },
        { dimension: 'country', value: 'IRL' },
        { dimension: 'device', operator: 'not_equals', value: 'mobile' },
        { dimension: 'search_appearance', value: 'product_snippets' },
        { dimension: 'page', operator: 'contains', value: '/Products/' },
      ),
    ).toEqual([
      {
        groupType: 'AND',
        filters: [
          { dimension: 'QUERY', operator: 'EXCLUDING_REGEX', expression: 'lark(moor|more)' },
          { dimension: 'COUNTRY', operator: 'EQUALS', expression: 'irl' },
          { dimension: 'DEVICE', operator: 'NOT_EQUALS', expression: 'MOBILE' },
          { dimension: 'SEARCH_APPEARANCE', operator: 'EQUALS', expression: 'PRODUCT_SNIPPETS' },
          { dimension: 'PAGE', operator: 'CONTAINS', expression: '/Products/' },
        ],
      },
    ]);
    expect(groups()).toBeUndefined();
  });

  it.each([
    { dimension: 'query', operator: 'matches_regex', value: '(?=tea)' },
    { dimension: 'country', value: 'Ireland' },
    { dimension: 'device', value: 'phone' },
    { dimension: 'date', value: '2026-11-01' },
    { dimension: 'query', operator: 'like', value: 'tea' },
    { dimension: 'query', value: '' },
    { dimension: 'query', value: 'a\r\nb' },
    { dimension: 'query', value: 'tea', extra: true },
    { dimension: 'query' },
  ])('are refused before Google is asked: %j', (filter) => {
    expect(parse(filter).success).toBe(false);
  });

  it('are at most twenty', () => {
    expect(parse(...Array.from({ length: 21 }, () => ({ dimension: 'query', value: 'tea' }))).success).toBe(false);
  });
});

describe('a question', () => {
  const faults = (shape: object) =>
    questionFaults({ dimensions: [], filters: [], searchType: 'web', ...shape }).map(({ path }) => path);
  const byPage = { dimension: 'page', operator: 'equals', value: 'https://example.com/' };
  const byQuery = { dimension: 'query', operator: 'equals', value: 'tea' };

  it.each([
    [{ dimensions: ['page'], aggregation: 'by_property' }, 'aggregation'],
    [{ filters: [byPage], aggregation: 'by_property' }, 'aggregation'],
    [{ dimensions: ['query'], searchType: 'discover' }, 'searchType'],
    [{ filters: [byQuery], searchType: 'google_news' }, 'searchType'],
    [{ aggregation: 'by_news_showcase_panel' }, 'aggregation'],
    [{ dimensions: ['query', 'query'] }, 'dimensions'],
  ])('that Search Console would refuse is refused here: %j', (shape, path) => {
    expect(faults(shape)).toEqual([path]);
  });

  it.each([
    { dimensions: ['query', 'page', 'country', 'device', 'date'] },
    { dimensions: ['query'], aggregation: 'by_property' },
    { dimensions: ['page'], aggregation: 'by_page', searchType: 'discover' },
    { dimensions: ['query'], searchType: 'news' },
    { aggregation: 'by_news_showcase_panel', searchType: 'google_news' },
  ])('that it takes passes: %j', (shape) => {
    expect(faults(shape)).toEqual([]);
  });
});
