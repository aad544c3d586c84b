import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acme } from '../../test/support/acme.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { defineTool } from '../connectors/define.ts';

/** Gives what it is told to, whatever it declares. */
function toolThatGives(effect: 'read' | 'write', output: object) {
  return defineTool({
    name: 'acme_give_row',
    title: 'Give a row',
    description: 'Gives a row.',
    effect,
    permission: effect === 'read' ? 'acme.rows.read' : 'acme.rows.write',
    input: z.object({}),
    output: z.object({ id: z.string(), note: z.string().optional() }),
    scopes: [],
    examples: [],
    run: async () => output as { id: string },
  });
}

function openWith(effect: 'read' | 'write', output: object) {
  const connector = { ...acme, tools: [toolThatGives(effect, output)] };
  return openTestGateway({ connectors: [connector], retry: { retries: 0, baseMs: 1, capMs: 1 } });
}

describe('an answer that breaks its own schema', () => {
  it.each([{ id: 7 }, {}, { id: '1', secret: 'x' }])('is a fault of ours and is not given out: %j', async (output) => {
    await using platform = await openWith('read', output);
    const reading = platform.gateway.call(platform.request(platform.principal('admin'), 'acme_give_row', {}));

    await expect(reading).rejects.toMatchObject({ code: 'internal', details: { sent: 'unknown' } });
  });

  it('leaves a write in doubt, which is not sent again', async () => {
    await using platform = await openWith('write', { id: 7 });
    const write = () =>
      platform.gateway
        .call(platform.request(platform.principal('admin'), 'acme_give_row', {}, { idempotencyKey: 'k' }))
        .catch(({ code }) => code);

    expect(await write()).toBe('outcome_unknown');
    expect(await write()).toBe('outcome_unknown');
  });

  it('is given out where it obeys', async () => {
    await using platform = await openWith('read', { id: '1', note: undefined });
    const { rendered } = await platform.gateway.call(
      platform.request(platform.principal('admin'), 'acme_give_row', {}),
    );

    expect(JSON.parse(rendered.json)).toMatchObject({ id: '1' });
  });
});

describe('what a call read at first', () => {
  it('is given to its later attempts, and to no other call', async () => {
    const seen: number[] = [];
    let readings = 0;
    const tool = defineTool({
      name: 'acme_touch_row',
      title: 'Touch a row',
      description: 'Touches a row.',
      effect: 'write',
      repeatable: true,
      permission: 'acme.rows.write',
      input: z.object({}),
      output: z.object({}),
      scopes: [],
      examples: [],
      async run(_input, upstream: { get(path: string): Promise<unknown> }, { atFirst }) {
        seen.push(await atFirst(async () => (readings += 1)));
        await upstream.get('/rows?limit=1');
        return {};
      },
    });
    await using platform = await openTestGateway({
      connectors: [{ ...acme, tools: [tool] }],
      retry: { retries: 2, baseMs: 1, capMs: 1 },
    });
    platform.vendor.behave = () => (seen.length === 2 ? {} : { status: 503 });
    const call = async () => {
      const ended = platform.gateway.call(platform.request(platform.principal('admin'), 'acme_touch_row', {}));
      await platform.clock.advance(10);
      return (await ended).facts.attempts;
    };

    expect(await call()).toBe(2);
    platform.vendor.behave = () => ({});
    expect(await call()).toBe(1);
    expect(seen).toEqual([1, 1, 2]);
  });
});

describe('the idempotency key of a call', () => {
  it('makes another of each principal’s for vendors, and none for a tool that reads', async () => {
    const seen: unknown[] = [];
    const tool = (effect: 'read' | 'write') =>
      defineTool({
        name: `acme_${effect}_key`,
        title: 'See the key',
        description: 'Sees the key.',
        effect,
        permission: `acme.rows.${effect}`,
        input: z.object({}),
        output: z.object({}),
        scopes: [],
        examples: [],
        async run(_input, _upstream: object, { idempotencyKey }) {
          seen.push(idempotencyKey);
          return {};
        },
      });
    await using platform = await openTestGateway({ connectors: [{ ...acme, tools: [tool('write'), tool('read')] }] });
    const call = (name: string, more = {}, by = 'one') =>
      platform.gateway.call(platform.request(platform.principal('admin', undefined, by), name, {}, more));

    await call('acme_write_key', { idempotencyKey: 'k-1' });
    await call('acme_write_key', { idempotencyKey: 'k-1' }, 'other');
    await call('acme_read_key');

    const [one, other, ofRead] = seen;
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(other).not.toBe(one);
    expect(ofRead).toBeUndefined();
  });
});
