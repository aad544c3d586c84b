import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getProduct } from './get-product.ts';
import { listContent } from './list-content.ts';
import { saveContent } from './save-content.ts';

describe('saving content', () => {
  it('makes a hidden page, publishes it, and leaves its text alone', async () => {
    const shop = connectShop();

    const made = await shop.call(saveContent, { kind: 'page', title: 'Our gardens', bodyHtml: '<p>Soon.</p>' });
    const shown = await shop.call(saveContent, { kind: 'page', id: made.item.id, published: true });

    expect([made.item.published, shown.item.published]).toEqual([false, true]);
    const { items } = await shop.call(listContent, { kind: 'page', id: made.item.id });
    expect(items).toMatchObject([{ title: 'Our gardens', bodyHtml: '<p>Soon.</p>' }]);
  });

  it('makes an article in its blog, and changes its tags', async () => {
    const shop = connectShop();
    const news = { kind: 'article', title: 'News', blogId: '8100000000002', author: 'Niamh', tags: ['a'] };

    const { item } = await shop.call(saveContent, news);
    const changed = await shop.call(saveContent, { kind: 'article', id: item.id, tags: ['b'] });

    expect(item).toMatchObject({ blogTitle: 'News', author: 'Niamh', published: false });
    expect(changed.item).toMatchObject({ title: 'News', tags: ['b'] });
  });

  it('makes and changes redirects, and refuses a path that is taken', async () => {
    const shop = connectShop();
    const redirect = { kind: 'redirect', path: '/teas', target: '/collections/all-teas' };

    const { item } = await shop.call(saveContent, redirect);
    const moved = await shop.call(saveContent, { kind: 'redirect', id: item.id, target: 'https://example.com/tea' });

    expect(moved.item).toEqual({ id: item.id, path: '/teas', target: 'https://example.com/tea' });
    await expect(shop.call(saveContent, redirect)).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'urlRedirect.path', message: 'Path has already been taken' }], sent: 'no' },
    });
  });

  it('has a file fetched, which is ready some seconds later', async () => {
    const shop = connectShop();

    const { item } = await shop.call(saveContent, {
      kind: 'file',
      url: 'https://images.example.com/a.jpg',
      alt: 'A cup',
    });
    await shop.clock.advance(5_000);
    const { items } = await shop.call(listContent, { kind: 'file', limit: 1 });

    expect(item).toMatchObject({ status: 'uploaded', alt: 'A cup' });
    expect(items[0]).toMatchObject({ id: item.id, status: 'ready', url: expect.stringContaining('a.jpg') });
  });

  it('shows a picture on a product, once, with another text, and takes it off', async () => {
    const shop = connectShop();
    const productId = '8100000000010';
    const picture = 'gid://shopify/MediaImage/8100000000160';
    const shown = async () =>
      (await shop.call(getProduct, { id: productId })).product.media.map(({ id, alt }) => [id, alt]);
    const before = await shown();

    const { item } = await shop.call(saveContent, { kind: 'file', id: picture, productId, alt: 'A chai' });
    await shop.call(saveContent, { kind: 'file', id: picture, productId });
    const during = await shown();
    await shop.call(saveContent, { kind: 'file', id: picture, productId, shown: false });

    expect(item).toMatchObject({ id: picture, fileType: 'image', alt: 'A chai' });
    expect(during).toEqual([...before, [picture, 'A chai']]);
    expect(await shown()).toEqual(before);
    const again = await shop.call(saveContent, { kind: 'file', id: picture, alt: 'Still a file' });
    expect(again.item).toMatchObject({ status: 'ready', alt: 'Still a file' });
  });

  it('does not show what is not ready, not a picture, or not there', async () => {
    const shop = connectShop();
    const show = (id: string, productId = '8100000000010') => shop.call(saveContent, { kind: 'file', id, productId });
    const add = async (url: string) => (await shop.call(saveContent, { kind: 'file', url })).item.id;
    const picture = await add('https://images.example.com/a.jpg');
    const paper = await add('https://images.example.com/a.pdf');

    await expect(show(picture)).rejects.toMatchObject({ details: { issues: [{ path: 'files.0.id' }], sent: 'no' } });
    await shop.clock.advance(5_000);
    await show(picture);
    await expect(show(paper)).rejects.toMatchObject({ details: { issues: [{ path: 'files.0.referencesToAdd' }] } });
    await expect(show(picture, '404')).rejects.toMatchObject({ code: 'upstream_rejected' });
    await expect(show('gid://shopify/MediaImage/404')).rejects.toMatchObject({ code: 'upstream_rejected' });
  });

  it.each([
    { kind: 'page' },
    { kind: 'page', id: '1' },
    { kind: 'page', id: 'gid://shopify/Article/1', title: 'x' },
    { kind: 'page', title: 'x', tags: ['a'] },
    { kind: 'article', title: 'x' },
    { kind: 'redirect', path: '/x' },
    { kind: 'redirect', path: '/x', target: '/x' },
    { kind: 'redirect', path: '//evil.example', target: '/x' },
    { kind: 'redirect', path: '/x', target: 'javascript:alert(1)' },
    { kind: 'redirect', path: '/x\r\nSet-Cookie: a', target: '/y' },
    { kind: 'redirect', path: '/x', target: 'https://user@example.com' },
    { kind: 'file', url: 'http://example.com/a.jpg' },
    { kind: 'file', url: 'https://127.0.0.1/a.jpg' },
    { kind: 'file', url: 'https://[::1]/a.jpg' },
    { kind: 'file', url: 'https://metadata.internal/a.jpg' },
    { kind: 'file', url: 'https://example.com:8443/a.jpg' },
    { kind: 'file', id: '1', url: 'https://example.com/a.jpg' },
    { kind: 'file', id: '1', alt: 'x' },
    { kind: 'file', id: 'gid://shopify/Product/1', alt: 'x' },
    { kind: 'file', id: 'gid://shopify/MediaImage/1' },
    { kind: 'file', id: 'gid://shopify/MediaImage/1', shown: false },
    { kind: 'file', url: 'https://example.com/a.jpg', productId: '1' },
    { kind: 'page', id: '1', productId: '1' },
  ])('refuses %j', (input) => {
    expect(saveContent.input.safeParse(input).success).toBe(false);
  });
});
