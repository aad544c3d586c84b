import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { CliDeps, OperatorOptions } from '../../src/cli/deps.ts';
import type { Operator, ToolSummary } from '../../src/cli/operator.ts';
import { runCli } from '../../src/cli/run.ts';
import { systemClock } from '../../src/kernel/clock.ts';

export const LIST_ORDERS: ToolSummary = {
  name: 'shopify_list_orders',
  title: 'List orders',
  description: 'Lists orders.',
  effect: 'read',
  inputSchema: { type: 'object', properties: { limit: { type: 'integer' }, query: { type: 'string' } } },
};

class Text extends Writable {
  text = '';
  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.text += stripVTControlCharacters(part.toString());
    done();
  }
}

/** A function that remembers what it was given and gives `result`. */
export function recorder<Given extends unknown[], Result>(result: Result) {
  const calls: Given[] = [];
  const record = async (...given: Given): Promise<Result> => {
    calls.push(given);
    return result;
  };
  return { calls, record };
}

/** Runs one command line against an operator that remembers what it was asked. */
export async function run(
  argv: readonly string[],
  given: { deps?: Partial<CliDeps>; operator?: Partial<Operator>; stdin?: string } = {},
) {
  const [stdout, stderr, stdin] = [new Text(), new Text(), new PassThrough()];
  stdin.end(given.stdin ?? '');
  const asked: unknown[][] = [];
  const remember = (...of: unknown[]) => void asked.push(of);
  const operator: Operator = {
    async perform(...of) {
      remember('perform', ...of);
      return {};
    },
    tools: async () => [LIST_ORDERS],
    async call(...of) {
      remember('call', ...of);
      return { orders: [], mode: 'mock' };
    },
    connections: async () => [],
    close: async () => remember('close'),
    ...given.operator,
  };
  const opened: OperatorOptions[] = [];
  const unexpected: unknown[] = [];
  const deps: CliDeps = {
    version: '9.8.7',
    stdin,
    stdout,
    stderr,
    clock: systemClock,
    apiKey: undefined,
    environment: () => undefined,
    start: async () => 'ok',
    serveStdio: async () => 'ok',
    async openOperator(options) {
      opened.push(options);
      return operator;
    },
    doctorChecks: async () => [],
    ...given.deps,
  };
  const code = await runCli(argv, deps, (error) => unexpected.push(error));
  return { code, stdout: stdout.text, stderr: stderr.text, asked, opened, unexpected };
}
