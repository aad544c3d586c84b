import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Authenticator } from '../access/authenticator.ts';
import type { Principal } from '../kernel/principal.ts';
import type { RateStore } from '../limits/rate-store.ts';
import { createSignIn, type SignInFailure } from './sign-in.ts';

const ADA = { id: 'a', name: 'Ada', kind: 'api-key' } as Principal;
const KEY = 'mcpk_right';
const LIMIT = { callsPerMinute: 10, burst: 3 };

function request(headers: Record<string, string>, url = '/mcp', remoteAddress = '192.0.2.7') {
  return { headers, url, socket: { remoteAddress } } as unknown as IncomingMessage;
}

/** A sign-in of one key, over a limiter that refuses after the burst and says what it was asked. */
function open(authenticate: Authenticator['authenticate'] = (token) => (token === KEY ? ADA : undefined)) {
  const failures: SignInFailure[] = [];
  const taken: string[] = [];
  const rates: RateStore = {
    take(key, { burst }) {
      taken.push(key);
      const allowed = taken.filter((one) => one === key).length <= burst;
      return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 6_000, resetAfterMs: 0 };
    },
  };
  const signIn = createSignIn({
    authenticator: { authenticate },
    failures: rates,
    limit: LIMIT,
    onFailure: (failure) => failures.push(failure),
  });
  const attempt = async (headers: Record<string, string>, url?: string, address?: string) =>
    signIn(request(headers, url, address), 'mcp');
  return { signIn, attempt, failures, taken };
}

describe('sign-in', () => {
  it.each([[{ authorization: `Bearer ${KEY}` }], [{ authorization: `bearer ${KEY}` }], [{ 'x-api-key': KEY }]])(
    'takes the key from %j, at once and past the failure limiter',
    (headers) => {
      const { signIn, taken } = open();
      expect(signIn(request(headers), 'mcp')).toBe(ADA);
      expect(taken).toEqual([]);
    },
  );

  it('waits for an authenticator that has to look', async () => {
    const { attempt } = open(async (token) => (token === KEY ? ADA : undefined));
    expect(await attempt({ authorization: `Bearer ${KEY}` })).toBe(ADA);
    await expect(attempt({ authorization: 'Bearer mcpk_wrong' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it.each([
    ['invalid', { authorization: 'Bearer mcpk_wrong' }, '/mcp'],
    ['invalid', { authorization: `Bearer ${KEY} ` }, '/mcp'],
    ['malformed', { authorization: KEY }, '/mcp'],
    ['malformed', { authorization: `Basic ${KEY}` }, '/mcp'],
    ['malformed', { authorization: 'Bearer ' }, '/mcp'],
    ['malformed', { authorization: `Bearer ${'a'.repeat(2_000)}` }, '/mcp'],
    ['malformed', { 'x-api-key': '' }, '/mcp'],
    ['ambiguous', { authorization: `Bearer ${KEY}`, 'x-api-key': KEY }, '/mcp'],
    ['in-url', {}, `/mcp?access_token=${KEY}`],
    ['in-url', { authorization: `Bearer ${KEY}` }, `/mcp?a=b&api_key=x`],
    ['in-url', {}, `/mcp?anything=${KEY}`],
  ])('refuses what is %s (%j, %s) and tells audit, without the credential', async (fault, headers, url) => {
    const { attempt, failures } = open();
    const refusal = attempt(headers as Record<string, string>, url);
    await expect(refusal).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(refusal).rejects.not.toMatchObject({ message: expect.stringContaining(KEY) });
    expect(failures).toEqual([
      {
        address: '192.0.2.7',
        face: 'mcp',
        fault,
        limited: false,
        correlationId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
    expect(JSON.stringify(failures)).not.toContain(KEY);
  });

  it('asks for a key where none came, which is no failed sign-in', async () => {
    const { attempt, failures, taken } = open();
    await expect(attempt({})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(attempt({}, '/api/v1/tools?limit=5')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect([failures, taken]).toEqual([[], []]);
  });

  it('lets a key in beside a query that holds none', async () => {
    const { attempt } = open();
    expect(await attempt({ authorization: `Bearer ${KEY}` }, '/api/v1/tools?limit=5')).toBe(ADA);
  });

  it('slows an address that fails too often, whatever X-Forwarded-For says, and no other (H5)', async () => {
    const { attempt, failures } = open();
    const wrong = (n: number, address?: string) =>
      attempt({ authorization: `Bearer mcpk_${n}`, 'x-forwarded-for': `203.0.113.${n}` }, '/mcp', address);
    for (let n = 0; n < LIMIT.burst; n++) await expect(wrong(n)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(wrong(9)).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterMs: 6_000 } });
    expect(failures.at(-1)).toMatchObject({ limited: true });
    await expect(wrong(9, '192.0.2.8')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('lets a valid key in from an address that failed too often: nobody locks another out', async () => {
    const { attempt } = open();
    for (let n = 0; n < 10; n++) await attempt({ authorization: 'Bearer mcpk_wrong' }).catch(() => {});
    expect(await attempt({ authorization: `Bearer ${KEY}` })).toBe(ADA);
  });

  it('gives the failure the correlation id that the face has made', async () => {
    const { signIn, failures } = open();
    await Promise.resolve(signIn(request({ 'x-api-key': 'mcpk_x' }), 'rest', 'f'.repeat(32))).catch(() => {});
    expect(failures[0]).toMatchObject({ face: 'rest', correlationId: 'f'.repeat(32) });
  });
});
