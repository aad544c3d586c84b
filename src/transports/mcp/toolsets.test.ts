import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../kernel/errors.ts';
import { parseToolsets, toolsetsOfUrl } from './toolsets.ts';

const KNOWN = ['shopify', 'zoho', 'gsc'];

function refusalOf(read: () => unknown): PlatformError {
  try {
    read();
  } catch (error) {
    if (error instanceof PlatformError) return error;
  }
  throw new Error('It was not refused.');
}

describe('the toolsets of an address', () => {
  it.each([
    ['/mcp', undefined],
    ['/mcp?session=1', undefined],
    ['/mcp/gsc', ['gsc']],
    ['/mcp/all', ['all']],
    ['/mcp/gsc,shopify', ['shopify', 'gsc']],
    ['/mcp/gsc%2Cgsc?x=/mcp/zoho', ['gsc']],
  ])('of %s are %j', (url, toolsets) => {
    expect(toolsetsOfUrl(url, KNOWN)).toEqual(toolsets);
  });

  it.each([
    '/mcp/',
    '/mcp/GSC',
    '/mcp/gsc/',
    '/mcp/gsc,',
    '/mcp/gsc+zoho',
    '/mcp/../metrics',
    '/mcp/%2e%2e',
    '/mcp/%zz',
    '/mcp/__proto__',
    `/mcp/${'gsc,'.repeat(200)}gsc`,
  ])('refuse %s and say what there is', (url) => {
    const { code, message } = refusalOf(() => toolsetsOfUrl(url, KNOWN));

    expect(code).toBe('not_found');
    expect(message).toContain('all, shopify, zoho, gsc');
    expect(message).toContain('/mcp/shopify,zoho');
  });

  it('suggest the one that was likely meant, and repeat nothing of what was sent', () => {
    expect(refusalOf(() => parseToolsets('shoppify', KNOWN)).message).toContain('Did you mean shopify?');
    expect(refusalOf(() => parseToolsets('<script>', KNOWN)).message).not.toContain('script');
  });
});
