import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import { RefusalCounter } from './refusal-counter.ts';

const entry = (outcome: string, principalId = 'p'): AuditEntry => ({
  id: 'i',
  at: 0,
  kind: 'call',
  principalId,
  principalName: 'n',
  face: 'mcp',
  correlationId: 'c',
  subject: 't',
  outcome,
  count: 1,
});

describe('RefusalCounter', () => {
  it('gives ten rows a minute to one principal and cause, and the rest of the minute as one count', () => {
    const counter = new RefusalCounter();
    const own = Array.from({ length: 1_000 }, () => counter.count(entry('rate_limited'), 5)).filter(Boolean);
    expect(own).toHaveLength(10);
    expect(counter.drain(59_000)).toEqual([]);
    expect(counter.drain(60_005)).toEqual([{ ...entry('rate_limited'), count: 990 }]);
    expect(counter.drain(60_005)).toEqual([]);
  });

  it('counts causes and principals apart', () => {
    const counter = new RefusalCounter();
    for (let n = 0; n < 11; n += 1) counter.count(entry('forbidden'), 0);
    expect(counter.count(entry('unknown_tool'), 0)).toBe(true);
    expect(counter.count(entry('forbidden', 'other'), 0)).toBe(true);
    expect(counter.count(entry('forbidden'), 0)).toBe(false);
  });
});
