import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Setting } from '../kernel/setting.ts';
import { type Environment, type LoadedSettings, parseSettings } from './parse-settings.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Loads the settings of `rows` from the environment and from `.env` in the package root, where there is one; the
 * environment wins. Nothing else reads the environment. Throws `SettingsError` with every fault.
 */
export function loadSettings<const Rows extends readonly Setting[]>(
  rows: Rows,
  packageRoot: string,
): LoadedSettings<Rows> {
  return parseSettings(rows, { ...readEnvFile(join(packageRoot, '.env')), ...process.env }, packageRoot);
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new SettingsError([{ name: '.env', says: `cannot be read (${code}); allow it or remove the file.` }]);
  }
}

/** The value of a variable that an operator names on the command line. */
export function readVariable(name: string): string | undefined {
  return process.env[name];
}

/** The key that the command line works with, wherever it is set, without looking at any other setting. */
export function readApiKey(packageRoot: string): string | undefined {
  const name = 'MCP_PLATFORM_API_KEY';
  return (process.env[name] ?? readEnvFile(join(packageRoot, '.env'))[name])?.trim() || undefined;
}
