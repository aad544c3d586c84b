import { resolve } from 'node:path';
import type { StartOptions } from '../cli/deps.ts';
import type { Exit } from '../cli/exit-codes.ts';
import { CliFailure } from '../cli/failure.ts';
import type { BannerConnection } from '../cli/startup-banner.ts';
import { startupBanner } from '../cli/startup-banner.ts';
import { onStopSignals } from '../cli/stop-signals.ts';
import { SETTINGS } from '../config/settings.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { Connector } from '../kernel/connector.ts';
import { openLog } from '../observability/log.ts';
import type { ConnectionStatus } from '../observability/registry.ts';
import { ownFolder } from './claim-data-folder.ts';
import { type ProcessContext, requireSettings } from './context.ts';
import { giveBackMemory } from './give-back-memory.ts';
import { openServer, type Server } from './open-server.ts';

const LOG_FD = 2;
/** By then the first clients have connected, and what starting left behind is garbage. */
const SETTLED_MS = 1_500;
/** What may still hold the process this long after all is closed: a cut call's wait, a vendor's socket. */
const HELD_MS = 500;

/** Runs the server until it has been told to stop and its calls are finished. A second signal ends it at once. */
export async function startServer(context: ProcessContext, { conformance }: StartOptions): Promise<Exit> {
  const read = requireSettings(context);
  const { settings } = read;
  if (conformance && settings.PLATFORM_ENV === 'production') {
    throw new CliFailure(
      'config',
      'Production refuses --conformance: it opens tools that are made for the MCP test suite.',
    );
  }
  const stopped = untilStopped(context);
  const { claim, encryptionKey, warnings } = await ownFolder(read);
  const log = openLog({ level: settings.LOG_LEVEL, fd: LOG_FD, clock: context.clock });
  try {
    const { HOST: host, PORT: port } = settings;
    const connectors = [...CONNECTORS, ...(conformance ? [await fixtures()] : [])];
    const server = await openServer({ context, read, claim, encryptionKey, log, host, port, connectors });
    const { platform } = server;
    const told = [...read.warnings, ...warnings, ...unsettled(platform.unsettledWrites)];
    for (const warning of told) log.warn({ warning }, 'start');
    process.stdout.write(`${banner(context, server, settings.DATA_DIR, settings.PUBLIC_URL, told)}\n`);
    log.info({ url: server.http.url, version: context.version }, 'ready');
    // First, so that its garbage goes along.
    const settle = () => platform.metrics.watchProcess().then(giveBackMemory, giveBackMemory);
    const stopGivingBack = context.clock.after(SETTLED_MS, () => void settle());
    const signal = await stopped;
    stopGivingBack();
    log.info({ signal }, 'stopping');
    const whole = await server.stop();
    log[whole ? 'info' : 'warn']({ whole }, 'stopped');
    return 'ok';
  } finally {
    claim[Symbol.dispose]();
    await log[Symbol.asyncDispose]();
    // Holds nothing itself: it runs only where something else does.
    setTimeout(() => process.exit(), HELD_MS).unref();
  }
}

async function fixtures(): Promise<Connector> {
  return (await import('../connectors/conformance-fixtures/connector.ts')).conformanceFixtures;
}

function untilStopped({ clock }: ProcessContext): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    onStopSignals(process, clock, resolve, () => process.exit(1));
  });
}

function unsettled(writes: number): string[] {
  if (writes === 0) return [];
  const told =
    writes === 1
      ? 'A write was under way when the platform last ended, and its'
      : `${writes} writes were under way when the platform last ended, and their`;
  return [`${told} outcome is unknown: see mcp-platform dead-letters list.`];
}

function banner(
  { version, launcher, packageRoot }: ProcessContext,
  { http, platform }: Server,
  dataFolder: string,
  publicUrl: string | undefined,
  warnings: readonly string[],
): string {
  return startupBanner({
    version,
    url: publicUrl ?? http.url,
    readyAfterMs: performance.now(),
    dataFolder,
    dataFolderIsDefault: dataFolder === defaultDataFolder(packageRoot),
    newAdminKey: platform.newAdminKey,
    connections: platform.registry.connections().map(toBannerConnection),
    warnings,
    node: process.execPath,
    launcher,
  });
}

function defaultDataFolder(packageRoot: string): string {
  const row = SETTINGS.find(({ name }) => name === 'DATA_DIR') as { readonly default: string };
  return resolve(packageRoot, row.default);
}

const BECAUSE: Readonly<Record<string, string>> = {
  mock: 'invented data; set its credentials to go live',
  emulated: 'an emulator over loopback',
};

function toBannerConnection({ id, on, mode, because }: ConnectionStatus): BannerConnection {
  return on ? { id, mode: mode as string, because: BECAUSE[mode as string] } : { id, mode: 'off', because };
}
