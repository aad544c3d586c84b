import { expect, it } from 'vitest';
import { openTestGateway } from '../../../test/support/test-gateway.ts';

it('the rows of equal inputs have the same digest, however they were answered, and no other has it', async () => {
  await using platform = await openTestGateway();
  const caller = platform.principal('operator');
  const read = (limit: number) => platform.gateway.call(platform.request(caller, 'acme_list_rows', { limit }));

  for (const limit of [1, 1, 1, 2, 1, 2, 2]) await read(limit);
  await platform.trail.flush();

  const rows = await platform.audits.find({ subject: 'acme_list_rows', limit: 20 });
  const told = rows.map(({ answeredBy, inputDigest }) => [answeredBy, inputDigest]).reverse();
  const [one, two] = [told[0]?.[1], told[3]?.[1]];
  expect(told).toEqual([
    ['miss', one],
    ['hit', one],
    ['hit', one],
    ['miss', two],
    ['hit', one],
    ['hit', two],
    ['hit', two],
  ]);
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(two).not.toBe(one);
});

it('a row says who did what to which connection, how it came in, and how it ended', async () => {
  await using platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 } });
  const caller = platform.principal('operator');
  const correlationId = 'c'.repeat(32);
  const call = (tool: string, input: object, more = {}) =>
    platform.gateway.call(platform.request(caller, tool, input, { correlationId, ...more })).catch(() => undefined);
  const who = { principalId: 'operator', principalName: 'test operator', face: 'rest', correlationId, count: 1 };

  await call('acme_rename_row', { id: '1', name: 'One' });
  await call('acme_list_rows', { limit: 1 }, { face: 'mcp', via: 'call_read_tool' });
  await call('acme_list_rows', { limit: 0 });
  await call('x'.repeat(500), {});
  await platform.trail.flush();

  const rows = (await platform.audits.find({ limit: 20 })).filter(({ kind }) => kind === 'call').reverse();
  const acme = { connection: 'acme/default', mode: 'live' };
  expect(rows).toMatchObject([
    { ...who, ...acme, subject: 'acme_rename_row', effect: 'write', outcome: 'ok', attempts: 1 },
    {
      ...who,
      ...acme,
      face: 'mcp',
      subject: 'acme_list_rows',
      effect: 'read',
      outcome: 'ok',
      answeredBy: 'miss',
      attempts: 1,
      detail: 'through call_read_tool',
    },
    { ...who, subject: 'acme_list_rows', effect: 'read', outcome: 'invalid_input', attempts: 0 },
    { ...who, subject: 'unknown tool', outcome: 'unknown_tool', attempts: 0 },
  ]);
  expect(rows.map(({ detail }) => detail)).toEqual([undefined, 'through call_read_tool', undefined, undefined]);
});

it('a write that took time says how much, and its intent came first', async () => {
  await using platform = await openTestGateway();
  const { wire } = platform.vendor;
  const slow: typeof wire = async (...sent) => {
    await platform.clock.advance(250);
    return wire(...sent);
  };
  Object.assign(platform.runtime, { wire: slow });
  const caller = platform.principal('operator');

  await platform.gateway.call(platform.request(caller, 'acme_rename_row', { id: '1', name: 'One' }));

  const [call, intent] = await platform.audits.find({ limit: 2 });
  expect(call).toMatchObject({ kind: 'call', durationMs: 250 });
  expect(intent).toMatchObject({
    kind: 'intent',
    principalId: 'operator',
    principalName: 'test operator',
    face: 'rest',
    callId: call?.id,
    subject: 'acme_rename_row',
    effect: 'write',
    connection: 'acme/default',
    mode: 'live',
    outcome: 'intent',
    count: 1,
    inputDigest: call?.inputDigest,
  });
});
