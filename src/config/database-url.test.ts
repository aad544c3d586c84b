import { describe, expect, it } from 'vitest';
import { databaseUrlFault, parseDatabaseUrl } from './database-url.ts';

describe('the URL of a database', () => {
  it('is read into its parts, escapes undone', () => {
    expect(parseDatabaseUrl('postgres://shop%40host:p%2F%3A@db.example:6432/records?schema=mcp')).toEqual({
      host: 'db.example',
      port: 6432,
      user: 'shop@host',
      password: 'p/:',
      database: 'records',
      schema: 'mcp',
      tls: true,
    });
  });

  it('has the usual port and schema, and no password, where it says nothing', () => {
    expect(parseDatabaseUrl('postgresql://u@db.example/records')).toMatchObject({
      port: 5432,
      schema: 'public',
      password: undefined,
    });
  });

  it.each([
    ['postgres://u@db.example/d', 'db.example', true],
    ['postgres://u@10.0.0.7/d', '10.0.0.7', true],
    ['postgres://u@127.0.0.1.example/d', '127.0.0.1.example', true],
    ['postgres://u@localhost/d', 'localhost', false],
    ['postgres://u@127.0.0.1/d', '127.0.0.1', false],
    ['postgres://u@[::1]/d', '::1', false],
    ['postgres://u@localhost/d?host=/run/postgresql', '/run/postgresql', false],
  ])('%s is encrypted and verified unless it stays on this machine', (url, host, tls) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ host, tls });
  });

  it.each([
    ['mysql://u:secret@db/d', 'not a PostgreSQL URL'],
    ['secret', 'not a PostgreSQL URL'],
    ['postgres://db.example/secret', 'lacks a user'],
    ['postgres://u:secret@db.example', 'lacks a user or a database'],
    ['postgres://u:secret%zz@db.example/d', '%25'],
    ['postgres://u:secret@db.example/d?sslmode=disable', 'parameter'],
    ['postgres://u:secret@db.example/d?schema=a;b', 'schema'],
    ['postgres://u:secret@db.example/d?host=/run', 'Unix socket'],
    ['postgres://u:secret@localhost/d?host=other.example', 'Unix socket'],
  ])('%s is refused with what to write instead, and is not quoted', (url, says) => {
    const fault = databaseUrlFault(url);

    expect(fault).toContain(says);
    expect(fault).not.toContain('secret');
  });
});
