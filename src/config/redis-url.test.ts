import { describe, expect, it } from 'vitest';
import { parseRedisUrl, redisUrlFault } from './redis-url.ts';

describe('parseRedisUrl', () => {
  it('reads one server with all its parts', () => {
    expect(parseRedisUrl('rediss://me:p%40ss@cache.example:6380/3')).toEqual({
      nodes: [{ host: 'cache.example', port: 6380 }],
      cluster: false,
      user: 'me',
      password: 'p@ss',
      database: 3,
      tls: true,
    });
  });

  it('takes the usual port and database, and this machine without encryption', () => {
    expect(parseRedisUrl('redis://127.0.0.1')).toMatchObject({
      nodes: [{ host: '127.0.0.1', port: 6379 }],
      database: 0,
      tls: false,
    });
    expect(parseRedisUrl('redis://[::1]:7000')).toMatchObject({ nodes: [{ host: '::1', port: 7000 }] });
  });

  it('reads several as the nodes of a cluster', () => {
    expect(parseRedisUrl('rediss://:secret@a.example,rediss://:secret@b.example:7001')).toMatchObject({
      nodes: [
        { host: 'a.example', port: 6379 },
        { host: 'b.example', port: 7001 },
      ],
      cluster: true,
      password: 'secret',
    });
  });

  it.each([
    ['no URL', 'localhost:6379'],
    ['another scheme', 'http://127.0.0.1'],
    ['no encryption beyond this machine', 'redis://cache.example'],
    ['schemes mixed', 'redis://127.0.0.1,rediss://a.example'],
    ['passwords that differ', 'rediss://:one-secret@a.example,rediss://:two-secret@b.example'],
    ['a parameter', 'rediss://a.example?ssl=no'],
    ['a database that is none', 'redis://127.0.0.1/sixteen'],
    ['a database of a cluster', 'redis://127.0.0.1/1,redis://127.0.0.1:7001/1'],
    ['a broken escape', 'rediss://:p%zz@a.example'],
  ])('refuses %s in words that quote nothing', (_what, text) => {
    const says = redisUrlFault(text);

    expect(says).toMatch(/^[a-z].*\.$/);
    expect(says).not.toContain('secret');
    expect(says).not.toContain('p%zz');
  });
});
