import { describe, expect, it } from 'vitest';
import { LISTING } from '../../../test/support/mcp-server.ts';
import { createPrincipal, toListing } from '../../../test/support/small-gateway.ts';
import { createTrialConnector } from '../../../test/support/trial-connector.ts';
import { searchTools } from '../../gateway/platform-tools/search-tools.ts';
import type { Tool } from '../../kernel/tool.ts';
import { listedTools, ToolLists } from './tool-lists.ts';

const { connector } = createTrialConnector();
const { grant } = createPrincipal('alice');
const echo = connector.tools.find(({ name }) => name === 'trial_echo') as Tool;

/** `count` tools of one toolset, of which the first is for every day. */
function many(prefix: string, count: number) {
  return Array.from({ length: count }, (_, n) => {
    const core = n === 0 ? ({ core: true } as const) : {};
    return { ...toListing(connector, { ...echo, ...core, name: `${prefix}_echo_${n}` }), toolset: prefix };
  });
}

const own = { ...toListing(connector, searchTools), toolset: undefined };
const big = { tools: [...many('one', 100), ...many('two', 100), own] };
const small = { tools: [...many('one', 3), own] };
const names = (...args: Parameters<typeof listedTools>) =>
  listedTools(...args).map((tool) => (tool as { name: string }).name);

describe('the list of who names no toolset', () => {
  it('is everything where that is little', () => {
    expect(names(small, grant, undefined, LISTING)).toEqual(['one_echo_0', 'one_echo_1', 'one_echo_2', 'search_tools']);
  });

  it('is what is for every day where everything is much, with the platform’s own tools', () => {
    expect(names(big, grant, undefined, LISTING)).toEqual(['one_echo_0', 'two_echo_0', 'search_tools']);
  });

  it('is everything that the operator chose for the key, however much it is', () => {
    expect(names(big, { ...grant, choosesTools: true }, undefined, LISTING)).toHaveLength(201);
  });
});

describe('the list of toolsets', () => {
  it.each([
    [['one'], 100, 'one_echo_99'],
    [['one', 'two'], 200, 'two_echo_99'],
    [['all'], 200, 'two_echo_99'],
  ])('%j has all their tools, with the platform’s own', (toolsets, count, last) => {
    const listed = names(big, grant, toolsets, LISTING);
    expect(listed).toHaveLength(count + 1);
    expect(listed.slice(-2)).toEqual([last, 'search_tools']);
  });

  it('is prepared once a view and choice', () => {
    const lists = new ToolLists(LISTING);
    expect(lists.of(big, grant, ['one'])).toBe(lists.of(big, grant, ['one']));
    expect(lists.of(big, grant, ['one'])).not.toBe(lists.of(big, grant, undefined));
    expect(lists.of(small, grant, ['one'])).not.toBe(lists.of(big, grant, ['one']));
  });
});
