import { describe, expect, it } from 'vitest';
import { correlationIdOf, newCorrelationId, traceIdOf } from './correlation.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

describe('the correlation id', () => {
  it('is the trace id of a valid traceparent, of later versions too', () => {
    expect(correlationIdOf(`00-${TRACE}-${PARENT}-01`)).toBe(TRACE);
    expect(correlationIdOf(`cc-${TRACE}-${PARENT}-01-more`)).toBe(TRACE);
  });

  it.each([
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE.slice(1)}-${PARENT}-01`,
    ` 00-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01\n`,
    `01-${TRACE}-${PARENT}-01-${'a'.repeat(300)}`,
    '',
  ])('is made anew where the traceparent is %j', (traceparent) => {
    expect(traceIdOf(traceparent)).toBeUndefined();
    expect(correlationIdOf(traceparent)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('never repeats', () => {
    const ids = Array.from({ length: 10_000 }, newCorrelationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
