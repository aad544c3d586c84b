import { describe, expect, it } from 'vitest';
import { isCustom, isStandard, unknownName } from './known-names.ts';
import { STANDARD_DIMENSIONS } from './standard-dimensions.ts';
import { STANDARD_METRICS } from './standard-metrics.ts';

describe('the standard names', () => {
  it('are as many as the API has, each once', () => {
    const names = [...STANDARD_DIMENSIONS, ...STANDARD_METRICS].map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(STANDARD_DIMENSIONS.length).toBeGreaterThan(340);
    expect(STANDARD_METRICS.length).toBeGreaterThan(80);
    for (const { name, label, category } of [...STANDARD_DIMENSIONS, ...STANDARD_METRICS]) {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(label.length).toBeGreaterThan(1);
      expect(category).not.toBe('');
    }
  });

  it('know the names of ad systems for event, session and first visit', () => {
    for (const name of [
      'cm360AccountId',
      'sessionGoogleAdsCampaignName',
      'firstUserManualTerm',
      'manualSourceMedium',
      'sessionSa360Keyword',
      'sa360KeywordText',
    ]) {
      expect(isStandard(name, 'dimension', 'core'), name).toBe(true);
    }
    expect(isStandard('sessionSa360KeywordText', 'dimension', 'core')).toBe(false);
  });
});

describe('an unknown name', () => {
  it.each([
    ['pagepath', 'dimension', 'pagePath'],
    ['sesions', 'metric', 'sessions'],
    ['pageviews', 'metric', 'screenPageViews'],
    ['ga:users', 'metric', 'activeUsers'],
    ['conversions', 'metric', 'keyEvents'],
    ['source_medium', 'dimension', 'sourceMedium'],
    ['landing_page', 'dimension', 'landingPage'],
  ] as const)('%s as a %s is answered with %s', (name, kind, meant) => {
    expect(unknownName(name, kind, 'core')).toContain(`did you mean ${meant}?`);
  });

  it('that is of the other kind is told so', () => {
    expect(unknownName('sessions', 'dimension', 'core')).toBe('sessions is a metric; give it among the metrics.');
    expect(unknownName('country', 'metric', 'core')).toContain('is a dimension');
  });

  it('without a near one points at the search, and never repeats control characters', () => {
    expect(unknownName('x\r\nSet-Cookie: a', 'metric', 'core')).toBe(
      'There is no metric xSet-Cookie: a; find names with ga4_search_fields.',
    );
  });

  it('is judged by the vocabulary of the report', () => {
    expect(unknownName('pagePath', 'dimension', 'core')).toBeUndefined();
    expect(unknownName('pagePath', 'dimension', 'realtime')).toContain('in realtime reports');
    expect(unknownName('customUser:plan', 'dimension', 'realtime')).toBeUndefined();
    expect(unknownName('customEvent:plan', 'dimension', 'realtime')).toBeDefined();
  });
});

describe('names of a property’s own', () => {
  it('pass by their spelling alone', () => {
    expect(isCustom('customEvent:article_author', 'dimension', 'core')).toBe(true);
    expect(isCustom('keyEvents:purchase', 'metric', 'core')).toBe(true);
    expect(isCustom('customEvent:a b', 'dimension', 'core')).toBe(false);
    expect(isCustom('customEvent:', 'dimension', 'core')).toBe(false);
    expect(isCustom('', 'metric', 'realtime')).toBe(false);
  });
});
