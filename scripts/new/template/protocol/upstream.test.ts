import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ChannelRequest } from '../../../../src/kernel/connector.ts';
import { SampleUpstream } from './upstream.ts';

const Item = z.object({ id: z.string() });

/** An upstream whose channel gives this answer, and what it was asked. */
function upstreamThatGets(answer: unknown) {
  const sent: ChannelRequest[] = [];
  const channel = {
    send: async (request: ChannelRequest) => {
      sent.push(request);
      return answer;
    },
  };
  return { upstream: new SampleUpstream(channel), sent };
}

describe('SampleUpstream', () => {
  it('sends a change as JSON', async () => {
    const { upstream, sent } = upstreamThatGets({ id: 'item-1' });

    expect(await upstream.change('PUT', '/v1/items/item-1', { name: 'Assam' }, Item)).toEqual({ id: 'item-1' });
    expect(sent).toEqual([
      {
        method: 'PUT',
        path: '/v1/items/item-1',
        headers: { 'content-type': 'application/json' },
        body: '{"name":"Assam"}',
      },
    ]);
  });

  it('takes an answer of another form for a failure after which nobody knows what was done', async () => {
    const { upstream } = upstreamThatGets({ id: 7 });

    await expect(upstream.read('/v1/items/item-1', Item)).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'unknown' },
    });
  });
});
