import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createStoppedClock, json } from '../../test/support/token-vendor.ts';
import type { Authentication } from '../kernel/authentication.ts';
import { type Wire, WireAuthenticationError, WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { parseMintedToken } from './minted-token.ts';
import { signed } from './signer.ts';

const ORIGIN = 'https://acme.example.com';
const TOKEN_URL = `${ORIGIN}/admin/oauth/access_token`;
const SECRET = 'hush-5b1c0c1e';
const HOUR_MS = 3_600_000;

const header: Authentication = { kind: 'header', header: 'x-access-token', prefix: 'Bearer ', secret: 'token' };
const grant: Authentication = {
  kind: 'client-credentials',
  header: 'x-access-token',
  tokenUrl: TOKEN_URL,
  clientId: 'client-1',
  clientSecret: 'client_secret',
};
const request = {
  method: 'POST',
  url: `${ORIGIN}/graphql.json`,
  headers: { accept: 'application/json' },
  body: '{}',
} as const;

/** A vendor that mints `token-1`, `token-2`, … and believes the last one, until a test changes its mind. */
function vendor() {
  const seen: WireRequest[] = [];
  const state = {
    seen,
    mints: () => seen.filter(({ url }) => url === TOKEN_URL).length,
    calls: () => seen.filter(({ url }) => url !== TOKEN_URL),
    valid: '',
    mint: (n: number): WireReply | Promise<WireReply> => json(200, { access_token: `token-${n}`, expires_in: 86_399 }),
    answer: (_token: string | undefined): WireReply | undefined => undefined,
  };
  const wire: Wire = async (sent) => {
    seen.push(sent);
    await null;
    if (sent.url === TOKEN_URL) {
      const reply = await state.mint(state.mints());
      if (reply.status === 200) state.valid = JSON.parse(reply.body)?.access_token;
      return reply;
    }
    const token = sent.headers['x-access-token'];
    return state.answer(token) ?? json(token === state.valid ? 200 : 401, { token });
  };
  return { state, wire };
}

function connect(authentication: Authentication, secrets: Record<string, string> = { client_secret: SECRET }) {
  const clock = createStoppedClock();
  const { wire, state } = vendor();
  const call = signed(wire, authentication, (name) => secrets[name], { clock, origins: [ORIGIN] });
  return { clock, vendor: state, call, secrets };
}

describe('a static secret', () => {
  it('goes into its header, and a new one counts at once', async () => {
    const { call, vendor, secrets } = connect(header, { token: 'one' });

    await call(request);
    secrets.token = 'two';
    await call(request);

    expect(vendor.seen.map(({ headers }) => headers)).toEqual([
      { accept: 'application/json', 'x-access-token': 'Bearer one' },
      { accept: 'application/json', 'x-access-token': 'Bearer two' },
    ]);
  });

  it('that is missing stops the request', async () => {
    const { call, vendor } = connect(header, {});

    await expect(call(request)).rejects.toThrow(new WireAuthenticationError('secret_missing'));
    expect(vendor.seen).toEqual([]);
  });

  it('is shown to no other origin', async () => {
    const { call, vendor } = connect(header, { token: 'one' });

    await call({ ...request, url: 'https://storage.example.com/result.jsonl' });
    await call({ ...request, url: 'https://acme.example.com.evil.example/x' });

    expect(vendor.seen.map(({ headers }) => headers)).toEqual([request.headers, request.headers]);
  });
});

describe('a minted token', () => {
  it('is asked for in the form of RFC 6749 §4.4, once, and used from then on', async () => {
    const { call, vendor } = connect(grant);

    const replies = [await call(request), await call(request)];

    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(vendor.seen[0]).toEqual({
      method: 'POST',
      url: TOKEN_URL,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: `grant_type=client_credentials&client_id=client-1&client_secret=${SECRET}`,
    });
    expect(vendor.mints()).toBe(1);
  });

  it('is minted once for fifty callers at the same time', async () => {
    const { call, vendor } = connect(grant);

    const replies = await Promise.all(Array.from({ length: 50 }, () => call(request)));

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(vendor.mints()).toBe(1);
  });

  it('comes for the others when the caller who began the minting leaves', async () => {
    const { call, vendor } = connect(grant);
    const minted = Promise.withResolvers<WireReply>();
    vendor.mint = () => minted.promise;
    const leaving = new AbortController();

    const first = call(request, leaving.signal);
    const second = call(request);
    leaving.abort();
    await expect(first).rejects.toThrow(expect.objectContaining({ fault: 'aborted', sent: 'no' }));
    expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
    minted.resolve(json(200, { access_token: 'late' }));

    expect((await second).status).toBe(200);
    expect([vendor.mints(), vendor.calls().length]).toEqual([1, 1]);
  });

  it('leaves no listener on the signal of a caller who waited for it', async () => {
    const { call } = connect(grant);
    const { signal } = new AbortController();

    await call(request, signal);

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it.each([
    ['five minutes before the end of a long life', 86_399, 86_399_000 - 300_000],
    ['a tenth before the end of a short one', 60, 54_000],
    ['as a string, as some vendors write it', '3600', HOUR_MS - 300_000],
    ['after nine minutes when the vendor names no life', undefined, 540_000],
    ['after nine minutes when the life makes no sense', -1, 540_000],
  ])('is renewed %s', async (_when, expires_in, renewAfterMs) => {
    const { call, vendor, clock } = connect(grant);
    vendor.mint = (n) => json(200, { access_token: `token-${n}`, expires_in });

    await call(request);
    clock.pass(renewAfterMs - 1);
    await call(request);
    expect(vendor.mints()).toBe(1);
    clock.pass(1);
    await call(request);

    expect(vendor.mints()).toBe(2);
    expect(vendor.calls().at(-1)?.headers['x-access-token']).toBe('token-2');
  });

  it('is used to its end when its renewal fails, with a pause between the attempts', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    vendor.mint = () => json(503, {});
    clock.pass(86_399_000 - 300_000);

    await call(request);
    await call(request);
    expect(vendor.mints()).toBe(2);
    clock.pass(30_000);
    await call(request);
    expect(vendor.mints()).toBe(3);
    clock.pass(300_000);

    await expect(call(request)).rejects.toThrow(WireAuthenticationError);
  });
});

describe('a 401', () => {
  it('renews the token and sends the request again, once', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    clock.pass(60_000);
    vendor.valid = 'revoked elsewhere';

    expect((await call(request)).status).toBe(200);

    expect(vendor.mints()).toBe(2);
    expect(vendor.calls().map(({ headers }) => headers['x-access-token'])).toEqual(['token-1', 'token-1', 'token-2']);
    expect(vendor.calls().at(-1)?.body).toBe(request.body);
  });

  it('renews it once for fifty callers', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    clock.pass(60_000);
    vendor.valid = 'revoked elsewhere';

    const replies = await Promise.all(Array.from({ length: 50 }, () => call(request)));

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(vendor.mints()).toBe(2);
  });

  it('that stays is given back, never looped on', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    clock.pass(60_000);
    vendor.answer = () => json(401, {});

    expect((await call(request)).status).toBe(401);
    expect([vendor.mints(), vendor.calls().length]).toEqual([2, 3]);
  });

  it('to a token just minted is given back', async () => {
    const { call, vendor } = connect(grant);
    vendor.answer = () => json(401, {});

    expect((await call(request)).status).toBe(401);
    expect([vendor.mints(), vendor.calls().length]).toEqual([1, 1]);
  });

  it('is given back when the token endpoint cannot be reached', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    clock.pass(60_000);
    vendor.answer = () => json(401, {});
    vendor.mint = () => Promise.reject(new WireError('connect', 'no', 'No connection.'));

    expect((await call(request)).status).toBe(401);
  });

  it('says why when no other token is given', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    clock.pass(60_000);
    vendor.answer = () => json(401, {});
    vendor.mint = () => json(400, { error: 'invalid_client' });

    await expect(call(request)).rejects.toMatchObject({ reason: 'invalid_client' });
  });

  it('is no answer for a caller who leaves while the token is renewed', async () => {
    const { call, vendor, clock } = connect(grant);
    await call(request);
    clock.pass(60_000);
    vendor.answer = () => json(401, {});
    const caller = new AbortController();
    vendor.mint = () => {
      caller.abort();
      return new Promise(() => {});
    };

    await expect(call(request, caller.signal)).rejects.toMatchObject({ fault: 'aborted', sent: 'no' });
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('to a static secret is given back', async () => {
    const { call, vendor } = connect(header, { token: 'one' });
    vendor.answer = () => json(401, {});

    expect((await call(request)).status).toBe(401);
    expect(vendor.seen).toHaveLength(1);
  });
});

