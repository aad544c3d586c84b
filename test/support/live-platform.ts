import { parseSettings } from '../../src/config/parse-settings.ts';
import { type PlatformSettings, SETTINGS } from '../../src/config/settings.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import type { SettingValues } from '../../src/kernel/setting.ts';
import { createLog } from '../../src/observability/log.ts';
import { openPlatform } from '../../src/platform.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const KEY = 'a key for tests, long enough to be one';
const CORRELATION = '0af7651916cd43dd8448eb211c80319c';

export interface LivePlatformOptions {
  /** Settings by name; all others have their defaults. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly connectors?: readonly Connector[];
  /** Kept by the caller; without it, a new one that goes with the platform. */
  readonly folder?: string;
  readonly encryptionKey?: string;
}

/** The whole platform in this process, on the embedded database, without its faces. */
export async function openLivePlatform(options: LivePlatformOptions = {}) {
  const own = options.folder === undefined ? createTemporaryFolder() : undefined;
  const connectors = options.connectors ?? CONNECTORS;
  const rows = [...SETTINGS, ...connectors.flatMap(({ settings }) => settings)];
  const environment = { DATA_DIR: options.folder ?? own?.path, ...options.environment };
  const { settings } = parseSettings(rows, environment, '/');
  let logged = '';
  const log = createLog('debug', systemClock, {
    write(line) {
      logged += line;
    },
    flush() {},
    flushSync() {},
    dropped: () => 0,
    async [Symbol.asyncDispose]() {},
  });
  const platform = await openPlatform({
    settings: settings as unknown as PlatformSettings,
    values: settings as unknown as SettingValues,
    connectors,
    encryptionKey: options.encryptionKey ?? KEY,
    version: '0.0.0',
    clock: systemClock,
    log,
    httpRequestsInFlight: () => 0,
    streamsOpen: () => 0,
  });
  const { operator, gateway, admin } = platform;
  return {
    ...platform,
    /** Everything that was logged so far. */
    logged: () => logged,
    /** Performs an operator action as the operator of this machine. */
    perform: <Answer>(name: string, input?: unknown) =>
      admin.perform(operator, name, input, 'cli', CORRELATION) as Promise<Answer>,
    /** Calls a tool as the operator of this machine, and gives the structured answer. */
    async call(tool: string, input: unknown) {
      const request = { principal: operator, face: 'cli', tool, input, correlationId: CORRELATION } as const;
      return JSON.parse((await gateway.call(request)).rendered.json);
    },
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]();
      own?.[Symbol.dispose]();
    },
  };
}
