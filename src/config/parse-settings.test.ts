import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Setting } from '../kernel/setting.ts';
import { type Environment, parseSettings } from './parse-settings.ts';
import { type PlatformSettings, SETTINGS } from './settings.ts';
import { SettingsError } from './settings-error.ts';

const ROOT = '/srv/platform';
const GOOD_KEY = 'Zq3vT9wLx0RkY7uNcB5mHs2JfEa8PdGi';

const parse = (environment: Environment) => parseSettings(SETTINGS, environment, ROOT);

function faultsOf(environment: Environment, rows: readonly Setting[] = SETTINGS): Record<string, string> {
  try {
    parseSettings(rows, environment, ROOT);
  } catch (error) {
    if (error instanceof SettingsError) return Object.fromEntries(error.faults.map(({ name, says }) => [name, says]));
    throw error;
  }
  return {};
}

describe('parseSettings', () => {
  it('gives every default when nothing is set', () => {
    const { settings, warnings } = parse({});

    expect(settings).toMatchObject({ PLATFORM_ENV: 'development', HOST: '127.0.0.1', PORT: 8003, MOCK_MODE: 'auto' });
    expect(settings.DATA_DIR).toBe('/srv/platform/data');
    expect(settings.CORS_ORIGINS).toEqual([]);
    expect(settings.EMULATOR_ORIGINS.size).toBe(0);
    expect(settings.OAUTH_ENCRYPTION_KEY).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('gives each setting the type of its row', () => {
    expectTypeOf<PlatformSettings['PORT']>().toEqualTypeOf<number>();
    expectTypeOf<PlatformSettings['METRICS_PORT']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<PlatformSettings['PLATFORM_ENV']>().toEqualTypeOf<'development' | 'production'>();
    expectTypeOf<PlatformSettings['CORS_ORIGINS']>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<PlatformSettings['EMULATOR_ORIGINS']>().toEqualTypeOf<ReadonlyMap<string, string>>();
    expectTypeOf<PlatformSettings['PUBLIC_URL']>().toEqualTypeOf<string | undefined>();
  });

  it('keeps those types beside the rows of connectors', () => {
    const ofConnectors: Setting[] = [{ name: 'ACME_SHOP', group: 'Acme', type: 'text', description: 'Shop.' }];

    const { settings } = parseSettings([...SETTINGS, ...ofConnectors], { ACME_SHOP: 'acme' }, ROOT);

    expectTypeOf(settings.PORT).toEqualTypeOf<number>();
    expect(settings.ACME_SHOP).toBe('acme');
  });

  it('takes an empty or blank variable as not set', () => {
    expect(parse({ PORT: '', HOST: '  ', ADMIN_API_KEY: '' }).settings).toMatchObject({
      PORT: 8003,
      HOST: '127.0.0.1',
    });
  });

  it('reads numbers, lists, pairs and paths, dropping white space around them', () => {
    const { settings } = parse({
      PORT: ' 0 ',
      ALLOWED_HOSTS: 'mcp.example.com, 10.0.0.5 ,',
      EMULATOR_ORIGINS: 'shopify=https://127.0.0.1:9443, analytics=https://[::1]:9444',
      EMULATOR_CA_FILE: '/tmp/ca.pem',
      DATA_DIR: '../elsewhere',
    });

    expect(settings.PORT).toBe(0);
    expect(settings.ALLOWED_HOSTS).toEqual(['mcp.example.com', '10.0.0.5']);
    expect([...settings.EMULATOR_ORIGINS]).toEqual([
      ['shopify', 'https://127.0.0.1:9443'],
      ['analytics', 'https://[::1]:9444'],
    ]);
    expect(settings.DATA_DIR).toBe('/srv/elsewhere');
  });

  it('tells all faults in one message, in the order of the table, with what to write instead', () => {
    const environment = { PORT: '80a', LOG_LEVEL: 'loud', CORS_ORIGINS: '*', HOST: 'http://x' };

    expect(() => parse(environment)).toThrowErrorMatchingInlineSnapshot(`
      [SettingsError: 4 settings are wrong; nothing was started.

        HOST is not an address to listen on; write an IP address or a host name, without port: 127.0.0.1, 0.0.0.0 or ::1.
        PORT is "80a"; write a whole number from 0 to 65535.
        LOG_LEVEL is "loud"; write debug, info, warn, error or silent.
        CORS_ORIGINS has a wildcard; list each origin: https://console.example.com.
      ]
    `);
  });

  it.each(['-1', '65536', '8003.0', '8e3', '0x50', '１２', 'NaN', ' 80 80'])('refuses the port %j', (port) => {
    expect(faultsOf({ PORT: port })).toHaveProperty('PORT');
  });

  it('never shows a secret, nor a value that may hold a password', () => {
    const secret = 'hunter2hunter2';

    const error = (() => {
      try {
        return parse({
          OAUTH_ENCRYPTION_KEY: secret,
          ADMIN_API_KEY: `${secret}\n${secret}`,
          PUBLIC_URL: `https://root:${secret}@example.com`,
          CORS_ORIGINS: `https://root:${secret}@example.com`,
          EMULATOR_ORIGINS: `=https://root:${secret}@example.com`,
          LOG_LEVEL: `https://root:${secret}@example.com`,
        });
      } catch (caught) {
        return caught as SettingsError;
      }
    })();

    expect(error).toBeInstanceOf(SettingsError);
    expect((error as SettingsError).faults).toHaveLength(6);
    expect((error as SettingsError).message).not.toContain('hunter2');
  });

  it('shows a wrong value escaped and cut, so that it cannot draw on a terminal or flood it', () => {
    const says = faultsOf({ LOG_LEVEL: `x"${'y'.repeat(3000)}` }).LOG_LEVEL;

    expect(says).toMatch(/^is "x\\"y{38}…"; write debug/);
    expect(faultsOf({ LOG_LEVEL: 'a\u001b[31mb' }).LOG_LEVEL).toMatch(/control character/);
  });

  it('requires the sealing key in production and beside a database of its own, and only there', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://user:pw@127.0.0.1/records' })).toEqual({
      OAUTH_ENCRYPTION_KEY: expect.stringMatching(/^is missing; it is required in production, and where DATABASE_URL/),
    });
    expect(faultsOf({ PLATFORM_ENV: 'production' })).toEqual({
      OAUTH_ENCRYPTION_KEY: expect.stringMatching(/^is missing; it is required in production, and/),
    });
    expect(faultsOf({ PLATFORM_ENV: 'production', OAUTH_ENCRYPTION_KEY: GOOD_KEY })).toEqual({});
    expect(faultsOf({})).toEqual({});
  });

  it('refuses emulators in production', () => {
    const faults = faultsOf({
      PLATFORM_ENV: 'production',
      OAUTH_ENCRYPTION_KEY: GOOD_KEY,
      EMULATOR_ORIGINS: 'shopify=https://127.0.0.1:9443',
      EMULATOR_CA_FILE: 'ca.pem',
    });

    expect(faults).toEqual({
      EMULATOR_ORIGINS: 'is refused in production; remove it.',
      EMULATOR_CA_FILE: 'is refused in production; remove it.',
    });
  });

  it('requires the certificate of emulators that are named', () => {
    expect(faultsOf({ EMULATOR_ORIGINS: 'shopify=https://127.0.0.1:9443' })).toEqual({
      EMULATOR_CA_FILE: expect.stringContaining('required when EMULATOR_ORIGINS is set'),
    });
  });

  it('lets reads go on without an audit trail in development, and refuses them in production', () => {
    const production = parse({ PLATFORM_ENV: 'production', OAUTH_ENCRYPTION_KEY: GOOD_KEY });

    expect(parse({}).settings.AUDIT_FAILURE).toBe('allow-reads');
    expect(production.settings.AUDIT_FAILURE).toBe('refuse');
  });

  it('requires a public https address in production when it listens beyond loopback', () => {
    const production = { PLATFORM_ENV: 'production', OAUTH_ENCRYPTION_KEY: GOOD_KEY, HOST: '0.0.0.0' };

    expect(faultsOf(production)).toHaveProperty('PUBLIC_URL');
    expect(faultsOf({ ...production, PUBLIC_URL: 'http://mcp.example.com' }).PUBLIC_URL).toContain(
      'https://mcp.example.com',
    );
    expect(parse({ ...production, PUBLIC_URL: 'https://mcp.example.com/' }).settings.PUBLIC_URL).toBe(
      'https://mcp.example.com',
    );
    expect(faultsOf({ HOST: '0.0.0.0' })).toEqual({});
  });

  it('refuses a weak key in development too, for both keys', () => {
    const faults = faultsOf({ OAUTH_ENCRYPTION_KEY: 'short', ADMIN_API_KEY: 'abc'.repeat(20) });

    expect(faults.OAUTH_ENCRYPTION_KEY).toMatch(/^is shorter than 32 bytes; make one with/);
    expect(faults.ADMIN_API_KEY).toMatch(/^repeats one pattern; make one with/);
  });

  it('refuses to start while certificate checks are switched off', () => {
    expect(faultsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toHaveProperty('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(faultsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual({});
  });

  it('holds settings against each other', () => {
    expect(faultsOf({ METRICS_PORT: '8003' })).toHaveProperty('METRICS_PORT');
    expect(faultsOf({ RETRY_BASE_MS: '5000', RETRY_CAP_MS: '4000' })).toHaveProperty('RETRY_CAP_MS');
    expect(faultsOf({ RETRY_BASE_MS: 'x', RETRY_CAP_MS: '4000' })).not.toHaveProperty('RETRY_CAP_MS');
  });

  it.each([
    ['PLATFROM_ENV', 'PLATFORM_ENV'],
    ['OAUTH_ENCRYPTION_KEYS', 'OAUTH_ENCRYPTION_KEY'],
    ['CACHE_TTL', 'CACHE_TTL_MS'],
    ['ALLOWED_HOST', 'ALLOWED_HOSTS'],
    ['CORS_ORIGN', 'CORS_ORIGINS'],
  ])('warns that %s is probably a slip of %s', (name, meant) => {
    expect(parse({ [name]: 'x' }).warnings).toEqual([`${name} is not a setting; did you mean ${meant}?`]);
  });

  it.each([
    'PATH',
    'HOME',
    'HOSTNAME',
    'TERM',
    'XDG_DATA_DIRS',
    'LC_ALL',
    'NODE_ENV',
    'npm_config_port',
    'CACHE_DIR',
    'SSH_AUTH_SOCK',
  ])('does not take the stranger %s for a slip', (name) => {
    expect(parse({ [name]: 'x' }).warnings).toEqual([]);
  });

  it('warns when only NODE_ENV says production', () => {
    expect(parse({ NODE_ENV: 'production' }).warnings).toEqual([expect.stringContaining('PLATFORM_ENV=production')]);
  });

  it('refuses a table that declares a name twice', () => {
    const row: Setting = { name: 'PORT', group: 'Acme', type: 'text', description: 'Again.' };

    expect(() => parseSettings([...SETTINGS, row], {}, ROOT)).toThrow('Two rows declare the setting PORT.');
  });
});
