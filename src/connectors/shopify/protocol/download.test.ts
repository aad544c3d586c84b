import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../../kernel/errors.ts';
import { ShopifyUpstream } from './upstream.ts';

const target = { origin: 'https://acme.myshopify.com', hosts: [], facts: { apiVersion: '2026-10' } } as never;

describe('fetching a file', () => {
  it.each([
    'https://evil.example/x.jsonl',
    'https://storage.googleapis.com.evil.example/x',
    'https://storage.googleapis.com@evil.example/x',
    'https://storage.googleapis.com:8443/x',
  ])('never goes to %s', async (url) => {
    const sent: unknown[] = [];
    const upstream = new ShopifyUpstream({ send: async (request) => sent.push(request) }, target);

    await expect(upstream.download(url, 0, 10)).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'no' },
    });
    expect(sent).toEqual([]);
  });

  it('says of the file what the host says, and nothing of the shop', async () => {
    const send = async () => {
      throw new PlatformError('upstream_permission', 'The app lacks the scope read_products.', { sent: 'no' });
    };

    await expect(
      new ShopifyUpstream({ send }, target).download('https://storage.googleapis.com/x', 0, 10),
    ).rejects.toMatchObject({ code: 'upstream_failed', message: expect.stringContaining('could not be fetched') });
  });

  it('asks for the stretch alone, as bytes', async () => {
    const sent: unknown[] = [];
    const send = async (request: unknown) => {
      sent.push(request);
      return new Uint8Array([1]);
    };

    await new ShopifyUpstream({ send }, target).download('https://storage.googleapis.com/x?y=1', 5, 10);

    expect(sent).toMatchObject([
      {
        method: 'GET',
        origin: 'https://storage.googleapis.com',
        path: '/x?y=1',
        headers: { range: 'bytes=5-14' },
        reading: 'bytes',
      },
    ]);
  });
});
