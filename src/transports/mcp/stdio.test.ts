import { expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createLinePipe } from '../../../test/support/line-transport.ts';
import { LISTING, MODERN_META, SERVER_INFO } from '../../../test/support/mcp-server.ts';
import { createPrincipal, createSmallGateway } from '../../../test/support/small-gateway.ts';
import { createTrialConnector } from '../../../test/support/trial-connector.ts';
import { silentLog } from '../../kernel/log.ts';
import type { Principal } from '../../kernel/principal.ts';
import type { LineLimits } from './line-session.ts';
import { serveStdio } from './stdio.ts';
import { Subscriptions } from './subscriptions.ts';

const LIMITS = { bodyBytes: 4096, jsonDepth: 32, running: 2, drainMs: 5_000 };

function open({
  authenticate = (): Principal | undefined => createPrincipal('alice'),
  limits = {},
}: {
  authenticate?: () => Principal | undefined;
  limits?: Partial<LineLimits>;
} = {}) {
  const { connector, trial } = createTrialConnector();
  const gateway = createSmallGateway([connector]);
  const pipe = createLinePipe();
  const clock = createFakeClock();
  const parts = {
    gateway,
    log: silentLog,
    serverInfo: SERVER_INFO,
    instructions: 'x',
    listing: LISTING,
    clock,
    limits: { ...LIMITS, ...limits },
    subscriptions: new Subscriptions({ gateway, serverInfo: SERVER_INFO, clock }),
  };
  const ended = serveStdio({ ...parts, input: pipe.input, output: pipe.output, authenticate });
  const say = (message: object) => pipe.send(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const call = (id: number, name: string, args = {}, _meta = {}) =>
    say({ id, method: 'tools/call', params: { name, arguments: args, _meta } });
  return { ...pipe, gateway, trial, clock, ended, say, call };
}

it('S1: writes a line a response and nothing else', async () => {
  const { send, answer, written } = open();

  send('{"jsonrpc":"2.0","id":1,"method":"ping"}\r\n\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  send(
    '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"trial_echo","arguments":{"text":"a\\nb\\u2028"}}}\n',
  );
  await answer(2);

  expect(written).toHaveLength(2);
  expect(JSON.parse(written[0] as string)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect(JSON.parse(written[1] as string).result.structuredContent.text).toBe('a\nb\u2028');
});

it('refuses an answer that is longer than clients read, and goes on', async () => {
  const { call, answer, say } = open({ limits: { answerBytes: 2_000 } });
  call(1, 'trial_echo', { text: 'x'.repeat(1_500) });
  call(2, 'trial_echo', { text: 'short' });
  say({ id: 3, method: 'ping' });

  expect((await answer(1)).error).toMatchObject({ code: -32602, message: expect.stringContaining('over HTTP') });
  expect((await answer(2)).result.structuredContent.text).toBe('short');
  expect((await answer(3)).result).toEqual({});
});

it('V3: serves each message in the era that it is meant in', async () => {
  const { say, answer } = open();
  say({ id: 1, method: 'tools/list' });
  say({ id: 2, method: 'tools/list', params: { _meta: MODERN_META } });
  say({ id: 3, method: 'initialize', params: { protocolVersion: '2025-06-18' } });
  say({ id: 4, method: 'ping', params: { _meta: MODERN_META } });
  say({ id: 5, method: 'server/discover' });

  expect((await answer(1)).result).not.toHaveProperty('resultType');
  expect((await answer(2)).result).toMatchObject({ resultType: 'complete', cacheScope: 'private' });
  expect((await answer(3)).result.protocolVersion).toBe('2025-06-18');
  expect((await answer(4)).error.code).toBe(-32601);
  expect((await answer(5)).error.code).toBe(-32602);
});

it.each([
  ['{', -32700, undefined],
  ['[]', -32600, undefined],
  ['{"jsonrpc":"2.0","id":9}', -32600, 9],
  [`{"jsonrpc":"2.0","id":9,"method":"${'x'.repeat(5000)}"}`, -32600, undefined],
  [`${'['.repeat(40)}`, -32600, undefined],
])('answers the line %.30s with an error and goes on', async (line, code, id) => {
  const { send, answer, written } = open();
  send(`${line}\n{"jsonrpc":"2.0","id":1,"method":"ping"}\n`);
  await answer(1);

  const [first] = written.map((text) => JSON.parse(text)).filter((message) => message.id !== 1);
  expect([first.error.code, first.id]).toEqual([code, id]);
});

it('S3: a cancelled request is stopped and not answered, whether it runs or waits', async () => {
  const { say, call, answer, trial, written } = open();
  for (const id of [1, 2, 3]) call(id, 'trial_wait');
  await trial.untilWaiting(2);

  say({ method: 'notifications/cancelled', params: { requestId: 3 } });
  say({ method: 'notifications/cancelled', params: { requestId: 1 } });
  say({ method: 'notifications/cancelled', params: { requestId: 77 } });
  await trial.untilAborted(1);
  call(4, 'trial_echo', { text: 'after' });
  await answer(4);
  trial.release();
  await answer(2);

  expect(written.map((line) => JSON.parse(line).id)).toEqual([4, 2]);
  expect(trial.waiting).toBe(2);
});

it('runs no more requests at a time than allowed', async () => {
  const { call, answer, trial } = open();
  for (const id of [1, 2, 3]) call(id, 'trial_wait');
  await trial.untilWaiting(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(trial.waiting).toBe(2);

  trial.release();
  await trial.untilWaiting(3);
  trial.release();

  expect((await answer(3)).result.structuredContent.done).toBe(true);
});

it('stops reading while too many wait, and takes it all in the end', async () => {
  const { call, answer, trial, gateway } = open();
  for (let id = 1; id <= 12; id += 1) call(id, 'trial_echo', { text: String(id) });
  for (let id = 13; id <= 14; id += 1) call(id, 'trial_wait');
  await trial.untilWaiting(2);
  trial.release();

  expect((await answer(14)).result).toBeDefined();
  expect(gateway.requests).toHaveLength(14);
});

it('refuses an id that is still in use, and takes it again afterwards', async () => {
  const { call, answer, trial, written } = open();
  call(1, 'trial_wait');
  await trial.untilWaiting(1);
  call(1, 'trial_echo', { text: 'x' });
  expect((await answer(1)).error.code).toBe(-32600);

  trial.release();
  call(2, 'trial_echo', { text: 'x' });
  await answer(2);
  call(1, 'trial_echo', { text: 'again' });
  call(3, 'trial_echo', { text: 'x' });
  await answer(3);

  expect(written.some((line) => line.includes('again'))).toBe(true);
});

it('S3: at the end of the input it answers what is under way and ends', async () => {
  const { input, call, ended, trial, written } = open();
  call(1, 'trial_wait');
  input.end('{"jsonrpc":"2.0","id":2,"method":"ping"}');
  await trial.untilWaiting(1);
  trial.release();
  await ended;

  expect(written.map((line) => JSON.parse(line).id).sort()).toEqual([1, 2]);
});

it('at the end of the input it waits for what is under way no longer than allowed', async () => {
  const { input, call, ended, trial, clock } = open();
  call(1, 'trial_wait');
  await trial.untilWaiting(1);
  input.end();
  await clock.advance(LIMITS.drainMs);
  await ended;
  await trial.untilAborted(1);

  expect(trial.aborted).toBe(1);
});

it('ends when nobody reads its answers', async () => {
  const { output, call, ended, trial } = open();
  call(1, 'trial_wait');
  await trial.untilWaiting(1);
  output.destroy(new Error('EPIPE'));
  trial.release();

  await expect(ended).resolves.toBeUndefined();
});

it('asks for every request who calls, so that a revoked key no longer works', async () => {
  let revoked = false;
  const authenticate = () => (revoked ? undefined : createPrincipal('alice'));
  const { call, answer, gateway } = open({ authenticate });
  call(1, 'trial_echo', { text: 'x' });
  await answer(1);
  revoked = true;
  call(2, 'trial_echo', { text: 'y' });

  expect((await answer(2)).error).toMatchObject({ code: 401, message: expect.stringContaining('no longer valid') });
  expect(gateway.requests).toHaveLength(1);
  expect(gateway.requests[0]).toMatchObject({ face: 'stdio', principal: { id: 'alice' } });
});
