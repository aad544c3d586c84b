import { describe, expect, it } from 'vitest';
import { createStoppedClock, createTokenVendor, json } from '../../test/support/token-vendor.ts';
import type { Authentication } from '../kernel/authentication.ts';
import { WireAuthenticationError, WireError } from '../kernel/wire.ts';
import { keepInMemory, type RefreshTokenKeeper } from './refresh-token.ts';
import { signed } from './signer.ts';

const ORIGIN = 'https://mail.acme.example';
const FIRST = 'https://accounts.acme.example/oauth/token';
const SECOND = 'https://accounts.acme.example/token';

const grant: Authentication = {
  kind: 'refresh-token',
  header: 'authorization',
  prefix: 'Acme-oauthtoken ',
  tokenUrls: [FIRST, SECOND],
  clientId: 'client-1',
  clientSecret: 'client_secret',
  refreshToken: 'refresh_token',
  scopeFault: 'LACKS_SCOPE',
};
const request = { method: 'GET', url: `${ORIGIN}/api/accounts`, headers: {} } as const;

function connect(keeper?: RefreshTokenKeeper, secrets: Record<string, string> = {}) {
  const clock = createStoppedClock();
  const { wire, state: vendor } = createTokenVendor((url) => url === FIRST || url === SECOND);
  const held: Record<string, string> = { client_secret: 'hush', refresh_token: 'refresh-1', ...secrets };
  const open = (from = keeper) => signed(wire, grant, (name) => held[name], { clock, origins: [ORIGIN], keeper: from });
  return { clock, vendor, call: open(), reopened: open, held };
}

describe('a refresh token', () => {
  it('is exchanged in the form of RFC 6749 §6, once for all who wait', async () => {
    const { call, vendor } = connect();

    const replies = await Promise.all(Array.from({ length: 50 }, () => call(request)));

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(vendor.forms()).toEqual([
      { grant_type: 'refresh_token', client_id: 'client-1', client_secret: 'hush', refresh_token: 'refresh-1' },
    ]);
    expect(vendor.calls()[0]?.headers).toEqual({ authorization: 'Acme-oauthtoken token-1' });
  });

  it.each([404, 405])('is taken to the next endpoint where the first answers %i, and to no other', async (status) => {
    const { call, vendor } = connect();
    vendor.mint = (_form, n, url) => (url === FIRST ? json(status, {}) : json(200, { access_token: `token-${n}` }));

    expect((await call(request)).status).toBe(200);
    expect(vendor.mints().map(({ url }) => url)).toEqual([FIRST, SECOND]);
  });

  it('that is refused at the first endpoint is shown to no second', async () => {
    const { call, vendor } = connect();
    vendor.mint = () => json(400, { error: 'invalid_grant' });

    await expect(call(request)).rejects.toThrow(new WireAuthenticationError('invalid_grant'));
    expect(vendor.mints()).toHaveLength(1);
  });

  it.each(['client_secret', 'refresh_token'])('without %s asks nobody', async (missing) => {
    const { call, vendor } = connect(undefined, { [missing]: '' });

    await expect(call(request)).rejects.toThrow(new WireAuthenticationError('secret_missing'));
    expect(vendor.seen).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    ['with status 200', json(200, { error: 'invalid_code' }), 'invalid_code'],
    [
      'with status 400',
      json(400, { error: 'invalid_grant', error_description: 'Token has been expired.' }),
      'invalid_grant',
    ],
    ['that is a page', { status: 200, headers: {}, body: '<html>' }, 'malformed_token_reply'],
  ])('%s is told by the vendor’s code alone', async (_how, reply, reason) => {
    const { call, vendor } = connect();
    vendor.mint = () => reply;

    await expect(call(request)).rejects.toMatchObject({ reason, temporary: false });
    expect(vendor.calls()).toEqual([]);
  });

  it('that stays is remembered: a vendor is not asked more than five times in ten minutes', async () => {
    const { call, vendor, clock } = connect();
    vendor.mint = () => json(400, { error: 'invalid_grant' });

    for (let n = 0; n < 40; n += 1) {
      await expect(call(request)).rejects.toMatchObject({ reason: 'invalid_grant' });
      clock.pass(10_000);
    }
    expect(vendor.mints()).toHaveLength(5);

    clock.pass(200_000);
    await expect(call(request)).rejects.toMatchObject({ reason: 'invalid_grant' });
    expect(vendor.mints()).toHaveLength(6);
  });

  it('of a failing endpoint is not counted: the next caller asks again', async () => {
    const { call, vendor } = connect();
    const { mint } = vendor;
    vendor.mint = () => json(503, {});
    for (let n = 0; n < 8; n += 1) await expect(call(request)).rejects.toMatchObject({ temporary: true });
    vendor.mint = mint;

    expect((await call(request)).status).toBe(200);
  });
});

