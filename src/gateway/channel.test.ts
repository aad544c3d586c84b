import { describe, expect, it } from 'vitest';
import { acmeConnection } from '../../test/support/acme.ts';
import type { Connection } from '../kernel/connection.ts';
import type { ChannelRequest, QuotaReading, UsedUpQuota, Verdict } from '../kernel/connector.ts';
import type { PlatformError } from '../kernel/errors.ts';
import {
  type Wire,
  WireAuthenticationError,
  WireError,
  type WireFault,
  type WireReply,
  type WireRequest,
} from '../kernel/wire.ts';
import { createChannel } from './channel.ts';

const NOW = Date.UTC(2026, 10, 22);
const GET: ChannelRequest = { method: 'GET', path: '/rows' };
const REPLY: WireReply = { status: 200, headers: {}, body: 'said' };
const answering: Wire = async () => REPLY;
const failing =
  (error: Error): Wire =>
  async () => {
    throw error;
  };

/** Sends one request over `wire`, with a connector that judges every reply as `verdict`. */
async function send(wire: Wire, verdict: Verdict, request = GET, state?: Connection['state']) {
  const plain = acmeConnection('default', state);
  const connection = { ...plain, connector: { ...plain.connector, classify: () => verdict } };
  const [readings, notes, usedUp]: [QuotaReading[], string[], UsedUpQuota[]] = [[], [], []];
  const channel = createChannel({
    connection,
    wire,
    signal: new AbortController().signal,
    onQuota: (reading) => void readings.push(reading),
    onUsedUp: (verdict) => void usedUp.push(verdict),
    onNote: (note) => void notes.push(note),
    now: () => NOW,
  });
  const ended = await channel.send(request).then(
    (body) => ({ body, error: undefined }),
    (error: PlatformError) => ({ body: undefined, error }),
  );
  return { ...ended, readings, notes, usedUp };
}

const quota: QuotaReading = { available: 7, maximum: 100, restorePerSecond: 10 };

describe('a verdict', () => {
  it('of ok gives the body, the reading and the notes', async () => {
    const { body, readings, notes } = await send(answering, { kind: 'ok', body: { a: 1 }, quota, notes: ['x', 'y'] });
    expect([body, readings, notes]).toEqual([{ a: 1 }, [quota], ['x', 'y']]);
  });

  it('of a quota that is used up is told, and no other', async () => {
    const verdict = { kind: 'quota', untilMs: NOW + 1_000, message: 'Used up.', of: 'scope' } as const;

    expect((await send(answering, verdict)).usedUp).toEqual([verdict]);
    expect((await send(answering, { kind: 'throttled' })).usedUp).toEqual([]);
  });

  it('of ok gives its body and tells of a quota that the next reply would use up', async () => {
    const usedUp = { untilMs: NOW + 1_000, message: 'Nearly used up.', of: 'scope' } as const;
    const sent = await send(answering, { kind: 'ok', body: { a: 1 }, usedUp });

    expect([sent.body, sent.usedUp]).toEqual([{ a: 1 }, [usedUp]]);
  });

  it('of throttled gives its reading, too', async () => {
    expect((await send(answering, { kind: 'throttled', quota })).readings).toEqual([quota]);
  });

  // biome-ignore format: a table is read in columns
  it.each([
    [{ kind: 'throttled', retryAfterMs: 7_000 },                          'upstream_throttled',      { sent: 'no', retryAfterMs: 7_000, throttled: true }],
    [{ kind: 'throttled' },                                               'upstream_throttled',      { sent: 'no', throttled: true }],
    [{ kind: 'quota', untilMs: NOW + 9_000, message: 'm' },               'upstream_quota',          { sent: 'no', retryAfterMs: 9_000 }],
    [{ kind: 'quota', untilMs: NOW - 9_000, message: 'm' },               'upstream_quota',          { sent: 'no', retryAfterMs: 0 }],
    [{ kind: 'authentication', message: 'm' },                            'upstream_authentication', { sent: 'no' }],
    [{ kind: 'permission', message: 'm' },                                'upstream_permission',     { sent: 'no' }],
    [{ kind: 'rejected', message: 'm', issues: [{ path: 'a', message: 'b' }] }, 'upstream_rejected', { sent: 'no', issues: [{ path: 'a', message: 'b' }] }],
    [{ kind: 'not_found', message: 'm' },                                 'not_found',               { sent: 'no' }],
    [{ kind: 'failed', executed: 'no', message: 'm' },                    'upstream_failed',         { sent: 'no' }],
    [{ kind: 'failed', executed: 'unknown', message: 'm' },               'upstream_failed',         { sent: 'unknown' }],
    [{ kind: 'failed', executed: 'no', message: 'm', retryAfterMs: 3 },   'upstream_failed',         { sent: 'no', retryAfterMs: 3 }],
  ] as const satisfies readonly (readonly [Verdict, string, object])[])('%j is %s', async (verdict, code, details) => {
    const { error } = await send(answering, verdict);

    expect(error?.code).toBe(code);
    expect(JSON.parse(JSON.stringify(error?.details))).toEqual(details);
    if ('message' in verdict) expect(error?.message).toBe('m');
  });
});

