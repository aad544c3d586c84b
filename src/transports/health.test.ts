import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRestPlatform, VIEWER_KEY } from '../../test/support/rest-platform.ts';
import { systemClock } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import { createGuard } from './http/guard.ts';
import { HTTP_LIMITS, openHttpServer } from './http/server.ts';
import { createMetricsFace } from './metrics-face.ts';

type Platform = Awaited<ReturnType<typeof openRestPlatform>>;

async function probe(platform: Platform, path: string, key?: string) {
  const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
  const answer = await fetch(platform.url + path, { headers });
  return { status: answer.status, text: await answer.text() };
}

describe('the probes', () => {
  it('tell a stranger the status and nothing else (Z7)', async () => {
    await using platform = await openRestPlatform();
    platform.registry.failed('shop/default', 'upstream_failed');
    expect(await probe(platform, '/health')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(await probe(platform, '/health/startup')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(await probe(platform, '/health/detailed')).toEqual({ status: 200, text: '{"status":"degraded"}' });
    expect(await probe(platform, '/health/detailed', VIEWER_KEY)).toEqual({
      status: 200,
      text: '{"status":"degraded"}',
    });
  });

  it('tell those who may read health everything', async () => {
    await using platform = await openRestPlatform();
    const { text } = await probe(platform, '/health/detailed', ADMIN_KEY);
    expect(JSON.parse(text)).toMatchObject({
      status: 'ok',
      version: '1.2.3',
      ready: true,
      connections: [{ id: 'shop/default' }, { id: 'shop/second' }],
    });
  });

  it('stay alive and ready while every vendor is down (H1)', async () => {
    await using platform = await openRestPlatform();
    for (const { id } of platform.registry.connections()) platform.registry.failed(id, 'upstream_timeout');
    expect((await probe(platform, '/health')).status).toBe(200);
    expect(await probe(platform, '/health/detailed')).toEqual({ status: 200, text: '{"status":"degraded"}' });
  });

  it('turn readiness to 503 while a stop is under way, and liveness not', async () => {
    await using platform = await openRestPlatform();
    platform.registry.stopping();
    expect((await probe(platform, '/health')).status).toBe(200);
    expect(await probe(platform, '/health/detailed')).toEqual({ status: 503, text: '{"status":"unavailable"}' });
    expect((await probe(platform, '/health/startup')).status).toBe(200);
  });

  it('refuse a wrong key instead of answering as to nobody', async () => {
    await using platform = await openRestPlatform();
    expect((await probe(platform, '/health/detailed', 'mcpk_wrong')).status).toBe(401);
  });
});

describe('/metrics', () => {
  it('is for those who hold metrics.read', async () => {
    await using platform = await openRestPlatform();
    expect((await probe(platform, '/metrics', ADMIN_KEY)).text).toContain('mcp_platform_build_info');
    expect((await probe(platform, '/metrics', VIEWER_KEY)).status).toBe(403);
    expect((await probe(platform, '/metrics')).status).toBe(401);
  });

  it('is served without a key on a listener of its own, behind the same guard', async () => {
    await using server = await openHttpServer({
      host: '127.0.0.1',
      port: 0,
      handler: createMetricsFace({ exposition: async () => 'a 1\n', contentType: 'text/plain' }),
      guard: createGuard({ host: '127.0.0.1', allowedHosts: [], corsOrigins: [] }),
      limits: HTTP_LIMITS,
      clock: systemClock,
      log: silentLog,
    });
    const answer = await fetch(`${server.url}/metrics`);
    expect([answer.status, await answer.text()]).toEqual([200, 'a 1\n']);
    expect((await fetch(`${server.url}/api/v1/tools`)).status).toBe(404);
    expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${server.url}/metrics`, { headers: { origin: 'https://evil.test' } })).status).toBe(403);
  });
});
