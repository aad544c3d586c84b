/**
 * Who may import whom: the table of ARCHITECTURE.md as data, and a test compares the two. A part of the product belongs
 * to one layer, and imports its own part and the layers that its row lists.
 */
// biome-ignore format: a table is read in columns
export const MAY_IMPORT = {
  kernel:                 [],
  module:                 ['kernel'],
  config:                 ['kernel'],
  outbound:               ['kernel'],
  'connector definition': ['kernel'],
  google:                 ['kernel', 'connector definition'],
  'google emulator':      ['kernel', 'google', 'emulation'],
  connector:              ['kernel', 'connector definition', 'google'],
  'connector list':       ['kernel', 'connector'],
  emulation:              ['kernel'],
  emulator:               ['kernel', 'connector definition', 'connector', 'emulation', 'google', 'google emulator'],
  gateway:                ['kernel', 'module'],
  admin:                  ['kernel', 'module'],
  jobs:                   ['kernel', 'module', 'admin'],
  storage:                ['kernel', 'module'],
  transports:             ['kernel', 'module', 'gateway', 'admin'],
  cli:                    ['kernel', 'admin', 'transports'],
} as const satisfies Record<string, readonly string[]>;

/** A row of the table, or what puts everything together. */
export type Layer = keyof typeof MAY_IMPORT | 'composition';

/** The folders of `src/` that are modules: one capability each, none knows another. */
export const MODULES = [
  'access',
  'audit',
  'cache',
  'connections',
  'dead-letters',
  'events',
  'limits',
  'notices',
  'observability',
  'privacy',
  'resilience',
  'results',
  'vault',
];

/** What the connectors of Google's APIs share, and the connectors that may know it. */
const GOOGLE = 'google';
export const GOOGLE_CONNECTORS = ['search-console', 'analytics'];

const COMPOSITION = ['src/platform.ts', 'src/main.ts'];
/** What `main.ts` gives to the command line to start: it opens the platform and its faces. */
const COMPOSITION_FOLDER = 'src/process/';

/** Where a file belongs: its layer, and the folder inside which everything may import everything. */
export interface Place {
  readonly layer: Layer;
  readonly part: string;
}

/** The place of a file below `src/`; `undefined` for one that has no row in the table. */
export function placeOf(path: string): Place | undefined {
  if (COMPOSITION.includes(path)) return { layer: 'composition', part: path };
  if (path.startsWith(COMPOSITION_FOLDER)) return { layer: 'composition', part: 'src/process' };
  const [, top = '', second = '', third = ''] = path.split('/');
  if (top === 'connectors') return placeOfConnector(second, third);
  if (second === '') return undefined;
  const part = `src/${top}`;
  if (MODULES.includes(top)) return { layer: 'module', part };
  return isLayerFolder(top) ? { layer: top, part } : undefined;
}

function placeOfConnector(second: string, third: string): Place | undefined {
  if (second === 'define.ts') return { layer: 'connector definition', part: 'src/connectors/define.ts' };
  if (second === 'index.ts') return { layer: 'connector list', part: 'src/connectors/index.ts' };
  if (third === '') return undefined;
  const part = `src/connectors/${second}`;
  if (second === GOOGLE && third === 'emulator') return { layer: 'google emulator', part: `${part}/emulator` };
  if (second === GOOGLE) return { layer: 'google', part };
  return third === 'emulator' ? { layer: 'emulator', part: `${part}/emulator` } : { layer: 'connector', part };
}

/** Rows that are named after what they are, not after a folder. */
const NOT_FOLDERS = [
  'module',
  'connector',
  'connector definition',
  'connector list',
  'emulator',
  'google',
  'google emulator',
];

function isLayerFolder(folder: string): folder is keyof typeof MAY_IMPORT {
  return folder in MAY_IMPORT && !NOT_FOLDERS.includes(folder);
}
