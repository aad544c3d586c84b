import { describe, expect, it } from 'vitest';
import type { Setting } from '../kernel/setting.ts';
import { parseSettings } from './parse-settings.ts';
import { SETTINGS } from './settings.ts';

const rows: readonly Setting[] = SETTINGS;

describe('the table of settings', () => {
  it.each(rows.map((row) => [row.name, row] as const))('%s obeys the rules of the table', (name, row) => {
    expect(name).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    expect(row.description).toMatch(/^[A-Z].*\.$/);
    expect(row.description).not.toContain('|');
    if (row.type === 'integer') {
      expect(row.min).toBeLessThanOrEqual(row.max);
      expect(name.endsWith('_MS')).toBe(row.unit === 'ms');
      expect(name.endsWith('_BYTES')).toBe(row.unit === 'bytes');
    }
    if (row.type === 'secret') expect(row.default).toBeUndefined();
  });

  it.each(rows.filter((row) => row.default !== undefined).map((row) => [row.name, row.default] as const))(
    'the default of %s is a value that it would take',
    (name, value) => {
      expect(() => parseSettings(SETTINGS, { [name]: String(value) }, '/')).not.toThrow();
    },
  );

  it('keeps the rows of one group together', () => {
    const groups = rows.map((row) => row.group).filter((group, at, all) => group !== all[at - 1]);

    expect(groups).toEqual([...new Set(groups)]);
  });
});
