import { expect, it } from 'vitest';
import { nearName } from './near-name.ts';

const KNOWN = ['PORT', 'HOST', 'PLATFORM_ENV', 'SHOPIFY_ACCESS_TOKEN', 'CACHE_TTL_MS', 'CACHE_BYTES'];

it.each([
  ['PLATFROM_ENV', 'PLATFORM_ENV'],
  ['PLATFORMENV', 'PLATFORM_ENV'],
  ['SHOPIFY_ACESS_TOKN', 'SHOPIFY_ACCESS_TOKEN'],
  ['SHOPIFY_API_TOKEN', 'SHOPIFY_ACCESS_TOKEN'],
  ['CACHE_TTL', 'CACHE_TTL_MS'],
  ['CACHE_BYTE', 'CACHE_BYTES'],
])('%s is a slip of %s', (name, meant) => {
  expect(nearName(name, KNOWN)).toBe(meant);
});

it.each(['PORTS', 'HOSTNAME', 'SHOPIFY_CLI_NO_ANALYTICS', 'CACHE_DIR', 'TERM', ''])('%s is nobody’s slip', (name) => {
  expect(nearName(name, KNOWN)).toBeUndefined();
});
