import type { Setting } from '../../../src/kernel/setting.ts';

/** The settings of the connection `default`. */
// biome-ignore format: a table, one line for what it is and one for what it does
export const SAMPLE_SETTINGS = [
  { name: 'SAMPLE_API_TOKEN', group: 'Sample', type: 'secret',
    description: 'API token of the account.' },
] as const satisfies readonly Setting[];
