import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { disagreements, parseExpectedFailures } from '../../scripts/conformance.ts';

/** What the issue asks to pass, whatever else the list excuses. */
const MUST_PASS = [
  'server-initialize',
  'ping',
  'tools-list',
  'tools-call-simple-text',
  'tools-call-error',
  'caching',
  'dns-rebinding-protection',
  'http-header-validation',
];

/** How many scenarios each revision's list holds. A number here is lowered with its list and never raised. */
const AT_MOST = { '2026-07-28': 37, '2025-11-25': 24 };

describe('the list of expected failures', () => {
  it('only shrinks', () => {
    const lists = parseExpectedFailures(readFileSync(new URL('expected-failures.yml', import.meta.url), 'utf8'));

    expect(Object.fromEntries(Object.entries(lists).map(([revision, { size }]) => [revision, size]))).toEqual(AT_MOST);
  });

  it('does not excuse what must pass', () => {
    const lists = parseExpectedFailures(readFileSync(new URL('expected-failures.yml', import.meta.url), 'utf8'));

    for (const list of Object.values(lists)) {
      expect(list.size).toBeGreaterThan(0);
      expect(MUST_PASS.filter((name) => list.has(name))).toEqual([]);
    }
  });

  it.each(['- ping', "'2024-11-05':", "'2026-07-28':\n- ping", "'2026-07-28': [ping]"])('is refused as %j', (text) => {
    expect(() => parseExpectedFailures(text)).toThrow(/line/);
  });
});

describe('an outcome disagrees with the list', () => {
  const outcomes = new Map([
    ['good', 'pass'],
    ['bad', 'fail'],
  ] as const);

  it.each([
    [['bad'], []],
    [[], ['2026-07-28 bad fails and is not expected to.']],
    [['bad', 'good'], ['2026-07-28 good passes now: take it off expected-failures.yml.']],
    [['bad', 'gone'], ['2026-07-28 gone is no scenario of this run: take it off expected-failures.yml.']],
  ])('when it expects %j: %j', (expected, told) => {
    expect(disagreements('2026-07-28', outcomes, new Set(expected))).toEqual(told);
  });
});
