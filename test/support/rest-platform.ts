import { z } from 'zod';
import type { Admin } from '../../src/admin/action.ts';
import type { Answer, CatalogView, Gateway, ToolListing } from '../../src/gateway/gateway.ts';
import type { CallRequest } from '../../src/kernel/call.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import { uuidv7 } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Grant, Principal } from '../../src/kernel/principal.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { RateDecision, RateStore } from '../../src/limits/rate-store.ts';
import { ConnectionRegistry } from '../../src/observability/connection-registry.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createFrontDoor, type LoadGate } from '../../src/transports/http/front-door.ts';
import { createGuard, type GuardSettings } from '../../src/transports/http/guard.ts';
import { HTTP_LIMITS, type HttpLimits, openHttpServer, type RequestHandler } from '../../src/transports/http/server.ts';
import { createRestApp } from '../../src/transports/rest/app.ts';
import { restRoutes } from '../../src/transports/rest/rest-routes.ts';
import { createSignIn, type SignInFailure } from '../../src/transports/sign-in.ts';

/** Keys that the small platform knows. */
export const ADMIN_KEY = 'mcpk_admin-of-the-small-platform';
export const VIEWER_KEY = 'mcpk_viewer-of-the-small-platform';

const SIGN_IN_LIMIT = { callsPerMinute: 1, burst: 5 };
const ANSWER = '{"items":["é"],"mode":"mock"}';
export const RESULT_ID = '01999999-0000-7000-8000-000000000001';

/** What one call of the small gateway was asked. */
export type Seen = CallRequest;

/** Runs in a call, in the place of the pipeline. */
export type Behaviour = (request: CallRequest) => Promise<Partial<Answer>>;

/**
 * The HTTP faces over real sockets, with a gateway of three tools whose calls run `behaviour`: real enough for
 * everything that a face does, and nothing of what the pipeline does.
 */
export async function openRestPlatform(
  options: {
    readonly behaviour?: Behaviour;
    readonly guard?: Partial<GuardSettings>;
    readonly limits?: Partial<HttpLimits>;
    readonly body?: { readonly bodyBytes: number; readonly jsonDepth: number };
    readonly clock?: Clock;
    readonly mcp?: RequestHandler;
    readonly gate?: LoadGate;
  } = {},
) {
  const seen: Seen[] = [];
  const failures: SignInFailure[] = [];
  const clock = options.clock ?? systemClock;
  const registry = new ConnectionRegistry({
    version: '1.2.3',
    connections: () => CONNECTIONS,
    checks: [],
    breakerOf: () => ({ state: 'closed', held: false }),
    clock,
  });
  registry.running();
  const metrics = createMetrics({
    version: '1.2.3',
    tools: new Map(TOOLS.map(({ name }) => [name, CONNECTOR.id])),
    connections: () => registry.connections(),
    httpRequestsInFlight: () => 0,
    streamsOpen: () => 0,
    logLinesDropped: () => 0,
    sharedUp: () => undefined,
  });
  const signIn = createSignIn({
    authenticator: { authenticate: (token) => PRINCIPALS.get(token) },
    failures: countingRates(),
    limit: SIGN_IN_LIMIT,
    onFailure: (failure) => failures.push(failure),
  });
  const routes = restRoutes({ gateway: smallGateway(seen, options.behaviour), admin: smallAdmin(), registry, metrics });
  const limits = options.body ?? { bodyBytes: 64 * 1024, jsonDepth: 16 };
  const app = await createRestApp({ routes, signIn, limits, log: silentLog });
  const host = '127.0.0.1';
  const server = await openHttpServer({
    host,
    port: 0,
    handler: createFrontDoor(
      options.mcp ?? ((_, response) => void response.writeHead(200).end('mcp')),
      (request, response) => app.routing(request, response),
      options.gate ?? { refuses: () => false },
    ),
    guard: createGuard({ host, allowedHosts: [], corsOrigins: [], ...options.guard }),
    limits: { ...HTTP_LIMITS, ...options.limits },
    clock,
    log: silentLog,
  });
  return {
    url: server.url,
    port: server.port,
    server,
    app,
    routes,
    registry,
    metrics,
    seen,
    failures,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await app.close();
    },
  };
}

const tool = (name: string, effect: Tool['effect'], permission: string): Tool => ({
  name,
  title: name.replaceAll('_', ' '),
  description: `Does ${name}.`,
  effect,
  permission,
  input: z.object({ limit: z.number().optional() }).strict(),
  output: z.object({ items: z.array(z.string()) }),
  scopes: [],
  examples: [],
  run: async () => ({ items: [] }),
});

