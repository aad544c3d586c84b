import type { Command } from 'commander';
import type { Operator } from '../operator.ts';
import type { Session } from '../program.ts';
import { type ArgumentWord, addTypedArguments, parseArgumentWord, readJsonArguments } from '../tool-arguments.ts';
import { callerOf, KEY_OPTION, withOperator } from '../with-operator.ts';

interface Options {
  readonly key?: string;
  readonly args?: string;
  readonly arg?: readonly ArgumentWord[];
  readonly idempotencyKey?: string;
}

const EXAMPLES = `
Examples:
  mcp-platform tools call shopify_search_orders --arg limit=5
  mcp-platform tools call shopify_search_orders --args '{"limit":5}'
  mcp-platform tools call shopify_search_orders --args @arguments.json
  mcp-platform tools call shopify_search_orders --args - < arguments.json`;

/** Adds `tools call`: one call through the whole pipeline, its structured answer as JSON. */
export function addToolsCall(parent: Command, session: Session): void {
  parent
    .command('call')
    .description('call a tool and print its structured answer')
    .argument('<name>', 'name of the tool, as `tools list` shows it')
    .option('--args <json>', 'arguments as a JSON object, @file, or - for standard input')
    .option('--arg <name=value>', 'one argument, typed by the tool; a list is given by repeating it', collect)
    .option('--idempotency-key <key>', 'writes: a repeated call with the same key is answered, not repeated')
    .option(...KEY_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: Options) => {
      const given = await readJsonArguments(options.args, session.deps.stdin);
      const answer = await withOperator(session, callerOf(session, options.key), async (operator) => {
        const input = options.arg ? await addTyped(operator, name, given, options.arg) : given;
        return operator.call(name, input, { idempotencyKey: options.idempotencyKey });
      });
      session.output.answer(answer, () => JSON.stringify(answer, undefined, 2));
    });
}

async function addTyped(
  operator: Operator,
  name: string,
  given: Record<string, unknown>,
  words: readonly ArgumentWord[],
): Promise<Record<string, unknown>> {
  const tool = (await operator.tools()).find((one) => one.name === name);
  // Without a schema every word stays text: the call is refused for the tool's name, not for its arguments.
  return addTypedArguments(given, words, tool?.inputSchema ?? {});
}

function collect(word: string, before: readonly ArgumentWord[] = []): ArgumentWord[] {
  return [...before, parseArgumentWord(word)];
}
