import { describe, expect, it } from 'vitest';
import { searchConsole } from './connector.ts';
import { PARITY } from './parity.ts';

describe('what other servers do', () => {
  const tools = searchConsole.tools.map(({ name }) => name);

  it('is done by tools that exist, or a reason is told', () => {
    for (const { server, tool, ours, whyNot } of PARITY) {
      expect([ours === undefined, whyNot === undefined].filter(Boolean), `${server} ${tool}`).toHaveLength(1);
      for (const name of ours ?? []) expect(tools).toContain(name);
    }
  });

  it('is told once for each tool, of three servers', () => {
    expect(new Set(PARITY.map(({ server, tool }) => `${server} ${tool}`)).size).toBe(PARITY.length);
    expect(new Set(PARITY.map(({ server }) => server)).size).toBe(3);
  });
});
