import { z } from 'zod';
import type { Connector } from '../kernel/connector.ts';
import type { QuotaBudget, Tool } from '../kernel/tool.ts';

const TOOL_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/;
const TOOL_NAME_MAX = 40;
const TOOL_PREFIX = /^[a-z][a-z0-9]*_$/;
const PERMISSION = /^[a-z][a-z0-9]*(\.[a-z][a-z0-9-]*){2}$/;
/** Added by the platform to inputs and answers, so no tool may use them for itself. */
const RESERVED_INPUT = ['connection', 'idempotencyKey'];
const RESERVED_OUTPUT = ['mode', 'source', 'page', 'file'];

/** A tool as its author writes it: the schemas are zod objects, the rest follows from them. */
export type ToolDeclaration<In extends z.ZodObject, Out extends z.ZodObject, Up> = Omit<
  Tool<z.output<In>, z.output<Out>, Up>,
  'input' | 'output' | 'run' | 'readBack' | 'cost' | 'quotaScope' | 'object' | 'budget'
> & {
  readonly input: In;
  readonly output: Out;
  cost?(input: z.output<In>): number;
  quotaScope?(input: z.output<In>): string;
  object?(input: z.output<In>): string;
  readonly budget?: QuotaBudget<z.output<In>>;
  run: Tool<z.output<In>, z.output<Out>, Up>['run'];
  readBack?: Tool<z.output<In>, z.output<Out>, Up>['readBack'];
};

/**
 * Declares a tool. Input is closed: unknown fields are refused. Throws at once on a declaration that breaks a rule, so
 * that a wrong tool never starts.
 */
export function defineTool<In extends z.ZodObject, Out extends z.ZodObject, Up>(
  declaration: ToolDeclaration<In, Out, Up>,
): Tool<z.output<In>, z.output<Out>, Up> {
  const { name, permission, effect, input, output, list } = declaration;
  const wrong = (what: string): never => {
    throw new TypeError(`Tool ${name}: ${what}`);
  };
  if (!TOOL_NAME.test(name) || name.length > TOOL_NAME_MAX) {
    wrong(`name it connector_verb_noun in lower case, at most ${TOOL_NAME_MAX} characters.`);
  }
  if (!PERMISSION.test(permission)) wrong('name its permission connector.resource.verb.');
  if (effect !== 'read' && declaration.cacheTtlMs !== undefined) wrong('only the answer of a read is kept.');
  if (effect === 'read' && declaration.object !== undefined) wrong('a read changes no object; leave it out.');
  if (effect === 'read' && declaration.repeatable !== undefined) wrong('a read can always be repeated; leave it out.');
  const answers = [declaration.readBack, declaration.noReadBack].filter((one) => one !== undefined).length;
  if (effect === 'read' && answers > 0) wrong('a read is never in doubt; leave its read-back out.');
  if (answers > 1) wrong('it has a read-back, or a reason why it has none; not both.');
  const { readBackScopes = [] } = declaration;
  if (readBackScopes.length > 0 && !declaration.readBack) wrong('it has no read-back that could need scopes.');
  if (readBackScopes.some((scope) => declaration.scopes.includes(scope)))
    wrong('its own scopes hold for its read-back.');
  for (const field of RESERVED_INPUT) if (field in input.shape) wrong(`the platform adds \`${field}\` to the input.`);
  for (const field of RESERVED_OUTPUT)
    if (field in output.shape) wrong(`the platform adds \`${field}\` to the answer.`);
  if (declaration.file !== undefined) {
    if (effect !== 'read') wrong('only a read answers with a file.');
    if (declaration.cacheTtlMs !== 0)
      wrong('what comes with a file is kept for its caller and not cached: say `cacheTtlMs: 0`.');
    if (list !== undefined) wrong('it answers with a list that is paged, or with a file; not both.');
  }
  if (list !== undefined && !(output.shape[list] instanceof z.ZodArray)) {
    wrong(`its list field \`${list}\` is not an array of the output.`);
  }
  return { ...declaration, input: input.strict(), output: output.strict() } as never;
}

/** Declares a connector. Throws at once on a declaration that breaks a rule. */
export function defineConnector<Up>(declaration: Connector<Up>): Connector<Up> {
  const { id, toolPrefix, tools } = declaration;
  if (!TOOL_PREFIX.test(toolPrefix)) throw new TypeError(`Connector ${id}: end its tool prefix with an underscore.`);
  const permissionRoot = `${toolPrefix.slice(0, -1)}.`;
  const names = new Set<string>();
  for (const tool of tools) {
    if (names.has(tool.name)) throw new TypeError(`Tool ${tool.name} of ${id} is declared twice.`);
    names.add(tool.name);
    if (!tool.name.startsWith(toolPrefix))
      throw new TypeError(`Tool ${tool.name} of ${id}: begin it with ${toolPrefix}`);
    if (!tool.permission.startsWith(permissionRoot)) {
      throw new TypeError(`Tool ${tool.name} of ${id}: its permission begins with ${permissionRoot}`);
    }
  }
  return declaration;
}

const PERSONAL = 'personal';

/**
 * Marks an output field that identifies a person (a name, an address, an e-mail). Principals whose grant does not show
 * personal data get it masked; the field stays a string, so that the answer still obeys its schema.
 */
export function personal<Schema extends z.ZodType<string | undefined>>(schema: Schema): Schema {
  if (!takesAnyText(schema)) {
    throw new TypeError(
      'A personal field takes any text: what masks it would not obey a format, a pattern or a length.',
    );
  }
  return schema.meta({ ...schema.meta(), [PERSONAL]: true }) as Schema;
}

function takesAnyText(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return takesAnyText(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodString && (schema.def.checks ?? []).length === 0;
}
