import { CliFailure } from '../cli/failure.ts';
import type { Connector } from '../kernel/connector.ts';
import { toPlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { PlatformLog } from '../observability/log.ts';
import { openPlatform, type Platform } from '../platform.ts';
import type { DataFolderClaim } from '../storage/sql/data-folder.ts';
import { createFrontDoor, type LoadGate } from '../transports/http/front-door.ts';
import { createGuard } from '../transports/http/guard.ts';
import { lateHandler } from '../transports/http/late-handler.ts';
import { HTTP_LIMITS, type HttpServer, openHttpServer } from '../transports/http/server.ts';
import type { DispatcherParts } from '../transports/mcp/dispatcher.ts';
import { createMcpHandler } from '../transports/mcp/http.ts';
import { Subscriptions } from '../transports/mcp/subscriptions.ts';
import { createMetricsFace } from '../transports/metrics-face.ts';
import { createSignIn, type SignInFailure } from '../transports/sign-in.ts';
import { createWebhookFace } from '../transports/webhooks/webhook-face.ts';
import { closeInTurn } from './close-in-turn.ts';
import type { ProcessContext, ReadSettings } from './context.ts';
import { instructionsFor } from './instructions.ts';
import { auditWebhooks } from './open-inbox.ts';
import { openLoadGate } from './open-load-gate.ts';

export interface ServerOptions {
  readonly context: ProcessContext;
  readonly read: ReadSettings;
  readonly claim: DataFolderClaim;
  readonly encryptionKey: string;
  readonly log: PlatformLog;
  readonly host: string;
  readonly port: number;
  readonly connectors: readonly Connector[];
  /** As `PlatformOptions.hidesAdminKey`. */
  readonly hidesAdminKey?: boolean;
}

/** In production load balancers get this long to learn that the platform is not ready, before it stops listening. */
const LINGER_MS = 1_000;

/** A platform with its HTTP faces listening, known to other processes of this machine. */
export interface Server {
  readonly platform: Platform;
  readonly http: HttpServer;
  readonly dispatcher: Pick<DispatcherParts, 'serverInfo' | 'instructions' | 'listing' | 'subscriptions'>;
  /** Takes no more calls, finishes those under way, and closes everything. Gives false when some had to be cut. */
  stop(): Promise<boolean>;
}

/** Opens the platform and its HTTP faces. What was opened before a failure is closed again. */
export async function openServer(options: ServerOptions): Promise<Server> {
  const { context, read, claim, log } = options;
  const { settings } = read;
  // The metrics ask the server how many requests are open, and the server is opened after them.
  const watched: { http?: HttpServer; subscriptions?: Subscriptions } = {};
  const platform = await openPlatform({
    settings,
    values: read.values,
    connectors: options.connectors,
    encryptionKey: options.encryptionKey,
    version: context.version,
    clock: context.clock,
    log,
    hidesAdminKey: options.hidesAdminKey,
    httpRequestsInFlight: () => watched.http?.openRequests() ?? 0,
    streamsOpen: () => watched.subscriptions?.open ?? 0,
  });
  const opened: AsyncDisposable[] = [platform];
  const closeAll = () => closeInTurn(opened);
  const serverInfo = { name: 'mcp-enterprise-platform', title: 'MCP Enterprise Platform', version: context.version };
  const subscriptions = new Subscriptions({ gateway: platform.gateway, serverInfo, clock: context.clock });
  watched.subscriptions = subscriptions;
  const dispatcher = {
    serverInfo,
    subscriptions,
    instructions: instructionsFor(options.connectors),
    listing: { outputSchemas: settings.MCP_OUTPUT_SCHEMAS },
  };
  try {
    const gate = openLoadGate({
      lagMs: settings.LOAD_SHED_LAG_MS,
      log,
      open: () => (watched.http?.openRequests() ?? 0) - subscriptions.open,
      onRefused: () => platform.metrics.requestShed(),
    });
    opened.push({ [Symbol.asyncDispose]: async () => gate[Symbol.dispose]() });
    const http = await openFaces(options, platform, dispatcher, gate);
    opened.push(http);
    watched.http = http;
    if (settings.METRICS_PORT !== undefined)
      opened.push(await openMetricsPort(settings.METRICS_PORT, options, platform));
    claim.publish({ url: http.url, token: platform.operatorToken, startedAt: context.clock.now() });
    await platform.registry.refresh();
    platform.registry.running();
    return {
      platform,
      http,
      dispatcher,
      async stop() {
        platform.registry.stopping();
        subscriptions.end();
        const deadline = context.clock.monotonicMs() + settings.DRAIN_TIMEOUT_MS;
        const lingerMs = settings.PLATFORM_ENV === 'production' ? LINGER_MS : 0;
        const answered = await http.drain(settings.DRAIN_TIMEOUT_MS, lingerMs);
        // A write whose caller has left is finished too.
        const finished = await platform.gateway.idle(Math.max(0, deadline - context.clock.monotonicMs()));
        await closeAll();
        return answered && finished;
      },
    };
  } catch (error) {
    await closeAll();
    throw cannotListen(error, options);
  }
}

async function openFaces(
  options: ServerOptions,
  platform: Platform,
  dispatcher: Server['dispatcher'],
  gate: LoadGate,
): Promise<HttpServer> {
  const { context, read, log, host, port } = options;
  const { settings } = read;
  const { gateway, admin, registry, metrics } = platform;
  const limits = { bodyBytes: settings.MAX_BODY_BYTES, jsonDepth: settings.MAX_JSON_DEPTH };
  const signIn = createSignIn({
    authenticator: platform.authenticator,
    failures: platform.rates,
    limit: { callsPerMinute: settings.SIGN_IN_FAILURES_PER_MINUTE, burst: settings.SIGN_IN_FAILURES_PER_MINUTE },
    onFailure: (failure) => recordFailure(failure, platform, context),
  });
  const mcp = createMcpHandler({ gateway, signIn, log, limits, clock: context.clock, ...dispatcher });
  // Its framework is most of what a start would wait for, and agents come by the other door.
  const rest = lateHandler(async () => {
    const [{ createRestApp }, { restRoutes }] = await Promise.all([
      import('../transports/rest/app.ts'),
      import('../transports/rest/rest-routes.ts'),
    ]);
    const app = await createRestApp({
      routes: restRoutes({ gateway, admin, registry, metrics }),
      signIn,
      limits,
      log,
    });
    return app.routing;
  }, log);
  const webhooks = createWebhookFace({
    inbox: platform.inbox,
    rates: platform.rates,
    log,
    onSeen: auditWebhooks(platform.trail, context.clock),
  });
  return openHttpServer({
    host,
    port,
    handler: createFrontDoor(mcp, rest, gate, webhooks),
    guard: createGuard({
      host,
      publicUrl: settings.PUBLIC_URL,
      allowedHosts: settings.ALLOWED_HOSTS,
      corsOrigins: settings.CORS_ORIGINS,
    }),
    limits: { ...HTTP_LIMITS, silenceMs: Math.max(HTTP_LIMITS.silenceMs, settings.CALL_DEADLINE_MS * 2) },
    clock: context.clock,
    log,
  });
}

/** A listener that only this machine reaches, whatever the platform itself listens on. */
function openMetricsPort(port: number, { context, log }: ServerOptions, { metrics }: Platform): Promise<HttpServer> {
  const host = '127.0.0.1';
  return openHttpServer({
    host,
    port,
    handler: createMetricsFace(metrics),
    guard: createGuard({ host, allowedHosts: [], corsOrigins: [] }),
    limits: HTTP_LIMITS,
    clock: context.clock,
    log,
  });
}

function recordFailure(failure: SignInFailure, { metrics, trail }: Platform, { clock }: ProcessContext): void {
  const at = clock.now();
  metrics.signInFailed();
  trail.record({
    id: uuidv7(at),
    at,
    kind: 'sign-in',
    principalId: `address ${failure.address}`,
    principalName: '',
    face: failure.face,
    correlationId: failure.correlationId,
    subject: 'sign-in',
    outcome: failure.limited ? 'rate_limited' : 'unauthenticated',
    count: 1,
    detail: failure.fault,
  });
}

function cannotListen(error: unknown, { host, port }: ServerOptions): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') return toPlatformError(error);
  const because = {
    EADDRINUSE: 'another program has it',
    EACCES: 'this user may not open it',
    EADDRNOTAVAIL: 'this machine has no such address',
  };
  return new CliFailure('unavailable', `Cannot listen on ${host}:${port}: ${because[code]}.`, [
    'Set HOST and PORT to others, or stop what has it.',
  ]);
}
