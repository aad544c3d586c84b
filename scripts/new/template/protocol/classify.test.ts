import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';

const verdictOf = (status: number, body = '', headers: Record<string, string> = {}) =>
  classify({ status, headers, body });

describe('a reply of Sample', () => {
  it.each([
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'not_found'],
    [429, 'throttled'],
    [400, 'rejected'],
    [503, 'failed'],
    [302, 'failed'],
  ])('with status %i is %s', (status, kind) => {
    expect(verdictOf(status).kind).toBe(kind);
  });

  it('that is JSON is its body, and one that is not has failed after who knows what', () => {
    expect(verdictOf(200, '{"items":[]}')).toEqual({ kind: 'ok', body: { items: [] } });
    expect(verdictOf(200, '<html>')).toMatchObject({ kind: 'failed', executed: 'unknown' });
  });

  it('that refuses inside a 200 is refused', () => {
    expect(verdictOf(200, '{"error":"name_invalid"}').kind).toBe('rejected');
  });

  it('that asks for a wait is waited for', () => {
    expect(verdictOf(429, '', { 'retry-after': '7' })).toEqual({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(verdictOf(429, '', { 'retry-after': 'soon' })).toEqual({ kind: 'throttled', retryAfterMs: undefined });
  });
});
