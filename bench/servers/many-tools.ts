// The platform, over its own composition root and HTTP faces, with a connector of as many tools as argv says.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseSettings } from '../../src/config/parse-settings.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { defineConnector, defineTool } from '../../src/connectors/define.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { openLog } from '../../src/observability/log.ts';
import { openServer } from '../../src/process/open-server.ts';
import { claimDataFolder } from '../../src/storage/sql/data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-bench-tools-'));
const environment = { PORT: '0', DATA_DIR: folder, RATE_CALLS_PER_MINUTE: '1000000', RATE_BURST: '100000' };
const { settings, warnings } = parseSettings(SETTINGS, environment, folder);

const listTool = (n: number) =>
  defineTool({
    name: `bench_list_things_${n}`,
    title: `List things ${n}`,
    description:
      'Lists things of a kind, newest first. Use it to find a thing before acting on it; for one thing with all of its details use the tool that gets it.',
    effect: 'read',
    permission: 'bench.things.read',
    input: z.object({
      limit: z.number().int().min(1).max(250).default(50).describe('How many things at most'),
      cursor: z.string().optional().describe('The nextCursor of the page before'),
      status: z.enum(['open', 'closed', 'any']).default('any').describe('Only things of this status'),
    }),
    output: z.object({
      things: z.array(z.object({ id: z.string(), title: z.string() })),
      nextCursor: z.string().optional(),
    }),
    list: 'things',
    scopes: [],
    examples: [{ title: 'Ten things', input: { limit: 10 } }],
    run: async () => ({ things: [] }),
  });

const bench = defineConnector({
  id: 'bench',
  title: 'Bench',
  description: 'Many tools.',
  version: 1,
  toolPrefix: 'bench_',
  settings: [],
  configure: () => ({
    target: {
      origin: 'https://bench.example',
      hosts: ['bench.example'],
      authentication: { kind: 'header', header: 'authorization', secret: 'BENCH_TOKEN' },
      facts: {},
    },
  }),
  classify: ({ body }) => ({ kind: 'ok', body }),
  upstream: () => ({}),
  probe: async () => ({ summary: 'nothing to ask', warnings: [] }),
  tools: Array.from({ length: Number(process.argv[2]) }, (_, n) => listTool(n)),
});

const claim = claimDataFolder(folder);
if (!claim) throw new Error('The data folder is taken.');
const { http, platform } = await openServer({
  context: { version: '0.0.0', packageRoot: folder, launcher: '', clock: systemClock },
  read: { settings, values: settings, warnings },
  claim,
  encryptionKey: 'a key for the benchmark, thirty-two bytes or more',
  log: openLog({ level: 'info', fd: 2, clock: systemClock }),
  host: '127.0.0.1',
  port: 0,
  connectors: [bench],
});
process.stdout.write(`key ${platform.newAdminKey}\nready ${http.port}\n`);
