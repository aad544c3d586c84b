import type { CallFacts, Face } from '../kernel/call.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import { isoTime, threeDigits } from '../kernel/iso-time.ts';
import type { Mode } from '../kernel/mode.ts';
import { looksSecret, toSafeText } from './safe-fields.ts';

/** What the log tells of a call. Never a value of its input. */
export interface CallLine {
  /** Epoch ms at which the call ended. */
  readonly at: number;
  readonly correlationId: string;
  readonly callId: string;
  readonly principalId: string;
  readonly face: Face;
  /** Of a declared tool, or `unknown`. */
  readonly tool: string;
  readonly connection?: string;
  readonly mode?: Mode;
  readonly outcome: 'ok' | ErrorCode;
  readonly durationMs: number;
  readonly cache?: CallFacts['cache'];
  readonly replayed?: boolean;
  readonly attempts: number;
  /** The tool of the platform through which it was called. */
  readonly via?: string;
}

const TOOL_MAX = 64;
const TOOLS_KEPT = 1_000;
const TOOL = /^[a-z0-9_]+$/;
/** Text that stands in JSON as it is and that no terminal acts on. */
const PLAIN = /^[\w ./:-]*$/;

/**
 * Makes a formatter of calls' lines. A line is laid out by hand, since its members are known and mostly plain: a tenth of
 * what a general logger costs.
 */
export function createCallFormatter(): (line: CallLine) => string {
  const tools = new Map<string, string>();
  const quotedTool = (tool: string) => {
    const known = tools.get(tool);
    if (known !== undefined) return known;
    const quoted = quoteTool(tool);
    if (tools.size < TOOLS_KEPT && tool.length <= TOOL_MAX) tools.set(tool, quoted);
    return quoted;
  };
  return (line) => {
    let text =
      `{"level":"info","time":"${isoTime(line.at)}","event":"call","correlationId":${quote(line.correlationId)},` +
      `"callId":"${line.callId}","principal":${quote(line.principalId)},"face":"${line.face}",` +
      `"tool":${quotedTool(line.tool)}`;
    if (line.connection !== undefined) text += `,"connection":${quote(line.connection)}`;
    if (line.mode !== undefined) text += `,"mode":"${line.mode}"`;
    text += `,"outcome":"${line.outcome}","durationMs":${milliseconds(line.durationMs)}`;
    if (line.cache !== undefined) text += `,"cache":"${line.cache}"`;
    if (line.replayed) text += ',"replayed":true';
    if (line.via !== undefined) text += `,"via":"${line.via}"`;
    return `${text},"attempts":${line.attempts}}\n`;
  };
}

/** A duration to the microsecond. Put together of whole numbers, whose texts V8 keeps: a fraction's is made each time. */
function milliseconds(duration: number): string {
  const micros = Math.round(duration * 1000);
  const whole = Math.floor(micros / 1000);
  return `${whole}.${threeDigits(micros - whole * 1000)}`;
}

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(toSafeText(text));
}

/** Callers write tool names: one may be anything, a key pasted into the wrong place included. */
function quoteTool(tool: string): string {
  const bounded = tool.length > TOOL_MAX ? tool.slice(0, TOOL_MAX) : tool;
  return TOOL.test(bounded) && !looksSecret(bounded) ? `"${bounded}"` : JSON.stringify(toSafeText(bounded));
}
