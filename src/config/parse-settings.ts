import { nearest } from '../kernel/nearest.ts';
import type { Setting, SettingsOf, SettingValue, SettingValues } from '../kernel/setting.ts';
import { parseValue } from './parse-value.ts';
import { type SettingFault, SettingsError } from './settings-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the settings say, and what about them an operator should know though it stops nothing. */
export interface LoadedSettings<Rows extends readonly Setting[]> {
  readonly settings: SettingsOf<Rows>;
  readonly warnings: readonly string[];
}

/**
 * Reads every row from `environment`, fills in defaults, and holds the rules of each row against the whole. Throws one
 * `SettingsError` that lists all faults. `packageRoot` is what relative paths are resolved against.
 */
export function parseSettings<const Rows extends readonly Setting[]>(
  rows: Rows,
  environment: Environment,
  packageRoot: string,
): LoadedSettings<Rows> {
  assertEachNameOnce(rows);
  const faults: SettingFault[] = tlsFaults(environment);
  const given = new Set<string>();
  const parsed = new Map<Setting, SettingValue>();
  for (const row of rows) {
    const raw = environment[row.name];
    if (raw !== undefined && raw.trim() !== '') given.add(row.name);
    const result = parseValue(row, raw, packageRoot);
    if ('says' in result) faults.push({ name: row.name, says: result.says });
    else parsed.set(row, result.value);
  }
  const production = environment.PLATFORM_ENV?.trim() === 'production';
  const values: Record<string, SettingValue> = {};
  for (const [row, value] of parsed) {
    values[row.name] = given.has(row.name) ? value : (defaultOf(row, production, packageRoot) ?? value);
  }
  for (const row of parsed.keys()) {
    const says = given.has(row.name) ? faultOfGiven(row, values, production) : faultOfMissing(row, values);
    if (says !== undefined) faults.push({ name: row.name, says });
  }
  if (faults.length > 0) throw new SettingsError(inOrderOf(rows, faults));
  return { settings: values as SettingsOf<Rows>, warnings: warningsAbout(rows, environment) };
}

type Check = (value: never, others: SettingValues) => string | undefined;

function defaultOf(row: Setting, production: boolean, packageRoot: string): SettingValue {
  const chosen = production ? row.default : (row.developmentDefault ?? row.default);
  if (row.type !== 'path' || chosen === undefined) return chosen;
  const resolved = parseValue(row, chosen as string, packageRoot);
  return 'value' in resolved ? resolved.value : undefined;
}

function faultOfGiven(row: Setting, values: SettingValues, production: boolean): string | undefined {
  if (production && row.refusedInProduction) return 'is refused in production; remove it.';
  const check: Check | undefined = row.check;
  return check?.(values[row.name] as never, values);
}

function faultOfMissing(row: Setting, values: SettingValues): string | undefined {
  const { requiredWhen } = row;
  if (requiredWhen === undefined || (values[row.name] !== undefined && !isEmpty(values[row.name]))) return undefined;
  if (!requiredWhen.holds(values)) return undefined;
  return `is missing; it is required ${requiredWhen.when}. ${row.description}`;
}

function inOrderOf(rows: readonly Setting[], faults: readonly SettingFault[]): readonly SettingFault[] {
  const place = (fault: SettingFault) => rows.findIndex((row) => row.name === fault.name);
  return faults.toSorted((a, b) => place(a) - place(b));
}

function isEmpty(value: SettingValue): boolean {
  return (Array.isArray(value) && value.length === 0) || (value instanceof Map && value.size === 0);
}

function tlsFaults(environment: Environment): SettingFault[] {
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return [];
  const says =
    'is 0, which would accept every certificate; remove it. To trust a private authority, name its certificate in NODE_EXTRA_CA_CERTS.';
  return [{ name: 'NODE_TLS_REJECT_UNAUTHORIZED', says }];
}

function warningsAbout(rows: readonly Setting[], environment: Environment): readonly string[] {
  const known = rows.map((row) => row.name);
  const warnings: string[] = [];
  for (const name of Object.keys(environment).sort()) {
    const meant = known.includes(name) ? undefined : meantBy(name, known);
    if (meant !== undefined) warnings.push(`${name} is not a setting; did you mean ${meant}?`);
  }
  const { NODE_ENV, PLATFORM_ENV } = environment;
  if (NODE_ENV === 'production' && !PLATFORM_ENV) {
    warnings.push('NODE_ENV is production, which the platform does not read; set PLATFORM_ENV=production.');
  }
  return warnings;
}

/** The environment is full of strangers, so a slip is looked for only in names whose first word is nearly one of ours. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  if (!/^[A-Z]+_[A-Z0-9_]+$/.test(name)) return undefined;
  const firstWord = (words: string) => words.split('_', 1)[0] ?? '';
  const begun = firstWord(name);
  return nearest(
    name,
    known.filter((setting) => nearest(begun, [firstWord(setting)]) !== undefined),
  );
}

function assertEachNameOnce(rows: readonly Setting[]): void {
  const names = new Set<string>();
  for (const { name } of rows) {
    if (names.has(name)) throw new TypeError(`Two rows declare the setting ${name}.`);
    names.add(name);
  }
}
