import { CliFailure } from '../cli/failure.ts';
import { loadSettings } from '../config/load.ts';
import { SETTINGS, type PlatformSettings } from '../config/settings.ts';
import { SettingsError } from '../config/settings-error.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connector } from '../kernel/connector.ts';
import type { SettingValues } from '../kernel/setting.ts';

/** What this process knows before anything is opened. */
export interface ProcessContext {
  readonly version: string;
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

