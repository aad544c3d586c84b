import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acmeConnection } from '../../../test/support/acme.ts';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { Signal } from '../../kernel/abort.ts';
import type { CallRequest } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';

const READ = 'acme_list_rows';
const TTL_MS = 60_000;

async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({
    retry: { retries: 0, baseMs: 1, capMs: 1 },
    rate: { callsPerMinute: 10_000, burst: 10_000 },
    ...options,
  });
  const call = (input: unknown = {}, more: Partial<CallRequest> = {}, tool = READ) =>
    platform.gateway.call(platform.request(platform.principal('operator'), tool, input, more));
  const rename = () => call({ id: '1', name: 'One' }, {}, 'acme_rename_row');
  const codeOf = (answer: Promise<unknown>) =>
    answer.then(
      () => 'ok',
      ({ code }: PlatformError) => code,
    );
  return Object.assign(platform, { call, rename, codeOf });
}

/** Makes the vendor hold its answers to reads until it is told otherwise. */
function hold({ runtime, vendor }: Awaited<ReturnType<typeof setUp>>): () => void {
  const gate = Promise.withResolvers<void>();
  const { wire } = vendor;
  const held: typeof wire = async (request, signal) => {
    const reply = await wire(request, signal);
    if (request.method === 'GET') await gate.promise;
    return reply;
  };
  Object.assign(runtime, { wire: held });
  return gate.resolve;
}

