import type { OperatorOptions } from './deps.ts';
import type { Operator } from './operator.ts';
import type { Session } from './program.ts';

/** Runs `work` with the operator's door open and closes it whatever happens. */
export async function withOperator<T>(
  { deps }: Session,
  options: OperatorOptions,
  work: (operator: Operator) => Promise<T>,
): Promise<T> {
  const operator = await deps.openOperator(options);
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}

/** Whom a command works as that anybody may run: the key of the option, else of the environment, else this machine's operator. */
export function callerOf({ deps }: Session, key: string | undefined): OperatorOptions {
  const apiKey = key ?? deps.apiKey;
  return apiKey === undefined ? {} : { apiKey };
}

/** The option of every command that anybody may run. */
export const KEY_OPTION = [
  '--key <key>',
  'API key to work with; MCP_PLATFORM_API_KEY says the same without showing in process lists',
] as const;
