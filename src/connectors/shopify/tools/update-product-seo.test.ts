import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { ShopifyUpstream } from '../protocol/upstream.ts';
import { getProduct } from './get-product.ts';
import { updateProductSeo } from './update-product-seo.ts';

const ID = '8100000000010';

describe('setting SEO texts', () => {
  it('changes what is given, leaves the rest, and shows before and after', async () => {
    const shop = connectShop();
    const { product: was } = await shop.call(getProduct, { id: ID });

    const answer = await shop.call(updateProductSeo, { id: ID, description: 'Bergamot and vanilla.' });

    const { product: is } = await shop.call(getProduct, { id: ID });
    expect(answer.before).toEqual(was.seo);
    expect(answer.after).toEqual({ title: was.seo.title, description: 'Bergamot and vanilla.' });
    expect(answer.changed).toBe(true);
    expect(is.seo).toEqual(answer.after);
    expect(is.title).toBe(was.title);
  });

  it('changes one product, however its id is written', () => {
    const objects = [ID, `gid://shopify/Product/${ID}`, '1'].map((id) =>
      updateProductSeo.object?.({ id, title: 'New' }),
    );

    expect(objects[0]).toBe(objects[1]);
    expect(objects[0]).not.toBe(objects[2]);
  });

  it('twice is the same as once', async () => {
    const shop = connectShop();
    await shop.call(updateProductSeo, { id: ID, title: 'New' });

    const again = await shop.call(updateProductSeo, { id: ID, title: 'New' });

    expect(again).toMatchObject({ before: { title: 'New' }, after: { title: 'New' }, changed: false });
  });

  it('to an empty text removes it', async () => {
    const shop = connectShop();

    const { after } = await shop.call(updateProductSeo, { id: ID, title: '' });

    expect(after.title).toBeUndefined();
  });

  it('of a product that does not exist changes nothing', async () => {
    const shop = connectShop();

    await expect(shop.call(updateProductSeo, { id: '404', title: 'New' })).rejects.toMatchObject({
      code: 'not_found',
      details: { sent: 'no' },
    });
    expect(shop.sent.map(({ name }) => name)).toEqual(['ProductSeo']);
  });

  it('without the right to write changes nothing, and names the scope', async () => {
    const shop = connectShop({ scopes: ['read_products'] });

    await expect(shop.call(updateProductSeo, { id: ID, title: 'New' })).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('write_products'),
      details: { sent: 'no' },
    });
  });

  it('knows that a failed look before the change has changed nothing, and that a failed change may have', async () => {
    const faults = new FaultSwitch();
    const shop = connectShop({ faults });
    const failing = (match: string) =>
      ({ what: { kind: 'status', status: 503 }, isAfter: false, times: 1, match }) as const;

    faults.add([failing('ProductSeo')]);
    const look = await shop.call(updateProductSeo, { id: ID, title: 'New' }).catch((error: unknown) => error);
    faults.clear();
    faults.add([failing('UpdateProductSeo')]);
    const change = await shop.call(updateProductSeo, { id: ID, title: 'New' }).catch((error: unknown) => error);

    expect(look).toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
    expect(change).toMatchObject({ code: 'upstream_failed', details: { sent: 'unknown' } });
  });

  it('that Shopify refuses is refused in its words, and an answer without a product is in doubt', async () => {
    const seo = { id: 'gid://shopify/Product/1', title: 'Tea', handle: 'tea', seo: { title: null, description: null } };
    const answering = (productUpdate: object) => {
      const answers: object[] = [{ product: seo }, { productUpdate }];
      const channel = { send: async () => ({ data: answers.shift(), denied: [] }) };
      const target = { origin: 'https://acme.myshopify.com', hosts: [], facts: { apiVersion: '2026-10' } };
      return new ShopifyUpstream(channel, target as never);
    };
    const run = (upstream: ShopifyUpstream) =>
      updateProductSeo.run({ id: '1', title: 'New' }, upstream, {
        signal: AbortSignal.any([]),
        now: () => 0,
        atFirst: (read) => read(),
        answerWith() {},
      });

    await expect(
      run(answering({ product: null, userErrors: [{ field: ['seo'], message: 'Not now' }] })),
    ).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { issues: [{ path: 'seo', message: 'Not now' }], sent: 'no' },
    });
    await expect(run(answering({ product: null, userErrors: [] }))).rejects.toMatchObject({
      details: { sent: 'unknown' },
    });
  });

  it.each([{ id: ID }, { id: ID, title: 'a\r\nb' }, { id: ID, title: 'x'.repeat(256) }, { title: 'x' }])(
    'refuses %j',
    (input) => {
      expect(updateProductSeo.input.safeParse(input).success).toBe(false);
    },
  );
});
