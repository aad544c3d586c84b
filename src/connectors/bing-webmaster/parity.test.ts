import { describe, expect, it } from 'vitest';
import { bingWebmaster } from './connector.ts';
import { PARITY } from './parity.ts';

const NAMES = bingWebmaster.tools.map(({ name }) => name);

describe('what others offer', () => {
  it('is had here by tools that exist, or is said why not, each once', () => {
    expect(PARITY.flatMap(({ ours = [] }) => ours).filter((name) => !NAMES.includes(name))).toEqual([]);
    expect(PARITY.filter(({ ours, whyNot }) => (ours === undefined) === (whyNot === undefined))).toEqual([]);
    expect(new Set(PARITY.map(({ server, tool }) => `${server} ${tool}`)).size).toBe(PARITY.length);
  });
});
