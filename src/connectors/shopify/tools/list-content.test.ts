import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { listContent } from './list-content.ts';

describe('listing content', () => {
  it('gives pages without their texts, and one with it', async () => {
    const shop = connectShop();

    const { items } = await shop.call(listContent, { kind: 'page' });
    const one = await shop.call(listContent, { kind: 'page', id: items[0]?.id });

    expect(items.map(({ title }) => title)).toContain('Brewing guide');
    expect(items.every(({ bodyHtml }) => bodyHtml === undefined)).toBe(true);
    expect(one.items[0]?.bodyHtml).toMatch(/^<p>/);
    expect(items.find(({ handle }) => handle?.startsWith('christmas'))?.published).toBe(false);
  });

  it('gives articles of one blog, blogs, redirects by path, and files by name', async () => {
    const shop = connectShop();

    const { items: articles } = await shop.call(listContent, { kind: 'article', blogId: '8100000000002' });
    const { items: blogs } = await shop.call(listContent, { kind: 'blog' });
    const { items: redirects } = await shop.call(listContent, { kind: 'redirect', path: '/shop' });
    const { items: files } = await shop.call(listContent, { kind: 'file', limit: 3 });

    expect(articles.map(({ blogTitle }) => blogTitle)).toEqual(['News']);
    expect(blogs.map(({ handle }) => handle)).toEqual(['tea-notes', 'news']);
    expect(redirects).toMatchObject([{ target: '/collections/all-teas' }]);
    expect(files).toMatchObject([{ fileType: 'image', status: 'ready' }, {}, {}]);
  });

  it('goes through all redirects page by page, each once', async () => {
    const shop = connectShop();
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await shop.call(listContent, { kind: 'redirect', limit: 7, cursor });
      for (const { id } of page.items) ids.add(id);
      cursor = page.nextCursor;
    } while (cursor);

    expect(ids.size).toBe(30);
  });

  it('takes text for text: no word of it becomes a field or an operator', async () => {
    const shop = connectShop();

    const { items } = await shop.call(listContent, { kind: 'redirect', text: '/shop" OR path:"/x' });

    expect(items).toEqual([]);
  });

  it('says that a text is not there, and which scope is missing', async () => {
    await expect(connectShop().call(listContent, { kind: 'page', id: '404' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      connectShop({ scopes: ['read_products'] }).call(listContent, { kind: 'redirect' }),
    ).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('read_online_store_navigation'),
    });
  });

  it.each([
    {},
    { kind: 'page', id: 'gid://shopify/Article/1' },
    { kind: 'file', id: '1' },
    { kind: 'page', blogId: '1' },
    { kind: 'page', path: '/x' },
    { kind: 'theme' },
  ])('refuses %j', (input) => {
    expect(listContent.input.safeParse(input).success).toBe(false);
  });
});
