import { shellWord } from './shell-word.ts';

/** What clients need to reach the platform. */
export interface ClientAccess {
  /** Absolute URL of the MCP face. */
  readonly mcpUrl: string;
  /** The API key, or `undefined` where it must not be shown: then its place is taken by MCP_PLATFORM_API_KEY. */
  readonly apiKey: string | undefined;
  /** Absolute path of the Node that runs the platform. */
  readonly node: string;
  /** Absolute path of `bin/mcp-platform.cjs`. */
  readonly launcher: string;
  /** The data folder where it is not the default one: what clients start by themselves would look elsewhere. */
  readonly dataFolder: string | undefined;
}

/** How one kind of client is connected: lines to copy as they are. */
export interface ConnectLines {
  readonly client: string;
  readonly lines: readonly string[];
}

/** The name that clients know the platform under. */
const NAME = 'mcp-platform';

/**
 * How to connect each client, to be copied as it is: shell lines and JSON. Paths are absolute, because `npx mcp-platform`
 * from another folder would ask the public registry for a name that is not ours.
 */
export function connectLines(access: ClientAccess): readonly ConnectLines[] {
  const { mcpUrl, apiKey, node, launcher, dataFolder } = access;
  const inShell = apiKey ?? '$MCP_PLATFORM_API_KEY';
  // Cursor and VS Code put environment variables in.
  const inEditor = apiKey ?? `\${env:MCP_PLATFORM_API_KEY}`;
  const inspect = 'npx @modelcontextprotocol/inspector --cli';
  return [
    {
      client: 'Claude Code',
      lines: [`claude mcp add --transport http ${NAME} ${mcpUrl} \\`, `  --header "Authorization: Bearer ${inShell}"`],
    },
    { client: 'Cursor (.cursor/mcp.json)', lines: httpEntry('mcpServers', '', mcpUrl, inEditor) },
    { client: 'VS Code (.vscode/mcp.json)', lines: httpEntry('servers', '"type": "http", ', mcpUrl, inEditor) },
    {
      client: 'Desktop apps (stdio)',
      lines: [
        `{ "mcpServers": { "${NAME}": {`,
        `    "command": ${JSON.stringify(node)},`,
        `    "args": [${JSON.stringify(launcher)}, "stdio"],`,
        ...environmentEntry({ MCP_PLATFORM_API_KEY: apiKey ?? '<your key>', DATA_DIR: dataFolder }),
        '} } }',
      ],
    },
    {
      client: 'Inspector (HTTP)',
      lines: [`${inspect} ${mcpUrl} --method tools/list \\`, `  --header "Authorization: Bearer ${inShell}"`],
    },
    {
      client: 'Inspector (stdio)',
      lines: [
        `${inspect} \\`,
        `  -e MCP_PLATFORM_API_KEY="${inShell}" \\`,
        ...(dataFolder === undefined ? [] : [`  -e ${shellWord(`DATA_DIR=${dataFolder}`)} \\`]),
        `  ${shellWord(node)} \\`,
        `  ${shellWord(launcher)} stdio --method tools/list`,
      ],
    },
  ];
}

/** The member `env`, a line each; what is `undefined` is left out. */
function environmentEntry(environment: Readonly<Record<string, string | undefined>>): string[] {
  const pairs = Object.entries(environment).filter(([, value]) => value !== undefined);
  return pairs.map(([name, value], at) => {
    const [start, end] = [at === 0 ? '    "env": { ' : '             ', at === pairs.length - 1 ? ' }' : ','];
    return `${start}${JSON.stringify(name)}: ${JSON.stringify(value)}${end}`;
  });
}

function httpEntry(root: string, type: string, mcpUrl: string, key: string): string[] {
  return [
    `{ "${root}": { "${NAME}": {`,
    `    ${type}"url": "${mcpUrl}",`,
    `    "headers": { "Authorization": "Bearer ${key}" }`,
    '} } }',
  ];
}
