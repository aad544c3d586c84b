import { describe, expect, it } from 'vitest';
import { createGrants } from './grants.ts';

describe('createGrants', () => {
  const grants = createGrants();

  // biome-ignore format: a table is read in columns
  it.each([
    // permission                viewer analyst operator admin
    ['shopify.products.read',    true,  true,   true,    true],
    ['shopify.orders.read',      false, true,   true,    true],
    ['shopify.draft-orders.read', false, true,  true,    true],
    ['shopify.fulfillments.read', false, true,  true,    true],
    ['shopify.checkouts.read',   false, true,   true,    true],
    ['shopify.customers.read',   false, true,   true,    true],
    ['shopify.orders.refund',    false, false,  true,    true],
    ['shopify.products.write',   false, false,  true,    true],
    ['zoho.messages.read',       false, true,   true,    true],
    ['health.read',              false, false,  true,    true],
    ['metrics.read',             false, false,  false,   true],
    ['keys.manage',              false, false,  false,   true],
    ['audit.read',               false, false,  false,   true],
    ['shopify..read',            false, false,  false,   false],
    ['shopify.products.read.x',  false, false,  false,   false],
    ['shopify.products',         false, false,  false,   true],
    ['',                         false, false,  false,   false],
  ] as const)('%s: viewer %s, analyst %s, operator %s, admin %s', (permission, ...expected) => {
    const held = (['viewer', 'analyst', 'operator', 'admin'] as const).map((role) => grants(role).permits(permission));
    expect(held).toEqual(expected);
  });

  it('shows personal data to operators and admins only', () => {
    const shown = (['viewer', 'analyst', 'operator', 'admin'] as const).map((role) => grants(role).showsPersonalData);
    expect(shown).toEqual([false, false, true, true]);
  });

  it('limits a key to tools and connections by name or pattern', () => {
    const grant = grants('operator', { tools: ['shopify_get_*', 'gsc_sites'], connections: ['shopify/default'] });
    expect(['shopify_get_order', 'gsc_sites', 'gsc_sites_x', 'shopify_list_orders'].map(grant.allowsTool)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['shopify/default', 'shopify/other'].map(grant.allowsConnection)).toEqual([true, false]);
  });

  it('takes an empty limit as nobody, not as everybody', () => {
    expect(grants('admin', { tools: [] }).allowsTool('shopify_get_order')).toBe(false);
  });

  it('takes a pattern literally but for its star', () => {
    expect(grants('admin', { tools: ['a.b(c)*'] }).allowsTool('aXb(c)d')).toBe(false);
  });

  it('gives the identical grant for equal rights, whatever the order they are named in', () => {
    expect(grants('viewer', { tools: ['b', 'a'] })).toBe(grants('viewer', { tools: ['a', 'b', 'a'] }));
    expect(grants('viewer', { tools: ['a'] })).not.toBe(grants('viewer'));
  });
});
