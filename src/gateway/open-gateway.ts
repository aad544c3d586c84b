import type { Call, CallRequest, Next } from '../kernel/call.ts';
import { toPlatformError } from '../kernel/errors.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Tool } from '../kernel/tool.ts';
import { CallsUnderWay } from './calls-under-way.ts';
import { Catalog } from './catalog.ts';
import { createSteps } from './create-steps.ts';
import type { Answer, Gateway, Rendered } from './gateway.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { createInvoke } from './invoke.ts';
import { newCall } from './new-call.ts';
import { foldPipeline, LANES, type Lane } from './pipeline.ts';
import { createConsult } from './platform-tools/consult.ts';
import { forwarded } from './platform-tools/forwarding.ts';
import { isPlatformTool } from './platform-tools/platform-connector.ts';
import { Presenter } from './presenter.ts';
import { ofSameWrite, type Sighting, toReading } from './read-back.ts';
import { createResources } from './resources.ts';
import { objectOf } from './steps/validate.ts';
import { sealEnd } from './write-record.ts';

/** The call that a check makes. */
export type CheckRequest = CallRequest & Required<Pick<CallRequest, 'checks'>>;

/** The gateway, for whoever opens it and stops it. */
export interface OpenedGateway extends Gateway {
  /** Looks for what became of the write `checks`, a call of its own through every step of a read. Rejects only with `PlatformError`. */
  check(request: CheckRequest): Promise<Sighting>;
  /** The one object that a call of the tool with these arguments changes, where its tool tells and they are ones for it. */
  objectOf(tool: string, input: Record<string, unknown>): string | undefined;
  /**
   * Resolves with true as soon as no call is under way, writes whose callers have left included, and with false when
   * `timeoutMs` have passed before that. Calls are taken all the while: whoever stops takes the faces away first.
   */
  idle(timeoutMs: number): Promise<boolean>;
}

/** Puts the gateway together: pipelines folded, tools indexed, nothing left to compute that is the same for every call. */
export function openGateway(parts: GatewayParts): OpenedGateway {
  const { connectors, runtimes, clock, observeCall, results, options } = parts;
  const catalog = new Catalog(connectors, runtimes);
  const presenter = new Presenter(results, clock, { characters: options.answerCharacters });
  const steps = createSteps(parts, catalog);
  const underWay = new CallsUnderWay(clock);
  const invoke = createInvoke(parts);
  const consult = createConsult(catalog, clock);
  const pipelines = Object.fromEntries(
    LANES.map((lane) => [lane, foldPipeline(steps, lane, lane === 'platform' ? consult : invoke)]),
  );
  const checking = foldPipeline(steps, 'read', ofSameWrite(invoke));
  const readings = new Map<Tool, Tool>();
  const readingOf = (tool: Tool): Tool => {
    const reading = readings.get(tool) ?? toReading(tool);
    readings.set(tool, reading);
    return reading;
  };
  const find = (name: string) => catalog.find(name);

  function observed<Result>(call: Call, run: Next, toResult: (outcome: Outcome) => Result | Promise<Result>) {
    const startedAt = clock.monotonicMs();
    const ended = (result: Result): Result => {
      underWay.end();
      observeCall(call, 'ok', clock.monotonicMs() - startedAt);
      return result;
    };
    const failed = (thrown: unknown): Promise<never> => {
      const error = toPlatformError(thrown);
      underWay.end();
      observeCall(call, error.code, clock.monotonicMs() - startedAt, error);
      return Promise.reject(error);
    };
    underWay.begin();
    let result: Result | Promise<Result>;
    try {
      const outcome = run(call);
      result = outcome instanceof Promise ? outcome.then(toResult) : toResult(outcome);
    } catch (error) {
      return failed(error);
    }
    return result instanceof Promise ? result.then(ended, failed) : ended(result);
  }

  const call = (request: CallRequest): Answer | Promise<Answer> => {
    const taken = newCall(forwarded(request, find), catalog, clock, options.deadlineMs);
    return observed(taken, pipelines[laneOf(taken.tool)] as Next, (outcome) => {
      const rendered = presenter.present(taken, outcome);
      return rendered instanceof Promise ? rendered.then((late) => toAnswer(taken, late)) : toAnswer(taken, rendered);
    });
  };

  return {
    call: async (request) => call(request),
    callNow: call,
    async check(request) {
      const call = newCall(request, catalog, clock, options.deadlineMs);
      const reading = call.tool && readingOf(call.tool);
      return observed({ ...call, tool: reading }, checking, ({ value, fetchedAt }) => {
        const { output, ...sighting } = value as unknown as Omit<Sighting, 'sealed'> & { output?: Outcome['value'] };
        if (output === undefined) return sighting;
        const end = { outcome: { value: output, fetchedAt } };
        return { ...sighting, sealed: sealEnd(parts.sealer, request.checks.record, end) };
      });
    },
    objectOf: (tool, input) => objectOf(find(tool), input),
    idle: (timeoutMs) => underWay.idle(timeoutMs),
    catalog: (principal) => catalog.view(principal),
    toolsets: catalog.toolsets,
    ...createResources(parts, catalog),
  };
}

/** A name that nobody declares takes the way of a read, as far as the step that refuses it. */
function laneOf(tool: Tool | undefined): Lane {
  if (tool === undefined) return 'read';
  return isPlatformTool(tool) ? 'platform' : tool.effect;
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
