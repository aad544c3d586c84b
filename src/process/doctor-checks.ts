import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeFinding } from '../admin/connections-probe.ts';
import type { DoctorCheck } from '../cli/doctor/check.ts';
import { connectionCheck } from '../cli/doctor/connection.ts';
import { dataFolderCheck } from '../cli/doctor/data-folder.ts';
import { databaseCheck } from '../cli/doctor/database.ts';
import { encryptionKeyCheck, type KeySource } from '../cli/doctor/encryption-key.ts';
import { nodeVersionCheck } from '../cli/doctor/node-version.ts';
import { portCheck } from '../cli/doctor/port.ts';
import { settingsCheck } from '../cli/doctor/settings.ts';
import type { Operator } from '../cli/operator.ts';
import { ENCRYPTION_KEY_FILE, loadEncryptionKey } from '../config/encryption-key.ts';
import { SettingsError } from '../config/settings-error.ts';
import { CONNECTORS } from '../connectors/index.ts';
import { readOwner } from '../storage/sql/data-folder.ts';
import { inspectSqlite } from '../storage/sql/inspect-sqlite.ts';
import { type ProcessContext, type ReadSettings, readSettings } from './context.ts';
import { openOperator } from './open-operator.ts';
import { addressOfRecords, SQLITE_FILE } from './open-records.ts';

/** The checks of `doctor`, in the order in which they are told. Wrong settings are a finding like any other. */
export async function doctorChecks(context: ProcessContext): Promise<readonly DoctorCheck[]> {
  const node = nodeVersionCheck(process.version);
  try {
    const read = readSettings(context);
    return [
      node,
      settingsCheck({ faults: [], warnings: read.warnings, summary: summaryOf(read) }),
      ...checksOf(context, read),
    ];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const faults = error.faults.map(({ name, says }) => `${name} ${says}`);
    return [node, settingsCheck({ faults, warnings: [], summary: '' })];
  }
}

function checksOf(context: ProcessContext, read: ReadSettings): DoctorCheck[] {
  const { settings } = read;
  const owner = readOwner(settings.DATA_DIR);
  const probed = probeOnce(context);
  return [
    dataFolderCheck(settings.DATA_DIR, process.getuid?.()),
    encryptionKeyCheck(keySource(read)),
    recordsCheck(read),
    portCheck(settings.HOST, settings.PORT, owner),
    ...CONNECTORS.map(({ id }) => connectionCheck(`${id}/default`, () => probed(`${id}/default`))),
  ];
}

function recordsCheck({ settings }: ReadSettings): DoctorCheck {
  const address = addressOfRecords(settings);
  if (address) {
    const inspect = async () => (await import('../storage/sql/inspect-postgres.ts')).inspectPostgres(address);
    return databaseCheck(inspect, 'server');
  }
  return databaseCheck(async () => inspectSqlite(join(settings.DATA_DIR, SQLITE_FILE)));
}

function summaryOf({ settings }: ReadSettings): string {
  return settings.PLATFORM_ENV;
}

function keySource({ settings }: ReadSettings): KeySource {
  const production = settings.PLATFORM_ENV === 'production';
  if (settings.OAUTH_ENCRYPTION_KEY !== undefined) return { from: 'setting', production };
  if (!existsSync(join(settings.DATA_DIR, ENCRYPTION_KEY_FILE))) return { from: 'none', production };
  try {
    loadEncryptionKey({ configured: undefined, dataDir: settings.DATA_DIR, randomBytes });
    return { from: 'file', production };
  } catch (error) {
    return { from: 'file', production, fault: (error as SettingsError).faults.map(({ says }) => says).join(' ') };
  }
}

/** Probes all connections at the first question, through the running server or a platform of this command's own. */
function probeOnce(context: ProcessContext): (connection: string) => Promise<ProbeFinding> {
  let found: Promise<readonly ProbeFinding[]> | undefined;
  return async (connection) => {
    found ??= probeAll(context);
    const finding = (await found).find((one) => one.connection === connection);
    return (
      finding ?? { connection, mode: 'off', state: 'off', summary: 'not known to the running server', warnings: [] }
    );
  };
}

async function probeAll(context: ProcessContext): Promise<readonly ProbeFinding[]> {
  const operator: Operator = await openOperator(context, {});
  try {
    const { connections } = (await operator.perform('connections.probe', {})) as { connections: ProbeFinding[] };
    return connections;
  } finally {
    await operator.close();
  }
}
