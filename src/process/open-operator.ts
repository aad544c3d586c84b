import type { OperatorOptions } from '../cli/deps.ts';
import { CliFailure } from '../cli/failure.ts';
import type { Operator } from '../cli/operator.ts';
import { openRemoteOperator } from '../cli/remote-operator.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { Principal } from '../kernel/principal.ts';
import { openLog } from '../observability/log.ts';
import type { Platform } from '../platform.ts';
import { newCorrelationId } from '../transports/correlation.ts';
import { ownFolderOrFindOwner } from './claim-data-folder.ts';
import { type ProcessContext, requireSettings } from './context.ts';

const LOG_FD = 2;

/** The operator's door: of the server that owns the data folder, else of a platform opened for this command's time. */
export async function openOperator(context: ProcessContext, { apiKey, running }: OperatorOptions): Promise<Operator> {
  const read = requireSettings(context);
  const found = await ownFolderOrFindOwner(read, context.clock);
  if ('owner' in found) return openRemoteOperator({ url: found.owner.url, token: apiKey ?? found.owner.token });
  const { own } = found;
  if (running) {
    own.claim[Symbol.dispose]();
    throw notRunning();
  }
  const { openPlatform } = await import('../platform.ts');
  // A command prints its own words: of the log only what an operator has to see.
  const log = openLog({ level: 'error', fd: LOG_FD, clock: context.clock });
  const platform = await openPlatform({
    settings: read.settings,
    values: read.values,
    connectors: CONNECTORS,
    encryptionKey: own.encryptionKey,
    version: context.version,
    clock: context.clock,
    log,
    hidesAdminKey: true,
    httpRequestsInFlight: () => 0,
    streamsOpen: () => 0,
  });
  const close = async () => {
    await platform[Symbol.asyncDispose]();
    own.claim[Symbol.dispose]();
    await log[Symbol.asyncDispose]();
  };
  try {
    return localOperatorOf(platform, await principalOf(platform, apiKey), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function principalOf(platform: Platform, apiKey: string | undefined): Promise<Principal> {
  if (apiKey === undefined) return platform.operator;
  const principal = await platform.authenticator.authenticate(apiKey);
  if (principal) return principal;
  throw new CliFailure('permission', 'The API key is unknown, expired or revoked.', [
    'Leave the key out to act as the operator of this machine, or make one: mcp-platform keys create',
  ]);
}

function localOperatorOf(
  { gateway, admin, registry }: Platform,
  principal: Principal,
  close: () => Promise<void>,
): Operator {
  return {
    perform: (action, input) => admin.perform(principal, action, input, 'cli', newCorrelationId()),
    async tools() {
      return gateway.catalog(principal).tools.map(({ tool, inputSchema }) => ({
        name: tool.name,
        title: tool.title,
        description: tool.description,
        effect: tool.effect,
        inputSchema,
      }));
    },
    async call(tool, input, options = {}) {
      const { idempotencyKey } = options;
      const request = {
        principal,
        face: 'cli',
        tool,
        input,
        correlationId: newCorrelationId(),
        idempotencyKey,
      } as const;
      return JSON.parse((await gateway.call(request)).rendered.json);
    },
    async connections() {
      return registry.connections();
    },
    close,
  };
}

function notRunning(): CliFailure {
  return new CliFailure(
    'unavailable',
    'No server is running on this data folder, so there is nothing to look at or change.',
    ['Start it first: mcp-platform start'],
  );
}
