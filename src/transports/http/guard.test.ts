import { describe, expect, it } from 'vitest';
import { exchangeRaw } from '../../../test/support/raw-http.ts';
import { ADMIN_KEY, openRestPlatform } from '../../../test/support/rest-platform.ts';
import { createGuard } from './guard.ts';

const AUTHORIZATION = `Authorization: Bearer ${ADMIN_KEY}`;
const CONSOLE = 'https://console.example.com';

async function ask(platform: { readonly port: number }, head: readonly string[], line = 'GET /api/v1/tools HTTP/1.1') {
  return exchangeRaw(platform.port, [line, ...head, 'Connection: close', '', ''].join('\r\n'));
}

describe('the Host check', () => {
  it.each([
    'evil.test',
    'evil.test:8003',
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    'localhost@evil.test',
    'localhost evil.test',
    '0.0.0.0',
    '169.254.169.254',
    '',
  ])('refuses %j with 403 before anything runs, valid key or not (M1)', async (host) => {
    await using platform = await openRestPlatform();
    const { status, text } = await ask(platform, [`Host: ${host}`, AUTHORIZATION]);
    expect(status).toBe(403);
    expect(text).toContain('"code":"forbidden"');
    expect(text).not.toContain('evil.test');
  });

  it('guards /mcp like every other face', async () => {
    let reached = false;
    await using platform = await openRestPlatform({
      mcp: (_, response) => {
        reached = true;
        response.end();
      },
    });
    const { status } = await ask(platform, ['Host: evil.test', 'Content-Length: 0'], 'POST /mcp HTTP/1.1');
    expect(status).toBe(403);
    expect(reached).toBe(false);
  });

  it.each(['localhost', 'LOCALHOST', 'localhost:1', '127.0.0.1:8003', '[::1]:8003'])('lets %s pass', async (host) => {
    await using platform = await openRestPlatform();
    expect((await ask(platform, [`Host: ${host}`, AUTHORIZATION])).status).toBe(200);
  });

  it('knows the public address and the allowed hosts; one with a port is that port alone', async () => {
    const guard = { publicUrl: 'https://mcp.example.com', allowedHosts: ['gate.example.com', 'odd.example.com:8443'] };
    await using platform = await openRestPlatform({ guard });
    const status = async (host: string) => (await ask(platform, [`Host: ${host}`, AUTHORIZATION])).status;
    expect(await status('mcp.example.com')).toBe(200);
    expect(await status('gate.example.com:9000')).toBe(200);
    expect(await status('odd.example.com:8443')).toBe(200);
    expect(await status('odd.example.com:9000')).toBe(403);
    expect(await status('sub.mcp.example.com')).toBe(403);
  });

  it('lets HTTP/1.0 without a Host pass, which no browser sends', async () => {
    await using platform = await openRestPlatform();
    expect((await ask(platform, [AUTHORIZATION], 'GET /api/v1/tools HTTP/1.0')).status).toBe(200);
  });
});

describe('the Origin check', () => {
  it.each([
    'https://evil.test',
    'null',
    'https://console.example.com.evil.test',
    'https://console.example.com:444',
    'http://console.example.com',
    'https://CONSOLE.example.com',
    'https://console.example.com, https://console.example.com',
    'http://localhost:3000',
    'http://localhost.evil.test',
    '*',
    'file://',
  ])('refuses %s with 403 and reflects nothing, whatever the key (M2, H4)', async (origin) => {
    await using platform = await openRestPlatform({ guard: { corsOrigins: [CONSOLE] } });
    const { status, text } = await ask(platform, ['Host: localhost:8003', `Origin: ${origin}`, AUTHORIZATION]);
    expect(status).toBe(403);
    expect(text.toLowerCase()).not.toContain('access-control-allow-origin');
  });

  it('takes the origin of the Host for our own', async () => {
    await using platform = await openRestPlatform();
    const { status } = await ask(platform, ['Host: localhost:8003', 'Origin: http://localhost:8003', AUTHORIZATION]);
    expect(status).toBe(200);
  });

  it('takes the origin of the public address for our own, behind a proxy that changes the Host', async () => {
    await using platform = await openRestPlatform({ guard: { publicUrl: 'https://mcp.example.com/' } });
    const { status } = await ask(platform, ['Host: 127.0.0.1', 'Origin: https://mcp.example.com', AUTHORIZATION]);
    expect(status).toBe(200);
  });

  it('tells allowed origins so on good and bad answers, never with credentials', async () => {
    await using platform = await openRestPlatform({ guard: { corsOrigins: [CONSOLE] } });
    for (const key of [ADMIN_KEY, 'mcpk_wrong']) {
      const answer = await fetch(`${platform.url}/api/v1/tools`, {
        headers: { origin: CONSOLE, authorization: `Bearer ${key}` },
      });
      expect(answer.headers.get('access-control-allow-origin')).toBe(CONSOLE);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toBe('Origin');
      expect(answer.headers.get('access-control-expose-headers')).toContain('x-correlation-id');
    }
  });

  it('answers a preflight of an allowed origin with the headers that clients need, and without a key', async () => {
    await using platform = await openRestPlatform({ guard: { corsOrigins: [CONSOLE] } });
    const answer = await fetch(`${platform.url}/mcp`, {
      method: 'OPTIONS',
      headers: { origin: CONSOLE, 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(CONSOLE);
    const allowed = answer.headers.get('access-control-allow-headers') ?? '';
    for (const name of ['Authorization', 'Content-Type', 'MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name']) {
      expect(allowed).toContain(name);
    }
  });

  it('says that answers vary by origin even to those without one, so that no cache mixes them', async () => {
    await using platform = await openRestPlatform({ guard: { corsOrigins: [CONSOLE] } });
    expect((await fetch(`${platform.url}/health`)).headers.get('vary')).toBe('Origin');
  });

  it.each(['*', 'https://console.example.com/', 'console.example.com', 'null'])('is not made with %s', (origin) => {
    const make = () => createGuard({ host: '127.0.0.1', allowedHosts: [], corsOrigins: [origin] });
    expect(make).toThrow(/CORS_ORIGINS/);
  });
});
