import { parseSettings } from '../config/parse-settings.ts';
import type { PlatformSettings } from '../config/settings.ts';
import { type SettingFault, SettingsError } from '../config/settings-error.ts';
import type { Connector } from '../kernel/connector.ts';
import type { SettingValues } from '../kernel/setting.ts';

/** The settings of an added connection after parsing, or everything that is wrong with them. */
export type CheckedSettings =
  | { readonly values: SettingValues; readonly faults: readonly [] }
  | { readonly values: undefined; readonly faults: readonly SettingFault[] };

/** Holds a connector's settings against its rows, with the very words of the start. A relative path is one in the data folder. */
export function checkSettings(
  { settings: rows }: Connector,
  texts: Readonly<Record<string, string>>,
  { PLATFORM_ENV, DATA_DIR }: PlatformSettings,
): CheckedSettings {
  try {
    const { settings } = parseSettings(rows, { ...texts, PLATFORM_ENV }, DATA_DIR);
    return { values: settings as unknown as SettingValues, faults: [] };
  } catch (error) {
    if (error instanceof SettingsError) return { values: undefined, faults: error.faults };
    throw error;
  }
}
