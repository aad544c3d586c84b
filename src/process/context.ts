import { accessSync, constants } from 'node:fs';
import { CliFailure } from '../cli/failure.ts';
import { loadSettings } from '../config/load.ts';
import { type PlatformSettings, SETTINGS } from '../config/settings.ts';
import { SettingsError } from '../config/settings-error.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { SettingValues } from '../kernel/setting.ts';
import { featuresOf } from './features.ts';

/** What this process knows before anything is opened. */
export interface ProcessContext {
  readonly version: string;
  /** The folder that holds `package.json`. */
  readonly packageRoot: string;
  /** Absolute path of the launcher, for the lines that clients copy. */
  readonly launcher: string;
  readonly clock: Clock;
}

export interface ReadSettings {
  readonly settings: PlatformSettings;
  /** All settings by name, those of connectors included. */
  readonly values: SettingValues;
  readonly warnings: readonly string[];
}

/** Reads all settings. Throws `SettingsError` with every fault, connectors and features that nobody knows and files that are not there included. */
export function readSettings({ packageRoot }: ProcessContext): ReadSettings {
  const rows = [...SETTINGS, ...CONNECTORS.flatMap((connector) => connector.settings)];
  const { settings, warnings } = loadSettings(rows, packageRoot);
  const platform = settings as unknown as PlatformSettings;
  const unknown = [...platform.EMULATOR_ORIGINS.keys()].filter((id) => !CONNECTORS.some((known) => known.id === id));
  const features = platform.FEATURES.filter((name) => !featuresOf(CONNECTORS).includes(name));
  const faults = [
    ...unknown.map(unknownConnector),
    ...unreadable('EMULATOR_CA_FILE', platform.EMULATOR_CA_FILE),
    ...features.map(unknownFeature),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return { settings: platform, values: settings as unknown as SettingValues, warnings };
}

/** As `readSettings`; wrong settings end the command with exit code 78 and the whole list. */
export function requireSettings(context: ProcessContext): ReadSettings {
  return asCliFailure(() => readSettings(context));
}

/** Runs what may find a setting wrong. */
export function asCliFailure<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingsError) throw new CliFailure('config', error.message);
    throw error;
  }
}

function unreadable(name: string, path: string | undefined) {
  if (path === undefined) return [];
  try {
    accessSync(path, constants.R_OK);
    return [];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [
      { name, says: `names a file that cannot be read (${code}); correct the path, or start the emulators first.` },
    ];
  }
}

function unknownConnector(id: string) {
  const ids = CONNECTORS.map((connector) => connector.id).join(', ');
  return { name: 'EMULATOR_ORIGINS', says: `names ${id}, which is no connector; known are ${ids}.` };
}

function unknownFeature(name: string) {
  const names = featuresOf(CONNECTORS).join(', ');
  return {
    name: 'FEATURES',
    says: `names ${name}, which is no feature; ${names ? `known are ${names}` : 'there are none'}.`,
  };
}