describe('a wire that fails', () => {
  const SECRET_DETAIL = 'getaddrinfo api.acme.example 10.0.0.7';

  // biome-ignore format: a table is read in columns
  const CODES: Record<WireFault, string> = {
    refused_address: 'internal',
    connect:         'upstream_failed',
    reset:           'upstream_failed',
    timeout:         'upstream_timeout',
    too_large:       'upstream_failed',
    malformed:       'upstream_failed',
    aborted:         'cancelled',
  };

  it.each(
    Object.entries(CODES).flatMap(([fault, code]) =>
      (['no', 'unknown'] as const).map((sent) => [fault as WireFault, sent, code] as const),
    ),
  )('with %s, sent %s, is %s, says whether it was sent and keeps the reason for the log', async (fault, sent, code) => {
    const cause = new WireError(fault, sent, SECRET_DETAIL);

    const { error } = await send(failing(cause), { kind: 'ok', body: 1 });

    expect(error).toMatchObject({ code, details: { sent } });
    expect(error?.cause).toBe(cause);
    expect(error?.message).not.toContain('acme.example');
  });

  it.each([
    [false, 'upstream_authentication'],
    [true, 'upstream_failed'],
  ])('for want of a token, temporary %s, is %s and nothing was sent', async (temporary, code) => {
    const { error } = await send(failing(new WireAuthenticationError('invalid_client', { temporary })), {
      kind: 'ok',
      body: 1,
    });

    expect(error).toMatchObject({ code, details: { sent: 'no' } });
    if (!temporary) expect(error?.message).toContain('invalid_client');
  });

  it('with a stranger hands it on, for the gateway to make `internal` of it', async () => {
    const stranger = new Error('a bug');
    expect((await send(failing(stranger), { kind: 'ok', body: 1 })).error).toBe(stranger);
  });
});

describe('a request', () => {
  it('goes to the origin of the connection unless it names another, with its headers and its body', async () => {
    const sent: WireRequest[] = [];
    const wire: Wire = async (request) => {
      sent.push(request);
      return REPLY;
    };

    await send(wire, { kind: 'ok', body: 1 });
    await send(
      wire,
      { kind: 'ok', body: 1 },
      {
        method: 'POST',
        origin: 'https://other.example',
        path: '/x?y=1',
        headers: { a: 'b' },
        body: '{}',
      },
    );

    expect(sent).toEqual([
      { method: 'GET', url: 'https://api.acme.example/rows', headers: {}, body: undefined },
      { method: 'POST', url: 'https://other.example/x?y=1', headers: { a: 'b' }, body: '{}' },
    ]);
  });

  it('of a connection that is off is not sent', async () => {
    const wire = failing(new Error('It was sent.'));
    const { error } = await send(wire, { kind: 'ok', body: 1 }, GET, { on: false, because: 'Acme is off.' });
    expect(error).toMatchObject({ code: 'connection_off', message: 'Acme is off.', details: { sent: 'no' } });
  });
});
