import { connectLines } from './connect-lines.ts';
import { shellWord } from './shell-word.ts';
import { wrapped } from './text-layout.ts';

/** A connection as the banner tells it. */
export interface BannerConnection {
  /** `shopify/default` */
  readonly id: string;
  /** `live`, `mock`, `emulated` or `off`. */
  readonly mode: string;
  /** Why it is so, where that is not plain: `no credentials`. */
  readonly because?: string;
}

/** What a start has to tell. */
export interface BannerInfo {
  readonly version: string;
  /** Address under which people reach it: `http://127.0.0.1:8003`, or `PUBLIC_URL`. */
  readonly url: string;
  /** Milliseconds from the start of the process. */
  readonly readyAfterMs: number;
  readonly dataFolder: string;
  /** Whether that is where every process of the platform looks when it is told nothing. */
  readonly dataFolderIsDefault: boolean;
  /** Made by this very start: shown now and never again. */
  readonly newAdminKey?: string;
  readonly connections: readonly BannerConnection[];
  readonly warnings: readonly string[];
  /** Absolute path of the Node that runs the platform. */
  readonly node: string;
  /** Absolute path of `bin/mcp-platform.cjs`. */
  readonly launcher: string;
}

const COLUMNS = 100;

/**
 * What `start` prints on standard output once it takes calls: where everything is, the admin key where this start made
 * it, how each connection stands, and the lines that connect a client. Plain text within 100 columns, but for paths
 * and addresses that are longer, so that it reads the same in a terminal and in a file.
 */
export function startupBanner(info: BannerInfo): string {
  return [
    `MCP Enterprise Platform ${info.version}, ready after ${Math.round(info.readyAfterMs)} ms`,
    '',
    ...columns([
      ['MCP', `${info.url}/mcp`],
      ['REST docs', `${info.url}/docs`],
      ['Health', `${info.url}/health`],
      ['Data', info.dataFolder],
    ]),
    '',
    ...adminKeyLines(info),
    '',
    'Connections',
    ...columns(info.connections.map(({ id, mode, because }) => [id, because ? `${mode} (${because})` : mode])),
    '',
    ...(info.warnings.length > 0
      ? ['Warnings', ...info.warnings.map((warning) => `  ! ${wrapped(warning, COLUMNS, '    ')}`), '']
      : []),
    'Connect a client',
    ...clientLines(info),
    'Stop with Ctrl-C.',
  ].join('\n');
}

function adminKeyLines(info: BannerInfo): string[] {
  const { newAdminKey, node, launcher } = info;
  if (newAdminKey === undefined) {
    const folder = namedFolder(info);
    return [
      '  API key    in MCP_PLATFORM_API_KEY below; keys are shown only when they are made.',
      '             Another one:',
      ...(folder === undefined ? [] : [`             DATA_DIR=${shellWord(folder)} \\`]),
      `             ${shellWord(node)} \\`,
      `               ${shellWord(launcher)} keys create --name NAME --role viewer`,
    ];
  }
  return [
    `  Admin key  ${newAdminKey}`,
    '             Keep it now: only its digest is stored, so it is not shown again.',
  ];
}

function clientLines(info: BannerInfo): string[] {
  const { url, newAdminKey, node, launcher } = info;
  const access = { mcpUrl: `${url}/mcp`, apiKey: newAdminKey, node, launcher, dataFolder: namedFolder(info) };
  return connectLines(access).flatMap(({ client, lines }) => [
    `  ${client}`,
    ...lines.map((line) => `    ${line}`),
    '',
  ]);
}

/** The data folder where commands have to be told of it. */
function namedFolder({ dataFolder, dataFolderIsDefault }: BannerInfo): string | undefined {
  return dataFolderIsDefault ? undefined : dataFolder;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(9, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
