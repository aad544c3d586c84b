import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { Call, CallRequest, Next, Outcome } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import { EFFECTS } from '../kernel/effect.ts';
import { type ErrorCode, type PlatformError, toPlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import type { QuotaStore } from '../limits/quota-store.ts';
import type { RateLimit, RateStore } from '../limits/rate-store.ts';
import type { RetryOptions } from '../resilience/backoff.ts';
import type { IdempotencyStore } from '../resilience/idempotency-store.ts';
import type { ResultFiles } from '../results/result-files.ts';
import type { Sealer } from '../vault/sealer.ts';
import { Catalog } from './catalog.ts';
import type { ConnectionRuntimes } from './connection-runtime.ts';
import type { Answer, Gateway, Rendered } from './gateway.ts';
import { createInvoke } from './invoke.ts';
import { foldPipeline, type StepName } from './pipeline.ts';
import { Presenter } from './presenter.ts';
import { createResources } from './resources.ts';
import { audit } from './steps/audit.ts';
import { authorizeInput } from './steps/authorize-input.ts';
import { authorizeTool } from './steps/authorize-tool.ts';
import { type AttemptObserver, breaker } from './steps/breaker.ts';
import { cache } from './steps/cache.ts';
import { deduplicate } from './steps/deduplicate.ts';
import { redact } from './steps/redact.ts';
import { retry } from './steps/retry.ts';
import { scrub } from './steps/scrub.ts';
import { spend } from './steps/spend.ts';
import { throttle } from './steps/throttle.ts';
import { timeout } from './steps/timeout.ts';
import { validate } from './steps/validate.ts';

/** Told of the end of each call, for the log line and the metrics. */
export type CallObserver = (call: Call, outcome: 'ok' | ErrorCode, durationMs: number, error?: PlatformError) => void;

export interface GatewayParts {
  readonly connectors: readonly Connector[];
  readonly runtimes: ConnectionRuntimes;
  readonly clock: Clock;
  random(): number;
  readonly trail: AuditTrail;
  readonly rates: RateStore;
  readonly quotas: QuotaStore;
  readonly answers: AnswerCache;
  readonly idempotency: IdempotencyStore;
  readonly results: ResultFiles;
  readonly sealer: Sealer;
  readonly observeCall: CallObserver;
  readonly observeAttempt: AttemptObserver;
  readonly options: GatewayOptions;
}

export interface GatewayOptions {
  readonly rate: RateLimit;
  readonly retry: RetryOptions;
  /** Time a caller gets who gives none. */
  readonly deadlineMs: number;
  readonly attemptMs: number;
  readonly quotaWaitMs: number;
  readonly cacheTtlMs: number;
  readonly idempotencyTtlMs: number;
  readonly answerCharacters: number;
  /** Mixed into digests of inputs. */
  readonly digestSalt: string;
}

/** Puts the gateway together: pipelines folded, tools indexed, nothing left to compute that is the same for every call. */
export function openGateway(parts: GatewayParts): Gateway {
  const { connectors, runtimes, clock, observeCall, results, options } = parts;
  const catalog = new Catalog(connectors, runtimes);
  const presenter = new Presenter(results, clock, { characters: options.answerCharacters });
  const steps = createSteps(parts, catalog);
  const invoke = createInvoke(runtimes, parts.quotas, clock);
  const pipelines = Object.fromEntries(EFFECTS.map((effect) => [effect, foldPipeline(steps, effect, invoke)]));

  return {
    async call(request) {
      const call = newCall(request, catalog, clock, options.deadlineMs);
      const startedAt = clock.monotonicMs();
      try {
        // A name that nobody declares takes the way of a read, as far as the step that refuses it.
        const run = pipelines[call.tool?.effect ?? 'read'] as Next;
        const rendered = presenter.present(call, await run(call));
        const answer = toAnswer(call, rendered instanceof Promise ? await rendered : rendered);
        observeCall(call, 'ok', clock.monotonicMs() - startedAt);
        return answer;
      } catch (thrown) {
        const error = toPlatformError(thrown);
        observeCall(call, error.code, clock.monotonicMs() - startedAt, error);
        throw error;
      }
    },
    catalog: (principal) => catalog.view(principal),
    ...createResources(catalog, runtimes, results),
  };
}

function createSteps(
  parts: GatewayParts,
  catalog: Catalog,
): Record<StepName, (call: Call, next: Next) => Promise<Outcome>> {
  const { runtimes, clock, options, trail } = parts;
  const { digestSalt, idempotencyTtlMs: ttlMs } = options;
  const names = (principal: Principal) => catalog.view(principal).tools.map(({ tool }) => tool.name);
  return {
    audit: audit(trail, clock, digestSalt),
    throttle: throttle(parts.rates, options.rate),
    'authorize-tool': authorizeTool(names),
    validate: validate((call) => connectionsOf(call, catalog, runtimes)),
    'authorize-input': authorizeInput(),
    redact: redact(catalog.all()),
    deduplicate: deduplicate(parts.idempotency, parts.sealer, { ttlMs, digestSalt }),
    cache: cache(parts.answers, clock, { ttlMs: options.cacheTtlMs, fetchMs: options.deadlineMs }),
    retry: retry(runtimes, clock, parts.random, options.retry),
    breaker: breaker(runtimes, clock, parts.observeAttempt),
    spend: spend(runtimes, parts.quotas, clock, { quotaWaitMs: options.quotaWaitMs }),
    timeout: timeout(clock, options.attemptMs),
    scrub: scrub(runtimes),
  };
}

/** The connections of the call's connector that its principal may name. */
function connectionsOf(
  { tool, principal }: Call,
  catalog: Catalog,
  runtimes: ConnectionRuntimes,
): readonly Connection[] {
  const connections = runtimes.ofConnector(catalog.connectorOf(tool as NonNullable<Call['tool']>).id);
  return connections.filter(({ id }) => principal.grant.allowsConnection(id));
}

function newCall(request: CallRequest, catalog: Catalog, clock: Clock, deadlineMs: number): Call {
  const startedAt = clock.now();
  return {
    id: uuidv7(startedAt),
    request,
    principal: request.principal,
    correlationId: request.correlationId,
    startedAt,
    deadlineAt: clock.monotonicMs() + Math.min(request.deadlineMs ?? deadlineMs, deadlineMs),
    tool: catalog.find(request.tool),
    // Filled in by `validate`; the pipeline's order keeps everybody from looking earlier.
    connection: undefined as unknown as Connection,
    input: {},
    canonicalInput: '',
    idempotencyKey: request.idempotencyKey,
    facts: { attempts: 0, upstreamMs: 0, replayed: false },
    attemptSignal: undefined,
  };
}

function toAnswer(call: Call, rendered: Rendered): Answer {
  const { state } = call.connection;
  return {
    callId: call.id,
    tool: call.tool as Answer['tool'],
    mode: state.on ? state.mode : 'live',
    rendered,
    facts: call.facts,
    idempotencyKey: call.idempotencyKey,
  };
}
