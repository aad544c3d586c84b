import { describe, expect, it } from 'vitest';
import { idField, toGid, toNumber } from './gid.ts';
import { cursorField } from './paging.ts';

describe('an id', () => {
  const field = idField('Product', 'An id.');

  it.each(['1', '7982905098262', 'gid://shopify/Product/123'])('may be %s', (id) => {
    expect(field.safeParse(id).success).toBe(true);
  });

  it.each([
    'gid://shopify/Order/123',
    'gid://shopify/Product/',
    'gid://shopify/Product/1/../2',
    'gid://shopify/Product/1?x=1',
    '../admin',
    '1\r\nx-evil: 1',
    '1\n',
    ' 1',
    '-1',
    '1e3',
    '',
    '123456789012345678901',
  ])('may not be %j', (id) => {
    expect(field.safeParse(id).success).toBe(false);
  });

  it('goes to Shopify as a global id and comes back as its number', () => {
    expect(toGid('Product', '12')).toBe('gid://shopify/Product/12');
    expect(toGid('Product', 'gid://shopify/Product/12')).toBe('gid://shopify/Product/12');
    expect(toNumber('gid://shopify/InventoryItem/34')).toBe('34');
  });
});

describe('a cursor', () => {
  it('is passed on when it looks like one, and refused otherwise', () => {
    const field = cursorField('nextCursor');

    expect(field.parse('eyJsYXN0X2lkIjoxMjN9')).toBe('eyJsYXN0X2lkIjoxMjN9');
    for (const cursor of ['', 'a b', 'x\n', '"}', '../x', 'a'.repeat(1_001)]) {
      expect(field.safeParse(cursor).success, cursor).toBe(false);
    }
  });
});