const TOOLS = [
  tool('shop_list_items', 'read', 'shop.items.read'),
  tool('shop_list_people', 'read', 'shop.people.read'),
  tool('shop_update_item', 'write', 'shop.items.write'),
];

const CONNECTOR = { id: 'shop', title: 'Shop', tools: TOOLS } as unknown as Connector;

const CONNECTIONS: readonly Connection[] = ['default', 'second'].map((name) => ({
  id: `shop/${name}`,
  name,
  connector: CONNECTOR,
  state: {
    on: true,
    mode: 'mock',
    target: {
      origin: 'https://shop.example',
      hosts: [],
      authentication: { kind: 'header', header: 'x', secret: 's' },
      facts: {},
    },
  },
  credentialVersion: 1,
}));

function grant(role: string, permissions: readonly string[] | 'all', connections: readonly string[] | 'all'): Grant {
  return {
    id: role,
    role,
    permits: (permission) => permissions === 'all' || permissions.includes(permission),
    allowsTool: () => true,
    allowsConnection: (connection) => connections === 'all' || connections.includes(connection),
    choosesTools: false,
    showsPersonalData: role === 'admin',
  };
}

const PRINCIPALS = new Map<string, Principal>([
  [ADMIN_KEY, { id: 'a', name: 'Ada', kind: 'api-key', grant: grant('admin', 'all', 'all') }],
  [
    VIEWER_KEY,
    { id: 'v', name: 'Vic', kind: 'api-key', grant: grant('viewer', ['shop.items.read'], ['shop/default']) },
  ],
]);

function smallGateway(seen: Seen[], behaviour: Behaviour = async () => ({})): Gateway {
  const views = new Map<Grant, CatalogView>();
  const listing = (one: Tool): ToolListing => ({
    tool: one,
    connector: CONNECTOR,
    inputSchema: z.toJSONSchema(one.input) as ToolListing['inputSchema'],
    outputSchema: z.toJSONSchema(one.output) as ToolListing['outputSchema'],
  });
  return {
    callNow(request) {
      return this.call(request);
    },
    async call(request) {
      seen.push(request);
      const called = TOOLS.find(({ name }) => name === request.tool);
      if (called === undefined) throw new PlatformError('unknown_tool', 'There is no tool of that name.');
      if (!request.principal.grant.permits(called.permission)) throw new PlatformError('forbidden', 'Not for you.');
      const answer: Answer = {
        callId: uuidv7(systemClock.now()),
        tool: called,
        mode: 'mock',
        rendered: { json: ANSWER, pieces: [ANSWER] },
        facts: { attempts: 1, replayed: false },
      };
      return { ...answer, ...(await behaviour(request)) };
    },
    catalog({ grant: of }) {
      const known = views.get(of);
      if (known !== undefined) return known;
      const view = { tools: TOOLS.filter(({ permission }) => of.permits(permission)).map(listing) };
      views.set(of, view);
      return view;
    },
    toolsets: ['shop'],
    resources: async () => [],
    watchable: async () => [],
    watch: () => () => {},
    async readResource({ principal }, uri) {
      if (uri !== `mcp-platform://results/${RESULT_ID}/pages/2` || principal.id !== 'a') {
        throw new PlatformError('not_found', 'There is no such page.');
      }
      return { uri, mimeType: 'application/json', text: '{"items":[]}' };
    },
  };
}

function smallAdmin(): Admin {
  const input = z.object({ id: z.string() }).strict();
  return {
    actions: [
      {
        name: 'keys.revoke',
        title: 'Revoke a key',
        description: 'Ends a key at once.',
        effect: 'write',
        permission: 'keys.manage',
        input,
        output: z.object({ revoked: z.boolean() }),
        subject: ({ id }) => id,
        run: async () => ({ revoked: true }),
      },
    ],
    async perform(principal, _name, given) {
      if (!principal.grant.permits('keys.manage')) throw new PlatformError('forbidden', 'Your role may not do this.');
      if (!input.safeParse(given).success) throw new PlatformError('invalid_input', 'Send an id.');
      return { revoked: true };
    },
  };
}

/** Allows the burst of each key and refuses from then on: a test lasts less than a refill. */
function countingRates(): RateStore {
  const taken = new Map<string, number>();
  return {
    take(key, { burst }): RateDecision {
      const count = (taken.get(key) ?? 0) + 1;
      taken.set(key, count);
      const allowed = count <= burst;
      return {
        allowed,
        remaining: Math.max(0, burst - count),
        retryAfterMs: allowed ? 0 : 30_500,
        resetAfterMs: 0,
      };
    },
  };
}
