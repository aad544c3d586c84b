import type { Call, Next } from '../kernel/call.ts';
import { toPlatformError } from '../kernel/errors.ts';
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
import { createResources } from './resources.ts';

/** The gateway, for whoever opens it and stops it. */
export interface OpenedGateway extends Gateway {
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
  const find = (name: string) => catalog.find(name);

  return {
    async call(request) {
      const call = newCall(forwarded(request, find), catalog, clock, options.deadlineMs);
      const startedAt = clock.monotonicMs();
      underWay.begin();
      try {
        const run = pipelines[laneOf(call.tool)] as Next;
        const rendered = presenter.present(call, await run(call));
        const answer = toAnswer(call, rendered instanceof Promise ? await rendered : rendered);
        observeCall(call, 'ok', clock.monotonicMs() - startedAt);
        return answer;
      } catch (thrown) {
        const error = toPlatformError(thrown);
        observeCall(call, error.code, clock.monotonicMs() - startedAt, error);
        throw error;
      } finally {
        underWay.end();
      }
    },
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
