import type { Command } from 'commander';
import type { Session } from './program.ts';
import { readSecrets, splitPair } from './read-secrets.ts';

/** The options of the commands that make or change a connection. */
export interface ConnectionOptions {
  readonly set?: readonly string[];
  readonly secret?: readonly string[];
  readonly secretFile?: readonly string[];
  readonly secretEnv?: readonly string[];
  readonly mock?: boolean;
}

/** Adds the options to a command. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--set <name=value>', 'a setting that is no secret; may be repeated', append)
    .option('--secret <name>', 'a secret, asked for, or read from standard input; may be repeated', append)
    .option('--secret-file <name=path>', 'a secret that a file holds; may be repeated', append)
    .option('--secret-env <name=variable>', 'a secret that an environment variable holds; may be repeated', append);
}

/** What the options say, with the secrets read: the input of the action. */
export async function changeOf(options: ConnectionOptions, { deps }: Session) {
  const { set = [], secret: asked = [], secretFile: files = [], secretEnv: variables = [], mock } = options;
  const settings = Object.fromEntries(set.map((pair) => splitSetting(pair)));
  const secrets = await readSecrets({ asked, files, variables }, deps);
  return {
    ...(set.length > 0 && { settings }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(mock !== undefined && { mock }),
  };
}

/** `NAME=` takes a setting out. */
function splitSetting(pair: string): readonly [string, string] {
  return pair.endsWith('=') && pair.indexOf('=') === pair.length - 1
    ? [pair.slice(0, -1), '']
    : splitPair('--set', pair);
}

function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
