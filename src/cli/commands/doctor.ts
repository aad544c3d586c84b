import type { Command } from 'commander';
import { type Checked, runChecks } from '../doctor/check.ts';
import type { Session } from '../program.ts';
import { type Paint, printable, wrapped } from '../text-layout.ts';

// biome-ignore format: a table is read in columns
const MARKS = {
  ok:      ['✓', 'green'],
  warning: ['!', 'yellow'],
  failed:  ['✗', 'red'],
  skipped: ['-', 'dim'],
} as const;

const TITLE_WIDTH = 22;

/** Adds `doctor`: looks at everything a start stands on and says what to do. Ends `failed` where something is not in order. */
export function addDoctor(parent: Command, { deps, output, ended }: Session): void {
  parent
    .command('doctor')
    .description('check settings, data folder, key, database, port and each connection, and say what to do')
    .action(async () => {
      const tell = (checked: Checked) => output.say((paint) => describeChecked(checked, paint));
      const checks = await runChecks(await deps.doctorChecks(), deps.clock, tell);
      const inOrder = checks.every(({ status }) => status !== 'failed' && status !== 'skipped');
      output.answer({ ok: inOrder, checks }, (paint) => `\n${summarise(checks, paint)}`);
      ended(inOrder ? 'ok' : 'failed');
    });
}

function describeChecked({ status, title, summary, advice = [] }: Checked, paint: Paint): string {
  const [mark, style] = MARKS[status];
  const indent = ' '.repeat(TITLE_WIDTH + 4);
  return [
    `${paint(style, mark)} ${title.padEnd(TITLE_WIDTH)}  ${wrapped(printable(summary), paint.columns, indent)}`,
    ...advice.map((line) => `${indent}→ ${wrapped(printable(line), paint.columns, `${indent}  `)}`),
  ].join('\n');
}

function summarise(checks: readonly Checked[], paint: Paint): string {
  const count = (wanted: Checked['status']) => checks.filter(({ status }) => status === wanted).length;
  const [failed, warnings, skipped] = [count('failed'), count('warning'), count('skipped')];
  if (failed + warnings + skipped === 0) return paint('green', 'Everything is in order.');
  const parts = [
    failed > 0 && paint('red', `${failed} not in order`),
    skipped > 0 && `${skipped} not tried`,
    warnings > 0 && paint('yellow', `${warnings} to look at`),
    `${count('ok')} in order`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
