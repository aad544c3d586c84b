import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../../test/support/temporary-folder.ts';
import type { CliDeps } from './deps.ts';
import { readSecrets, type SecretSources } from './read-secrets.ts';

const NOTHING: SecretSources = { asked: [], files: [], variables: [] };

function setUp(lines = '', isTTY = false) {
  let shown = '';
  const stdin = Object.assign(new PassThrough(), { isTTY });
  stdin.end(lines);
  const stderr = new Writable({
    write(part, _encoding, done) {
      shown += part;
      done();
    },
  });
  const environment = (name: string) => ({ TOKEN: 'from-variable', EMPTY: '' })[name];
  const deps = { stdin, stderr, stdout: stderr, environment } as unknown as CliDeps;
  return {
    shown: () => shown,
    read: (sources: Partial<SecretSources>) => readSecrets({ ...NOTHING, ...sources }, deps),
  };
}

describe('secrets of a command', () => {
  it('come from standard input, one line each in their order', async () => {
    const { read, shown } = setUp('first\n second \n');

    expect(await read({ asked: ['A', 'B'] })).toEqual({ A: 'first', B: 'second' });
    expect(shown()).toBe('');
  });

  it('are asked for at a terminal, and what is typed is not shown', async () => {
    const { read, shown } = setUp('hush\r\n', true);

    expect(await read({ asked: ['A'] })).toEqual({ A: 'hush' });
    expect(shown()).toBe('A: \n');
  });

  it('come from files, a key file on one line, and from variables', async () => {
    using folder = createTemporaryFolder();
    const [plain, key] = [join(folder.path, 'plain'), join(folder.path, 'key.json')];
    writeFileSync(plain, ' token\n');
    writeFileSync(key, '{\n  "client_email": "a",\n  "private_key": "x\\ny"\n}\n');
    const { read } = setUp();

    const secrets = await read({ files: [`A=${plain}`, `B=${key}`], variables: ['C=TOKEN'] });

    expect(secrets).toEqual({ A: 'token', B: '{"client_email":"a","private_key":"x\\ny"}', C: 'from-variable' });
  });

  it.each([
    ['a line that does not come', { asked: ['A', 'B'] }, 'No value came for B'],
    ['a file that is not there', { files: ['A=/nowhere/at/all'] }, 'The file for A cannot be read (ENOENT).'],
    ['a variable that is not set', { variables: ['A=NOTHING'] }, 'The environment variable NOTHING is not set'],
    ['an empty variable', { variables: ['A=EMPTY'] }, 'The environment variable EMPTY is not set'],
    ['no name', { files: ['=/etc/hostname'] }, '--secret-file takes NAME=path.'],
    ['no path', { files: ['A'] }, '--secret-file takes NAME=path.'],
    ['one name twice', { asked: ['A'], variables: ['A=TOKEN'] }, 'A is given twice.'],
  ])('end the command for %s', async (_what, sources, told) => {
    const { read } = setUp('hush\n');

    const error = await read(sources).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'CliFailure', exit: 'usage', message: expect.stringContaining(told) });
    expect(String(error)).not.toMatch(/hush|from-variable/);
  });
});