it('a vendor that answers 401 to everything is asked for five new tokens in ten minutes, not for one a call', async () => {
  const { call, vendor, clock } = connect();
  vendor.answer = () => json(401, {});

  for (let n = 0; n < 59; n += 1) {
    expect((await call(request)).status).toBe(401);
    clock.pass(10_000);
  }

  expect(vendor.mints()).toHaveLength(6);
});

it('a token that is good and lacks a right is not renewed for that', async () => {
  const { call, vendor, clock } = connect();
  await call(request);
  clock.pass(60_000);
  vendor.answer = () => json(401, { errorCode: 'LACKS_SCOPE' });
  expect((await call(request)).status).toBe(401);
  expect(vendor.mints()).toHaveLength(1);

  vendor.answer = () => json(401, { errorCode: 'OLD_TOKEN' });
  expect((await call(request)).status).toBe(401);
  expect(vendor.mints()).toHaveLength(2);
});

describe('a refresh token that the vendor replaces', () => {
  /** Each exchange gives the successor of the token that was sent, and makes that one invalid. */
  function rotate({ vendor }: ReturnType<typeof connect>) {
    let good = 'refresh-1';
    vendor.mint = ({ refresh_token }, n) => {
      if (refresh_token !== good) return json(400, { error: 'invalid_grant' });
      good = `refresh-${n + 1}`;
      return json(200, { access_token: `token-${n}`, expires_in: 3_600, refresh_token: good });
    };
  }

  it('is used from then on, and by the next process', async () => {
    const keeper = keepInMemory();
    const platform = connect(keeper);
    rotate(platform);

    await platform.call(request);
    platform.clock.pass(3_600_000);
    await platform.call(request);
    await platform.reopened()(request);

    expect(platform.vendor.forms().map((form) => form.refresh_token)).toEqual(['refresh-1', 'refresh-2', 'refresh-3']);
  });

  it('is kept before the access token is used', async () => {
    const order: string[] = [];
    const platform = connect({ latest: async () => undefined, keep: async (_, token) => void order.push(token) });
    rotate(platform);
    platform.vendor.answer = () => {
      order.push('call');
      return json(200, {});
    };

    await platform.call(request);

    expect(order).toEqual(['refresh-2', 'call']);
  });

  it('is found in the store when another replica was given it first', async () => {
    const keeper = keepInMemory();
    let reads = 0;
    const late: RefreshTokenKeeper = {
      ...keeper,
      // The first look was before the other replica had kept its token.
      latest: (configured) => (reads++ === 0 ? Promise.resolve(undefined) : keeper.latest(configured)),
    };
    const platform = connect(keeper);
    rotate(platform);
    await platform.call(request);

    expect((await platform.reopened(late)(request)).status).toBe(200);
    expect(platform.vendor.forms().map((form) => form.refresh_token)).toEqual(['refresh-1', 'refresh-1', 'refresh-2']);
  });

  it('counts no longer when the operator sets another', async () => {
    const keeper = keepInMemory();
    const platform = connect(keeper);
    rotate(platform);
    await platform.call(request);
    platform.held.refresh_token = 'refresh-of-a-new-consent';
    platform.vendor.mint = () => json(200, { access_token: 'token-9' });

    await platform.reopened()(request);

    expect(platform.vendor.forms().at(-1)?.refresh_token).toBe('refresh-of-a-new-consent');
  });

  it('is not what no form can carry', async () => {
    const keeper = keepInMemory();
    const { call, vendor } = connect(keeper);
    vendor.mint = () => json(200, { access_token: 'token-1', refresh_token: 'a\r\nb' });

    await call(request);

    expect(await keeper.latest('refresh-1')).toBeUndefined();
  });
});

it('an endpoint out of reach is a fault of the wire, and the request was not sent', async () => {
  const { call, vendor } = connect();
  vendor.mint = () => Promise.reject(new WireError('reset', 'unknown', 'It broke.'));

  await expect(call(request)).rejects.toMatchObject({ fault: 'reset', sent: 'no' });
});
