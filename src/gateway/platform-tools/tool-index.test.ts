import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toListing } from '../../../test/support/small-gateway.ts';
import { defineConnector, defineTool } from '../../connectors/define.ts';
import { ToolIndex } from './tool-index.ts';

const tool = (name: string, title: string, description: string, input = z.object({})) =>
  defineTool({
    name,
    title,
    description,
    effect: 'read',
    permission: 'shop.things.read',
    input,
    output: z.object({}),
    scopes: [],
    examples: [],
    run: async () => ({}),
  });

const connector = (id: string, toolPrefix: string, tools: ReturnType<typeof tool>[]) =>
  defineConnector({
    id,
    title: id,
    description: id,
    version: 1,
    toolPrefix,
    settings: [],
    configure: () => ({ missing: [] }),
    classify: () => ({ kind: 'ok', body: undefined }),
    upstream: () => undefined,
    probe: async () => ({ summary: '', warnings: [] }),
    tools: tools.map((one) => ({ ...one, permission: `${toolPrefix.slice(0, -1)}.things.read` })),
  });

const shop = connector('shop', 'shop_', [
  tool('shop_search_orders', 'Search orders', 'Finds orders of the shop, newest first.'),
  tool('shop_get_order', 'Get an order', 'Gives one order with its refunds.', z.object({ orderName: z.string() })),
  tool('shop_refund_order', 'Refund an order', 'Gives money back for an order of the shop.'),
  tool('shop_list_products', 'List products', 'Lists what the shop sells.', z.object({ vendorName: z.string() })),
]);
const console_ = connector('search-console', 'gsc_', [
  tool('gsc_list_queries', 'List queries', 'What people searched for before they came to the shop.'),
]);
const index = new ToolIndex([shop, console_].flatMap((one) => one.tools.map((each) => toListing(one, each))));
const names = (query: string, toolset?: string) => index.search(query, toolset).map(({ listing }) => listing.tool.name);

describe('a search for tools', () => {
  it.each([
    ['refund an order', 'shop_refund_order'],
    ['REFUNDS', 'shop_refund_order'],
    ['query', 'gsc_list_queries'],
    ['which products do we sell?', 'shop_list_products'],
    ['vendor', 'shop_list_products'],
    ['shop_get_order', 'shop_get_order'],
  ])('for “%s” finds %s first', (query, name) => {
    expect(names(query)[0]).toBe(name);
  });

  it('leaves out what fits no word, and finds nothing for words that say nothing', () => {
    expect(names('orders')).not.toContain('gsc_list_queries');
    expect(names('weather')).toEqual([]);
    expect(names('what is the')).toEqual([]);
    expect(names('…')).toEqual([]);
  });

  it('prefers what fits all words to what fits one', () => {
    expect(names('order refunds money')[0]).toBe('shop_refund_order');
  });

  it('keeps to a toolset, named as its tools begin or as its connector', () => {
    expect(names('shop', 'gsc')).toEqual(['gsc_list_queries']);
    expect(names('shop', 'Search-Console')).toEqual(['gsc_list_queries']);
    expect(() => names('shop', 'bing')).toThrow('Use one of: shop, gsc; or leave it out.');
  });
});
