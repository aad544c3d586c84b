import type { StdioOptions } from '../cli/deps.ts';
import type { Exit } from '../cli/exit-codes.ts';
import { CliFailure } from '../cli/failure.ts';
import { CONNECTORS } from '../connectors/index.ts';
import { toolsetOf } from '../gateway/catalog.ts';
import { toPlatformError } from '../kernel/errors.ts';
import { openLog } from '../observability/log.ts';
import { type Owner, readOwner } from '../storage/sql/data-folder.ts';
import { relayStdio } from '../transports/mcp/relay.ts';
import { serveStdio as serveMcpStdio } from '../transports/mcp/stdio.ts';
import { parseToolsets, type Toolsets } from '../transports/mcp/toolsets.ts';
import { type OwnFolder, ownFolderOrFindOwner } from './claim-data-folder.ts';
import { type ProcessContext, type ReadSettings, requireSettings } from './context.ts';
import { openServer } from './open-server.ts';

const LOG_FD = 2;
const LOOPBACK = '127.0.0.1';

/**
 * Speaks MCP on standard input and output until the client leaves. Where a server owns the data folder, lines are
 * relayed to it; otherwise this process owns it, and others of this machine can work through it meanwhile.
 */
export async function serveStdio(context: ProcessContext, { apiKey, toolsets }: StdioOptions): Promise<Exit> {
  if (apiKey === undefined) throw noKey('MCP_PLATFORM_API_KEY is not set.');
  const client = { apiKey, toolsets: toolsets === undefined ? undefined : requireToolsets(toolsets) };
  const read = requireSettings(context);
  const found = await ownFolderOrFindOwner(read, context.clock);
  if ('own' in found) return serveAsOwner(context, read, found.own, client);
  return relay(context, read.settings.DATA_DIR, found.owner, client);
}

/** Who speaks on the other end, and what it wants listed. */
interface StdioClient {
  readonly apiKey: string;
  readonly toolsets: Toolsets | undefined;
}

function requireToolsets(names: string): Toolsets {
  try {
    return parseToolsets(names, CONNECTORS.map(toolsetOf));
  } catch (error) {
    throw new CliFailure('usage', toPlatformError(error).message);
  }
}

async function serveAsOwner(
  context: ProcessContext,
  read: ReadSettings,
  own: OwnFolder,
  { apiKey, toolsets }: StdioClient,
): Promise<Exit> {
  const log = openLog({ level: read.settings.LOG_LEVEL, fd: LOG_FD, clock: context.clock });
  const { claim, encryptionKey } = own;
  try {
    const server = await openServer({
      context,
      read,
      claim,
      encryptionKey,
      log,
      host: LOOPBACK,
      port: 0,
      connectors: CONNECTORS,
      hidesAdminKey: true,
    });
    try {
      const { gateway, authenticator } = server.platform;
      if (!(await authenticator.authenticate(apiKey))) throw noKey('The key in MCP_PLATFORM_API_KEY is not valid.');
      await serveMcpStdio({
        ...server.dispatcher,
        gateway,
        log,
        toolsets,
        // Asked for every message, so that a revocation is in force at once.
        authenticate: () => authenticator.authenticate(apiKey),
        clock: context.clock,
        limits: { bodyBytes: read.settings.MAX_BODY_BYTES, jsonDepth: read.settings.MAX_JSON_DEPTH },
        input: process.stdin,
        output: process.stdout,
      });
      return 'ok';
    } finally {
      await server.stop();
    }
  } finally {
    claim[Symbol.dispose]();
    await log[Symbol.asyncDispose]();
  }
}

async function relay(
  { clock }: ProcessContext,
  dataDir: string,
  found: Owner,
  { apiKey, toolsets }: StdioClient,
): Promise<Exit> {
  let { url } = found;
  const ended = await relayStdio({
    // A server that was started again may listen elsewhere.
    url: () => {
      url = readOwner(dataDir)?.url ?? url;
      return url;
    },
    token: apiKey,
    toolsets,
    clock,
    input: process.stdin,
    output: process.stdout,
  });
  if (ended === 'unauthenticated') throw noKey('The key in MCP_PLATFORM_API_KEY is not valid.');
  return 'ok';
}

function noKey(message: string): CliFailure {
  return new CliFailure('permission', message, ['Make a key: mcp-platform keys create --name NAME --role viewer']);
}
