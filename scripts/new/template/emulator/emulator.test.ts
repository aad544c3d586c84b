import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { HOST } from '../configure.ts';
import { openEmulator } from './emulator.ts';

/** Asks a new emulator, signed in unless told otherwise. */
async function ask(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object, headers = {}) {
  const { wire, credentials } = openEmulator({ clock: createFakeClock() });
  const authorization = `Bearer ${credentials.SAMPLE_API_TOKEN}`;
  const url = `https://${HOST}${path}`;
  const reply = await wire({ method, url, headers: { authorization, ...headers }, body: JSON.stringify(body) });
  return { status: reply.status, body: JSON.parse(reply.body) };
}

describe('the emulator of Sample', () => {
  it('knows who signs in', async () => {
    expect((await ask('GET', '/v1/items?limit=1', undefined, { authorization: 'Bearer x' })).status).toBe(401);
    expect((await ask('GET', '/v1/items?limit=1')).status).toBe(200);
  });

  it.each([
    ['GET', '/v1/others', undefined, 404],
    ['GET', '/v1/items', undefined, 400],
    ['GET', '/v1/items?limit=101', undefined, 400],
    ['GET', '/v1/items?limit=1&after=item-9', undefined, 400],
    ['DELETE', '/v1/items', undefined, 405],
    ['DELETE', '/v1/items/item-1', undefined, 405],
    ['PUT', '/v1/items/item-1', { name: 'Assam', colour: 'red' }, 400],
  ] as const)('refuses %s %s %j with %i', async (method, path, body, status) => {
    expect((await ask(method, path, body)).status).toBe(status);
  });

  it('refuses a name that is none with a 200', async () => {
    expect(await ask('PUT', '/v1/items/item-1', { name: '' })).toEqual({
      status: 200,
      body: { error: 'name_invalid' },
    });
  });
});
