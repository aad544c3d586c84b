import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { envExample, settingsReference } from '../../scripts/reference/settings.ts';
import { parseSettings } from '../../src/config/parse-settings.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import type { Setting } from '../../src/kernel/setting.ts';

const rows: readonly Setting[] = [...SETTINGS, ...CONNECTORS.flatMap((connector) => connector.settings)];

it('every line of .env.example, uncommented, says what not setting it says', () => {
  const uncommented = envExample(rows).replace(/^#(?=[A-Z])/gm, '');
  const environment = parseEnv(uncommented);

  const { settings } = parseSettings(rows, { ...environment, AUDIT_FAILURE: undefined }, '/');

  expect(Object.keys(environment).sort()).toEqual(rows.map((row) => row.name).sort());
  expect(settings).toEqual(parseSettings(rows, {}, '/').settings);
});

it('the reference has one row for every setting, and a bar in a description does not break it', () => {
  const odd: Setting = { name: 'ODD', group: 'Odd', type: 'text', description: 'This | that.' };

  const lines = settingsReference([...rows, odd])
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  expect(lines).toHaveLength(rows.length + 1);
  for (const line of lines) expect(line.split(/(?<!\\)\|/)).toHaveLength(7);
});
