import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { SERVER_INFO } from '../../../test/support/mcp-server.ts';
import { createPrincipal, createSmallGateway, WATCHED } from '../../../test/support/small-gateway.ts';
import { createTrialConnector } from '../../../test/support/trial-connector.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Principal } from '../../kernel/principal.ts';
import { Subscriptions } from './subscriptions.ts';

/** Subscriptions by a clock that counts what was stopped, and one stream of them. */
async function openStream(notifications: object) {
  const clock = createFakeClock();
  const gateway = createSmallGateway([createTrialConnector().connector]);
  let stopped = 0;
  const counting: Clock = {
    ...clock,
    after(ms, run) {
      const stop = clock.after(ms, run);
      return () => {
        stopped += 1;
        stop();
      };
    },
  };
  const subscriptions = new Subscriptions({ gateway, serverInfo: SERVER_INFO, clock: counting });
  const principal = createPrincipal('alice');
  const caller: { now: Principal | undefined } = { now: principal };
  const told: { method?: string; params?: { uri?: string }; result?: object }[] = [];
  const { follow } = await subscriptions.listen({
    era: 'modern',
    message: { jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { notifications } },
    origin: { principal, face: 'mcp', correlationId: 'c', stillCalls: () => caller.now },
  } as unknown as Parameters<Subscriptions['listen']>[0]);
  const add = (message: string) => void told.push(JSON.parse(message));
  const leave = follow?.({ send: add, end: add }) ?? (() => {});
  return {
    clock,
    gateway,
    subscriptions,
    caller,
    leave,
    methods: () => told.map(({ method }) => method),
    told,
    stopped: () => stopped,
  };
}

const UPDATED = 'notifications/resources/updated';

describe('news of a resource', () => {
  it('that come in a burst are told once, a quarter of a second after the first', async () => {
    const { clock, gateway, methods, told } = await openStream({ resourceSubscriptions: [WATCHED] });

    for (let n = 0; n < 5; n += 1) gateway.news.emit(WATCHED);
    await clock.advance(249);
    expect(methods()).toEqual([]);
    await clock.advance(1);
    gateway.news.emit(WATCHED);
    await clock.advance(250);

    expect(methods()).toEqual([UPDATED, UPDATED]);
    expect(told[0]?.params?.uri).toBe(WATCHED);
  });

  it('leave nothing behind that would grow with them', async () => {
    const stream = await openStream({ resourceSubscriptions: [WATCHED] });
    for (let n = 0; n < 50; n += 1) {
      stream.gateway.news.emit(WATCHED);
      await stream.clock.advance(250);
    }
    stream.gateway.news.emit(WATCHED);

    stream.leave();

    // The look at its caller, and the last news, which are told to nobody.
    expect(stream.stopped()).toBe(2);
    expect(stream.clock.waiting).toBe(0);
    expect(stream.gateway.news.listenerCount(WATCHED)).toBe(0);
    expect(stream.methods()).toHaveLength(50);
  });
});

describe('a look at the caller of a stream', () => {
  it('ends it where the key is gone', async () => {
    const stream = await openStream({ resourceSubscriptions: [WATCHED] });
    await stream.clock.advance(1_000);
    expect(stream.subscriptions.open).toBe(1);

    stream.caller.now = undefined;
    await stream.clock.advance(1_000);

    expect(stream.subscriptions.open).toBe(0);
    expect(stream.told).toMatchObject([{ id: 1, result: { resultType: 'complete' } }]);
    expect(stream.clock.waiting).toBe(0);
  });

  it('tells of another list of tools once, and only who asked for that', async () => {
    const asked = await openStream({ toolsListChanged: true });
    const other = await openStream({ resourceSubscriptions: [WATCHED] });

    for (const { gateway, clock } of [asked, other]) {
      gateway.changeTools();
      await clock.advance(3_000);
    }

    expect(asked.methods()).toEqual(['notifications/tools/list_changed']);
    expect(other.methods()).toEqual([]);
  });
});