it.each([
  [1, 1_000],
  ['3600', 3_600_000],
  [0, 600_000],
  [-5, 600_000],
  [undefined, 600_000],
  ['soon', 600_000],
])('a token that lives for %s seconds, as its vendor says, is taken to live %i ms', (life, lifeMs) => {
  expect(parseMintedToken(json(200, { access_token: 'a', expires_in: life }))).toEqual({ value: 'a', lifeMs });
});

describe('a minting that fails', () => {
  it.each([
    [
      'an app that is not installed',
      json(400, { error: 'app_not_installed', error_description: 'x' }),
      'app_not_installed',
      false,
    ],
    ['a wrong secret', json(401, { error: 'invalid_client' }), 'invalid_client', false],
    ['a refusal with status 200', json(200, { error: 'invalid_code' }), 'invalid_code', false],
    ['an error code that is a sentence', json(400, { error: 'Access Denied <b>' }), 'unknown', false],
    ['an error code that is too long', json(400, { error: 'a'.repeat(65) }), 'unknown', false],
    ['a page', { status: 403, headers: {}, body: '<html>' }, 'unknown', false],
    ['no token', json(200, {}), 'malformed_token_reply', false],
    ['a token that no header can carry', json(200, { access_token: 'a\r\nb' }), 'malformed_token_reply', false],
    ['a list', json(200, []), 'malformed_token_reply', false],
    ['null', json(200, null), 'malformed_token_reply', false],
    ['too many requests', json(429, { error: 'slow_down' }), 'token_endpoint_failed', true],
    ['a failing endpoint', json(503, {}), 'token_endpoint_failed', true],
  ])('with %s says which, and nothing the vendor wrote', async (_what, reply, reason, temporary) => {
    const { call, vendor } = connect(grant);
    vendor.mint = () => reply;

    const error = await call(request).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(WireAuthenticationError);
    expect(error).toMatchObject({ reason, temporary, message: `No access token for this connection: ${reason}.` });
    expect(vendor.calls()).toEqual([]);
  });

  it('on the wire was not a sending of the request, whatever became of the minting', async () => {
    const { call, vendor } = connect(grant);
    vendor.mint = () => Promise.reject(new WireError('timeout', 'unknown', 'Too late.'));

    await expect(call(request)).rejects.toThrow(expect.objectContaining({ fault: 'timeout', sent: 'no' }));
  });

  it('is tried again by the next caller', async () => {
    const { call, vendor } = connect(grant);
    const { mint } = vendor;
    vendor.mint = () => json(503, {});
    await expect(call(request)).rejects.toThrow(WireAuthenticationError);
    vendor.mint = mint;

    expect((await call(request)).status).toBe(200);
  });

  it('for want of the secret asks nobody', async () => {
    const { call, vendor } = connect(grant, {});

    await expect(call(request)).rejects.toThrow(new WireAuthenticationError('secret_missing'));
    expect(vendor.seen).toEqual([]);
  });
});

it('no secret and no token is to be found in what is thrown or held', async () => {
  const { call, vendor, clock } = connect(grant);
  const found: unknown[] = [call];
  await call(request);
  clock.pass(86_399_000);
  for (const reply of [
    json(400, { error: SECRET, error_description: SECRET }),
    json(200, { access_token: `${SECRET}\n` }),
  ]) {
    vendor.mint = () => reply;
    found.push(await call(request).catch((error: unknown) => error));
  }
  vendor.mint = () => Promise.reject(new WireError('reset', 'unknown', 'Broken.', { cause: new Error('ECONNRESET') }));
  found.push(await call(request).catch((error: unknown) => error));

  const everything = inspect(found, { depth: Infinity, showHidden: true, getters: true });

  expect(found.slice(1).every((error) => error instanceof Error)).toBe(true);
  expect(everything).not.toMatch(/hush|token-1/);
});
