import type { Call, Step } from '../../kernel/call.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Connection } from '../../kernel/connection.ts';
import { type Issue, PlatformError } from '../../kernel/errors.ts';
import { issueWords } from '../../kernel/issue-words.ts';
import { issuesOf } from '../../kernel/issues.ts';
import type { Principal } from '../../kernel/principal.ts';
import type { Tool } from '../../kernel/tool.ts';

/** Keys are 1 to 255 visible ASCII characters, as on the `Idempotency-Key` header. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

const IN_OUR_WORDS = { error: issueWords };

/**
 * Parses the input into its declared type with its defaults, picks the connection, and takes the platform's own
 * arguments (`connection`, `idempotencyKey`) out before anything else sees them.
 */
export function validate(connectionsOf: (call: Call) => readonly Connection[], keysRequired = false): Step {
  return (call, next) => {
    const tool = call.tool as Tool;
    const { connection, idempotencyKey, own } = splitArguments(argumentsOf(call.request.input));
    const connections = connectionsOf(call);
    call.connection = pickConnection(connection, connections, call.principal);
    call.idempotencyKey = pickKey(tool, idempotencyKey, call.request.idempotencyKey);
    if (keysRequired && tool.effect !== 'read' && call.idempotencyKey === undefined) throw keyMissing();
    call.input = parse(tool, own, connections.length > 1);
    call.canonicalInput = canonical(call.input);
    return next(call);
  };
}

/** The one object that a call with these arguments changes; nothing where the tool does not tell, or would refuse them. */
export function objectOf(tool: Tool | undefined, sent: Record<string, unknown>): string | undefined {
  if (tool?.object === undefined) return undefined;
  const { data } = tool.input.safeParse(splitArguments(sent).own);
  return data && tool.object(data);
}

function argumentsOf(input: unknown): Record<string, unknown> {
  if (input === undefined) return {};
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw new PlatformError('invalid_input', 'The arguments must be a JSON object.', { sent: 'no' });
}

/** The platform's own arguments, and the tool's: a copy only where there is something to leave out. */
function splitArguments(sent: Record<string, unknown>) {
  if (!('connection' in sent || 'idempotencyKey' in sent)) return { own: sent };
  const { connection, idempotencyKey, ...own } = sent;
  return { connection, idempotencyKey, own };
}

function parse(tool: Tool, input: Record<string, unknown>, hasChoice: boolean): Record<string, unknown> {
  const parsed = tool.input.safeParse(input, IN_OUR_WORDS);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  const names = Object.keys(tool.input.shape);
  if (hasChoice) names.push('connection');
  if (tool.effect !== 'read') names.push('idempotencyKey');
  throw refusal(issuesOf(parsed.error.issues, names));
}

/** Text that no canonical form exists for (a lone surrogate) cannot be fingerprinted or sent, so it is refused. */
function canonical(input: Record<string, unknown>): string {
  try {
    return canonicalJson(input);
  } catch {
    throw refusal([{ path: '', message: 'Some text is not valid Unicode; send well-formed text.' }]);
  }
}

/** Whether the principal may use it is the next step's to say; without a name it is one that the principal may use now. */
function pickConnection(wanted: unknown, connections: readonly Connection[], { grant }: Principal): Connection {
  const [only] = connections;
  if (wanted === undefined && connections.length === 1 && only) return only;
  const allowed = connections.filter(({ id }) => grant.allowsConnection(id));
  const on = allowed.filter(({ state }) => state.on);
  const picked =
    wanted === undefined
      ? (defaultOf(on) ?? defaultOf(allowed) ?? connections[0])
      : connections.find(({ name }) => name === wanted);
  if (picked) return picked;
  const names = allowed.map(({ name }) => name).join(', ');
  throw refusal([{ path: 'connection', message: names ? `Use one of: ${names}.` : 'You may not use any.' }]);
}

function defaultOf(connections: readonly Connection[]): Connection | undefined {
  return connections.find(({ name }) => name === 'default') ?? connections[0];
}

function pickKey(tool: Tool, argument: unknown, header: string | undefined): string | undefined {
  if (tool.effect === 'read' && argument === undefined) return undefined;
  const key = argument === undefined ? header : argument;
  if (tool.effect === 'read') {
    throw refusal([{ path: 'idempotencyKey', message: 'Leave it out: this tool only reads.' }]);
  }
  if (argument !== undefined && header !== undefined && argument !== header) {
    throw refusal([
      { path: 'idempotencyKey', message: 'It differs from the key that came beside the call; send one.' },
    ]);
  }
  if (key === undefined || (typeof key === 'string' && IDEMPOTENCY_KEY.test(key))) return key;
  throw refusal([{ path: 'idempotencyKey', message: 'Use 1 to 255 visible ASCII characters, a UUID for example.' }]);
}

function keyMissing(): PlatformError {
  return refusal([
    {
      path: 'idempotencyKey',
      message:
        'Missing; this platform takes writes with a key alone. Send a new UUID, and the same one to repeat the write.',
    },
  ]);
}

function refusal(issues: readonly Issue[]): PlatformError {
  const told = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' ');
  return new PlatformError('invalid_input', `The arguments do not fit. ${told}`, { issues, sent: 'no' });
}
