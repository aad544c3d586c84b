import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoctorCheck } from './check.ts';
import { connectionCheck } from './connection.ts';
import { dataFolderCheck } from './data-folder.ts';
import { databaseCheck } from './database.ts';
import { encryptionKeyCheck } from './encryption-key.ts';
import { nodeVersionCheck } from './node-version.ts';
import { portCheck } from './port.ts';
import { settingsCheck } from './settings.ts';

const find = async (check: DoctorCheck) => check.run(new AbortController().signal);

describe('the Node check', () => {
  it.each([
    ['v24.21.0', 'ok'],
    ['v22.19.0', 'ok'],
    ['v26.1.0', 'ok'],
    ['v22.18.0', 'failed'],
    ['v20.20.2', 'failed'],
    ['v23.11.0', 'failed'],
  ])('%s is %s', async (version, status) => {
    expect(await find(nodeVersionCheck(version))).toMatchObject({ status });
  });
});

describe('the settings check', () => {
  it('tells every fault', async () => {
    const reading = { faults: ['PORT is text.', 'HOST is empty.'], warnings: ['PROT is unknown.'], summary: '' };

    expect(await find(settingsCheck(reading))).toEqual({
      status: 'failed',
      summary: '2 settings stop the start',
      advice: ['PORT is text.', 'HOST is empty.', 'PROT is unknown.'],
    });
  });

  it('tells warnings without failing', async () => {
    expect(await find(settingsCheck({ faults: [], warnings: ['w'], summary: 'development' }))).toMatchObject({
      status: 'warning',
      advice: ['w'],
    });
    expect(await find(settingsCheck({ faults: [], warnings: [], summary: 's' }))).toEqual({
      status: 'ok',
      summary: 's',
    });
  });
});

describe('the data folder check', () => {
  let folder: string;
  const uid = process.getuid?.();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('a private folder with room is in order', async () => {
    expect(await find(dataFolderCheck(folder, uid))).toMatchObject({ status: expect.stringMatching(/^(ok|warning)$/) });
  });

  it('one that is not there yet is made at the first start, where it can be', async () => {
    expect(await find(dataFolderCheck(join(folder, 'a/b'), uid))).toMatchObject({ status: 'ok' });
    writeFileSync(join(folder, 'file'), '');
    expect(await find(dataFolderCheck(join(folder, 'file/data'), uid))).toMatchObject({ status: 'failed' });
  });

  it('a file in its place, or a folder that others can open, is told with the way out', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'open'));
    chmodSync(join(folder, 'open'), 0o750);

    expect(await find(dataFolderCheck(join(folder, 'file'), uid))).toMatchObject({ status: 'failed' });
    expect(await find(dataFolderCheck(join(folder, 'open'), uid))).toMatchObject({
      status: 'failed',
      advice: [`Close it: chmod 700 ${join(folder, 'open')}`],
    });
  });

  it("another user's folder is told", async () => {
    expect(await find(dataFolderCheck(folder, (uid ?? 0) + 1))).toMatchObject({
      status: 'warning',
      summary: expect.stringContaining('another user'),
    });
  });
});

describe('the encryption key check', () => {
  const key = (from: 'setting' | 'file' | 'none', production = false, fault?: string) =>
    find(encryptionKeyCheck({ from, production, ...(fault && { fault }) }));

  it('wants a key from outside in production, and says so before', async () => {
    expect(await key('setting', true)).toMatchObject({ status: 'ok' });
    expect(await key('file')).toMatchObject({ status: 'warning' });
    expect(await key('none')).toMatchObject({ status: 'ok' });
    expect(await key('file', true)).toMatchObject({ status: 'failed' });
    expect(await key('setting', false, 'It is publicly known.')).toMatchObject({
      status: 'failed',
      advice: ['It is publicly known.'],
    });
  });
});

describe('the database check', () => {
  it('tells what its integrity check complains about', async () => {
    expect(await find(databaseCheck(async () => undefined))).toMatchObject({ status: 'ok' });
    expect(await find(databaseCheck(async () => []))).toEqual({ status: 'ok', summary: 'whole' });
    expect(await find(databaseCheck(async () => ['page 7']))).toMatchObject({
      status: 'failed',
      summary: 'damaged: page 7',
    });
  });
});

describe('the port check', () => {
  it('tells a free port, a taken one and our own', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const taken = await find(portCheck('127.0.0.1', port, undefined));
    const ours = await find(portCheck('127.0.0.1', port, { pid: 7, url: 'http://127.0.0.1:1' }));
    await new Promise((resolve) => server.close(resolve));
    const free = await find(portCheck('127.0.0.1', port, undefined));

    expect(taken).toMatchObject({ status: 'failed', advice: [expect.stringContaining('PORT')] });
    expect(ours).toMatchObject({ status: 'ok', summary: expect.stringContaining('process 7') });
    expect(free).toMatchObject({ status: 'ok' });
  });

  it('tells an address that is not of this machine', async () => {
    expect(await find(portCheck('192.0.2.1', 0, undefined))).toMatchObject({
      status: 'failed',
      advice: [expect.stringContaining('HOST')],
    });
  });
});

describe('a connection check', () => {
  const found = (state: 'ok' | 'failed' | 'off', warnings: string[] = []) =>
    find(
      connectionCheck('shopify/default', async () => ({
        connection: 'shopify/default',
        mode: 'mock',
        state,
        summary: 'shop answers.',
        warnings,
        durationMs: 12.4,
      })),
    );

  it('tells what answered and how fast', async () => {
    expect(await found('ok')).toEqual({ status: 'ok', summary: 'mock: shop answers, 12 ms' });
  });

  it('tells what will not work', async () => {
    expect(await found('ok', ['scope missing'])).toMatchObject({ status: 'warning', advice: ['scope missing'] });
    expect(await found('off')).toMatchObject({ status: 'warning' });
    expect(await found('failed')).toMatchObject({ status: 'failed' });
  });
});
