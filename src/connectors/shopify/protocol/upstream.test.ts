import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Channel, ChannelRequest } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineMutation, defineQuery } from './document.ts';
import { ShopifyUpstream } from './upstream.ts';

const TARGET = {
  origin: 'https://acme.myshopify.com',
  hosts: ['acme.myshopify.com'],
  authentication: { kind: 'header', header: 'x-shopify-access-token', secret: 'SHOPIFY_ACCESS_TOKEN' },
  facts: { shop: 'acme.myshopify.com', apiVersion: '2026-07' },
} as const;

const shopName = defineQuery('query ShopName { shop { name } }', z.object({ shop: z.object({ name: z.string() }) }));
const search = defineQuery(
  'query FindOrders($text: String) { orders(first: 1, query: $text) { nodes { id } } }',
  z.object({}),
);
const change = defineMutation('mutation Change { x }', z.object({ x: z.string() }));

/** An upstream whose channel answers with what it is given, in turn: bodies of good verdicts, or errors. */
function upstreamOn(...answers: unknown[]) {
  const requests: ChannelRequest[] = [];
  const channel: Channel = {
    async send(request) {
      requests.push(request);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { upstream: new ShopifyUpstream(channel, TARGET), requests };
}

const timeout = () => new PlatformError('upstream_timeout', 'Too late.', { sent: 'unknown' });

describe('a query', () => {
  it('goes to the pinned version, as a named document with its variables, and asks for search warnings', async () => {
    const { upstream, requests } = upstreamOn({ data: {}, denied: [] });

    await upstream.query(search, { text: 'tag:tea' });

    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/admin/api/2026-07/graphql.json',
      headers: { 'content-type': 'application/json', 'shopify-search-query-debug': '1' },
    });
    expect(JSON.parse(String(requests[0]?.body))).toEqual({
      query: search.text,
      variables: { text: 'tag:tea' },
      operationName: 'FindOrders',
    });
  });

  it('asks for no search warnings where nothing is searched for', async () => {
    const { upstream, requests } = upstreamOn({ data: { shop: { name: 'Acme' } }, denied: [] });

    await upstream.query(shopName);

    expect(requests[0]?.headers).toEqual({ 'content-type': 'application/json' });
  });

  it('gives what its document declares, and passes over what Shopify adds', async () => {
    const { upstream } = upstreamOn({ data: { shop: { name: 'Acme', colour: 'red' }, more: 1 }, denied: [] });

    expect(await upstream.query(shopName)).toEqual({ data: { shop: { name: 'Acme' } }, notices: [] });
  });

  it('tells once of a field that was withheld from many rows', async () => {
    const denied = [0, 1].map((row) => ({
      message: 'Access denied for customer field.',
      path: ['orders', 'nodes', row, 'customer'],
      extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_customers` access scope.' },
    }));
    const { upstream } = upstreamOn({ data: { shop: { name: 'Acme' } }, denied });

    const { notices } = await upstream.query(shopName);

    expect(notices).toEqual([expect.stringMatching(/orders\.nodes\.customer.*read_customers/)]);
  });

  it('that wants the whole is a lack of rights where a field was withheld, though it may be empty', async () => {
    const withheld = { message: 'Access denied for zip field.', path: ['customer', 'zip'] };
    const { upstream } = upstreamOn(
      { data: { shop: { name: 'Acme' } }, denied: [withheld] },
      { data: { shop: { name: 'Acme' } }, denied: [] },
    );

    await expect(upstream.queryWhole(shopName)).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('customer.zip'),
      details: { sent: 'no' },
    });
    expect(await upstream.queryWhole(shopName)).toEqual({ shop: { name: 'Acme' } });
  });

  it('whose answer lacks what was withheld is a lack of rights', async () => {
    const denied = [{ message: 'Access denied. Required access: `read_orders`', path: ['orders'] }];
    const { upstream } = upstreamOn({ data: { shop: null }, denied });

    await expect(upstream.query(shopName)).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('read_orders'),
    });
  });

  it.each([[{ shop: {} }], [{ shop: { name: 7 } }], [null], [undefined]])(
    'answered with %j fails, and shows nothing of it',
    async (data) => {
      const { upstream } = upstreamOn({ data, denied: [] });

      await expect(upstream.query(shopName)).rejects.toMatchObject({
        code: 'upstream_failed',
        message: 'Shopify answered in a form that this version of the connector does not know.',
      });
    },
  );

  it('that fails has changed nothing', async () => {
    const { upstream } = upstreamOn(timeout(), { data: {}, denied: [] });

    await expect(upstream.query(shopName)).rejects.toMatchObject({ code: 'upstream_timeout', details: { sent: 'no' } });
    await expect(upstream.query(shopName)).rejects.toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
  });

  it('that fails after a mutation leaves that mutation in doubt', async () => {
    const { upstream } = upstreamOn({ data: { x: 'done' }, denied: [] }, timeout());
    await upstream.mutate(change, {});

    await expect(upstream.query(shopName)).rejects.toMatchObject({ details: { sent: 'unknown' } });
  });
});

describe('a mutation', () => {
  it('that is not answered, or not as declared, may have been done', async () => {
    const { upstream } = upstreamOn(timeout(), { data: { y: 1 }, denied: [] });

    await expect(upstream.mutate(change, {})).rejects.toMatchObject({ details: { sent: 'unknown' } });
    await expect(upstream.mutate(change, {})).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'unknown' },
    });
  });
});

describe('a document', () => {
  it.each(['{ shop { name } }', 'query { shop { name } }', 'mutation Change { x }'])(
    'without a name or of the other kind is refused: %s',
    (text) => {
      expect(() => defineQuery(text, z.object({}))).toThrow(TypeError);
    },
  );
});
