import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSettings } from './load.ts';
import { SETTINGS } from './settings.ts';

let packageRoot: string;
beforeEach(() => {
  packageRoot = mkdtempSync(join(tmpdir(), 'load-settings-'));
  for (const { name } of SETTINGS) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(packageRoot, { recursive: true, force: true });
});

const load = () => loadSettings(SETTINGS, packageRoot);

describe('loadSettings', () => {
  it('reads .env of the package root, and the environment wins', () => {
    writeFileSync(join(packageRoot, '.env'), 'PORT=9001\nLOG_LEVEL=warn # quiet\nSHOPIFY_SHOP="x"\n');
    vi.stubEnv('PORT', '9002');

    expect(load().settings).toMatchObject({ PORT: 9002, LOG_LEVEL: 'warn', DATA_DIR: join(packageRoot, 'data') });
  });

  it('does without .env', () => {
    expect(load().settings.PORT).toBe(8003);
  });

  it('leaves the environment as it was', () => {
    writeFileSync(join(packageRoot, '.env'), 'LOG_LEVEL=warn\n');

    load();

    expect(process.env.LOG_LEVEL).toBeUndefined();
  });

  it('lets an empty variable of the environment undo a line of .env', () => {
    writeFileSync(join(packageRoot, '.env'), 'PORT=9001\n');
    vi.stubEnv('PORT', '');

    expect(load().settings.PORT).toBe(8003);
  });

  it('says so when .env cannot be read', () => {
    mkdirSync(join(packageRoot, '.env'));

    expect(load).toThrow(/\.env cannot be read \(EISDIR\)/);
  });
});