describe('a cached answer', () => {
  it('is given again as the very same text until its time is over', async () => {
    await using platform = await setUp();
    const first = await platform.call();

    await platform.clock.advance(TTL_MS - 1);
    const within = await platform.call();
    await platform.clock.advance(1);
    const after = await platform.call();

    expect([first, within, after].map(({ facts }) => facts.cache)).toEqual(['miss', 'hit', 'miss']);
    expect(within.rendered).toBe(first.rendered);
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('costs no attempt and asks for no signal', async () => {
    await using platform = await setUp();
    await platform.call();
    const signal = () => {
      throw new Error('A hit asked for a signal.');
    };

    const hit = await platform.call({}, { signal });

    expect(hit.facts).toMatchObject({ attempts: 0, replayed: false, cache: 'hit' });
  });

  it('belongs to its input, in whatever order and with whatever defaults it was written', async () => {
    await using platform = await setUp();
    await platform.call({ limit: 3 });

    expect((await platform.call({})).facts.cache).toBe('hit');
    expect((await platform.call({ limit: 4 })).facts.cache).toBe('miss');
  });

  it('belongs to its connection, and a write of one leaves the other alone', async () => {
    await using platform = await setUp({ connections: [acmeConnection(), acmeConnection('second')] });
    await platform.call();
    expect((await platform.call({ connection: 'second' })).facts.cache).toBe('miss');

    await platform.rename();

    expect((await platform.call({ connection: 'second' })).facts.cache).toBe('hit');
    expect((await platform.call()).facts.cache).toBe('miss');
  });

  it('is masked for who may not see persons, each view made once, out of one fetch', async () => {
    await using platform = await setUp();
    const analyst = platform.principal('analyst');
    const ask = () => platform.gateway.call(platform.request(analyst, READ, {}));

    const shown = await platform.call();
    const masked = [await ask(), await ask()];

    expect(shown.rendered.json).toContain('Ada 0');
    expect(masked[0]?.rendered.json).not.toContain('Ada');
    expect(masked[1]?.rendered).toBe(masked[0]?.rendered);
    expect(platform.vendor.requests).toHaveLength(1);
  });

  it('is kept for each caller alone where it varies by caller', async () => {
    await using platform = await setUp();
    const mine = () => platform.call({}, {}, 'acme_list_my_rows');
    const theirs = platform.request(platform.principal('operator', {}, 'another'), 'acme_list_my_rows', {});

    await mine();

    expect((await platform.gateway.call(theirs)).facts.cache).toBe('miss');
    expect((await mine()).facts.cache).toBe('hit');
  });

  it('is old after a write, even one that the vendor refused', async () => {
    await using platform = await setUp();
    await platform.call();
    platform.vendor.behave = (_, n) => (n === 1 ? { status: 422 } : {});

    expect(await platform.codeOf(platform.rename())).toBe('upstream_rejected');

    expect((await platform.call()).facts.cache).toBe('miss');
  });
});

describe('what is not cached', () => {
  it('is the answer of a tool that says so', async () => {
    await using platform = await setUp();
    for (let n = 0; n < 2; n += 1) await platform.call({ id: '1' }, {}, 'acme_get_row');
    expect(platform.vendor.requests).toHaveLength(2);
  });

  it('is an error', async () => {
    await using platform = await setUp();
    platform.vendor.behave = (_, n) => (n === 0 ? { status: 500 } : {});

    expect(await platform.codeOf(platform.call())).toBe('upstream_failed');
    expect((await platform.call()).facts.cache).toBe('miss');
  });

  it('is an answer that was under way when a write began; it is not joined either', async () => {
    await using platform = await setUp();
    const answer = hold(platform);

    const before = platform.call();
    await settle();
    await platform.rename();
    const after = platform.call();
    await settle();
    answer();

    expect((await before).facts.cache).toBe('miss');
    expect((await after).facts.cache).toBe('miss');
    expect(platform.vendor.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
    expect((await platform.call()).rendered).toBe((await after).rendered);
  });

  it('is an answer that began and ended while a write was under way', async () => {
    await using platform = await setUp();
    const gate = Promise.withResolvers<void>();
    const { wire } = platform.vendor;
    const held: typeof wire = async (request, signal) => {
      const reply = await wire(request, signal);
      if (request.method === 'PUT') await gate.promise;
      return reply;
    };
    Object.assign(platform.runtime, { wire: held });

    const writing = platform.rename();
    await settle();
    await platform.call();
    gate.resolve();
    await writing;

    expect((await platform.call()).facts.cache).toBe('miss');
  });
});

describe('a fetch that many wait for', () => {
  it('is one for five hundred callers', async () => {
    await using platform = await setUp();

    const answers = await Promise.all(Array.from({ length: 500 }, () => platform.call()));

    expect(platform.vendor.requests).toHaveLength(1);
    expect(new Set(answers.map(({ rendered }) => rendered)).size).toBe(1);
    expect(answers.map(({ facts }) => facts.cache)).toEqual(['miss', ...Array(499).fill('joined')]);
  });

  it('answers the others when the first leaves, and ends with the last', async () => {
    await using platform = await setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    let attempt: Signal | undefined;
    const { wire } = platform.vendor;
    const watched: typeof wire = (request, signal) => {
      attempt = signal;
      return wire(request, signal);
    };
    Object.assign(platform.runtime, { wire: watched });
    platform.vendor.behave = () => 'hang';

    const ends = [first, second].map(({ signal }) => platform.codeOf(platform.call({}, { signal: () => signal })));
    await settle();
    first.abort(new PlatformError('cancelled', 'The caller left.'));
    await settle();
    expect(attempt?.aborted).toBe(false);
    second.abort(new PlatformError('cancelled', 'The caller left.'));

    expect(await Promise.all(ends)).toEqual(['cancelled', 'cancelled']);
    expect(attempt?.aborted).toBe(true);
    expect(await platform.timersLeft()).toBe(0);
  });

  it('is not joined by who asks in the moment when the last has left', async () => {
    await using platform = await setUp();
    const caller = new AbortController();
    platform.vendor.behave = (_, n) => (n === 0 ? 'hang' : {});

    const leaving = platform.codeOf(platform.call({}, { signal: () => caller.signal }));
    await settle();
    caller.abort(new PlatformError('cancelled', 'The caller left.'));
    const coming = platform.call();

    expect(await leaving).toBe('cancelled');
    expect((await coming).facts.cache).toBe('miss');
    expect((await platform.call()).rendered).toBe((await coming).rendered);
  });
});
