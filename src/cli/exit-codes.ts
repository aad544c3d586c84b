import type { ErrorCode } from '../kernel/errors.ts';

/** Every way a command can end. Numbers from 64 on are those of sysexits.h. */
// biome-ignore format: a table is read in columns
export const EXITS = {
  ok:          { code: 0,  means: 'The command did what it was asked.',                              advice: 'Nothing.' },
  failed:      { code: 1,  means: 'The command ran and the answer is no: a vendor refused, a check of `doctor` failed, a thing is not there.', advice: 'Read the message.' },
  usage:       { code: 64, means: 'The command, an option or an argument is wrong.',                 advice: 'Change the command line; `--help` shows what fits.' },
  unavailable: { code: 69, means: 'Something the command stands on is not there: a fit Node, the server, the database.', advice: 'Run `mcp-platform doctor`.' },
  internal:    { code: 70, means: 'A fault of the platform.',                                        advice: 'Report it with the correlation id.' },
  temporary:   { code: 75, means: 'It did not work now and may later: limits, time-outs, a vendor that is down.', advice: 'Run the same command again, after the wait if one is named.' },
  permission:  { code: 77, means: 'The key is missing, not valid, or does not allow this.',          advice: 'Use another key, or have its role or limits changed.' },
  config:      { code: 78, means: 'A setting or the credentials of a connection are missing or wrong.', advice: 'Correct the settings that the message names.' },
} as const satisfies Record<string, { readonly code: number; readonly means: string; readonly advice: string }>;

/** The word for an exit code. */
export type Exit = keyof typeof EXITS;

/** How a command ends that met an error of the platform: every code has its place. */
// biome-ignore format: a table is read in columns
export const EXIT_OF_ERROR = {
  invalid_request:         'usage',
  invalid_input:           'usage',
  unauthenticated:         'permission',
  forbidden:               'permission',
  unknown_tool:            'usage',
  not_found:               'failed',
  conflict:                'temporary',
  too_large:               'usage',
  idempotency_mismatch:    'usage',
  upstream_rejected:       'failed',
  rate_limited:            'temporary',
  cancelled:               'failed',
  internal:                'internal',
  upstream_failed:         'temporary',
  upstream_authentication: 'config',
  upstream_permission:     'config',
  outcome_unknown:         'failed',
  parked:                  'failed',
  settled:                 'failed',
  unavailable:             'unavailable',
  connection_off:          'config',
  connection_busy:         'temporary',
  circuit_open:            'temporary',
  upstream_throttled:      'temporary',
  upstream_quota:          'temporary',
  upstream_timeout:        'temporary',
  deadline_exceeded:       'temporary',
} as const satisfies Record<ErrorCode, Exit>;

/** The reference page of the exit codes, as Markdown. */
export function exitCodesDocument(): string {
  const errorsOf = (exit: Exit) =>
    Object.entries(EXIT_OF_ERROR)
      .filter(([, ended]) => ended === exit)
      .map(([code]) => `\`${code}\``)
      .join(', ');
  const rows = Object.entries(EXITS).map(
    ([exit, { code, means, advice }]) => `| ${code} | \`${exit}\` | ${means} | ${advice} | ${errorsOf(exit as Exit)} |`,
  );
  return [
    '# Exit codes of `mcp-platform`',
    '',
    'A command that a signal ended has 128 plus the number of the signal, as shells count.',
    '',
    '| code | name | means | what to do | errors that end so |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
