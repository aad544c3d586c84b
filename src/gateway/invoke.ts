import { hash } from 'node:crypto';
import type { Signal } from '../kernel/abort.ts';
import type { Call, Next } from '../kernel/call.ts';
import { PlatformError } from '../kernel/errors.ts';
import { Outcome } from '../kernel/outcome.ts';
import { quickCheckOf } from '../kernel/quick-check.ts';
import type { AnswerFile, Tool } from '../kernel/tool.ts';
import { createChannel } from './channel.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { noteOnce } from './notes.ts';

type InvokeParts = Pick<GatewayParts, 'runtimes' | 'quotas' | 'clock' | 'observeNote'>;

/** What the pipeline is folded around: runs the tool against its connection and checks that its output is what it declares. */
export function createInvoke({ runtimes, quotas, clock, observeNote }: InvokeParts): Next {
  const note = noteOnce(observeNote);
  const firstReadings = new WeakMap<Call, { readonly value: unknown }>();
  const atFirst = async <Value>(call: Call, read: () => Promise<Value>): Promise<Value> => {
    const reading = firstReadings.get(call) ?? { value: await read() };
    firstReadings.set(call, reading);
    return reading.value as Value;
  };
  return async (call) => {
    const tool = call.tool as Tool;
    const { connection, wire, bulkhead, stops, scrub } = runtimes.of(call.connection);
    const { connector, state } = connection;
    if (!state.on) throw new PlatformError('connection_off', state.because, { sent: 'no' });
    const signal = call.attemptSignal as Signal;
    const channel = createChannel({
      connection,
      wire,
      signal,
      now: () => clock.now(),
      // The vendor has not yet counted the attempts that run beside this one.
      onQuota: (reading) => void quotas.observe(connection.id, reading, pendingCost(tool, call, bulkhead.taken - 1)),
      onUsedUp: ({ of, untilMs, message, againUntilMs }) =>
        stops.stop(of === 'scope' ? tool.quotaScope?.(call.input) : undefined, untilMs, message, againUntilMs),
      onNote: (text) => note(connection.id, scrub(text)),
    });
    const { checks } = call.request;
    let file: AnswerFile | undefined;
    const context = {
      signal,
      now: () => clock.now(),
      idempotencyKey: vendorKeyOf(call),
      atFirst: <Value>(read: () => Promise<Value>) => atFirst(call, read),
      answerWith: (given: AnswerFile) => {
        file = given;
      },
      ...(checks && { write: checks }),
    };
    const value = await tool.run(call.input, connector.upstream(channel, state.target), context);
    if (file && tool.file === undefined) throw undeclaredFile();
    return new Outcome(checked(tool, value), clock.now(), undefined, file);
  };
}

/** A vendor knows one account of us: what two principals call by the same key it must not take for one write. */
function vendorKeyOf({ idempotencyKey, principal }: Call): string | undefined {
  return idempotencyKey === undefined ? undefined : hash('sha256', `${principal.id} ${idempotencyKey}`, 'base64url');
}

function pendingCost(tool: Tool, call: Call, others: number): number {
  return Math.max(0, others) * (tool.cost?.(call.input) ?? 1);
}

function undeclaredFile(): PlatformError {
  const message = 'The tool gave a file, and its declaration does not say that it gives any.';
  return new PlatformError('internal', message, { sent: 'no' });
}

/** A tool whose output breaks its own schema is our fault; of a write nobody knows then what it did. */
function checked(tool: Tool, value: object): Outcome['value'] {
  if (quickCheckOf(tool.output)(value)) return value as Outcome['value'];
  const parsed = tool.output.safeParse(value);
  if (parsed.success) return parsed.data as Outcome['value'];
  throw new PlatformError(
    'internal',
    'The tool gave an answer that breaks its own schema; the operator finds the reason in the log.',
    { sent: 'unknown' },
    { cause: parsed.error },
  );
}
