import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSettings } from '../../src/config/parse-settings.ts';
import { type PlatformSettings, SETTINGS } from '../../src/config/settings.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import type { SettingValues } from '../../src/kernel/setting.ts';
import { openLog } from '../../src/observability/log.ts';
import { openServer } from '../../src/process/open-server.ts';
import type { Settings } from './platform-process.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENCRYPTION_KEY = 'a key for tests, long enough to be one';

/** A server of the platform in this process, on a free port, over a clock of the test's choice. */
export interface PlatformInProcess extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** The admin key. */
  readonly key: string;
}

/** Opens the platform as `start` does, with every connector, and settings that take nothing from the environment. */
export async function openPlatformInProcess(clock: Clock, settings: Settings): Promise<PlatformInProcess> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(createTemporaryFolder());
  const read = readSettings({ DATA_DIR: folder.path, ...settings });
  const log = opening.use(openLog({ level: 'silent', fd: openSync('/dev/null', 'w'), clock }));
  const context = { version: '0.0.0', packageRoot: ROOT, launcher: '', clock };
  const claim = { publish() {}, [Symbol.dispose]() {} };
  const host = '127.0.0.1';
  const where = { host, port: 0, connectors: CONNECTORS, encryptionKey: ENCRYPTION_KEY };
  const server = await openServer({ context, read, claim, log, ...where });
  opening.defer(async () => void (await server.stop()));
  const opened = opening.move();
  return {
    url: server.http.url,
    key: server.platform.newAdminKey as string,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The settings of a platform with every connector, from these alone. */
export function readSettings(environment: Settings) {
  const rows = [...SETTINGS, ...CONNECTORS.flatMap((connector) => connector.settings)];
  const { settings, warnings } = parseSettings(rows, environment, ROOT);
  const values = settings as unknown as SettingValues;
  return { settings: settings as unknown as PlatformSettings, values, warnings };
}
