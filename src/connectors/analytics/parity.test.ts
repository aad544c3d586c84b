import { describe, expect, it } from 'vitest';
import { analytics } from './connector.ts';
import { PARITY } from './parity.ts';

describe('the list of what other servers do', () => {
  it.each(PARITY)('answers for $tool of $server, by tools that exist or by a reason', ({ ours, whyNot }) => {
    const names = analytics.tools.map(({ name }) => name);

    expect((ours === undefined) !== (whyNot === undefined)).toBe(true);
    expect((ours ?? []).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('names each tool once', () => {
    expect(new Set(PARITY.map(({ server, tool }) => `${server} ${tool}`)).size).toBe(PARITY.length);
  });
});
