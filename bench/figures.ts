import Table from 'cli-table3';
import type { Round } from './measure.ts';

/** One line of the report. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: string;
  /** Ours over the baseline's. */
  readonly ratio?: number;
  /** What the ratio, or the value where there is no ratio, is to reach. */
  readonly goal?: string;
  readonly reached?: boolean;
}

/** CPU and throughput of ours against a baseline of the same run; `most` is how often the baseline's CPU a call may cost. */
export function compare(name: string, ours: Round, baseline: string, theirs: Round, most: number): Figure[] {
  const ratio = ours.cpuMicros / theirs.cpuMicros;
  return [
    {
      name: `${name}: CPU per call`,
      value: ours.cpuMicros,
      unit: 'µs',
      baseline: `${baseline}: ${theirs.cpuMicros.toFixed(1)} µs`,
      ratio,
      goal: `at most ${most}`,
      reached: ratio <= most,
    },
    {
      name: `${name}: calls per second`,
      value: ours.callsPerSecond,
      unit: '1/s',
      baseline: `${baseline}: ${theirs.callsPerSecond.toFixed(0)}/s`,
      ratio: ours.callsPerSecond / theirs.callsPerSecond,
    },
  ];
}

/** The report for a terminal. */
export function render(figures: readonly Figure[]): string {
  const table = new Table({
    head: ['what', 'value', 'baseline', 'ratio', 'goal', ''],
    style: { head: [], border: [] },
  });
  for (const { name, value, unit, baseline = '', ratio, goal = '', reached } of figures) {
    const shown = `${value >= 1_000 ? Math.round(value) : value.toFixed(1)} ${unit}`;
    table.push([name, shown, baseline, ratio?.toFixed(2) ?? '', goal, judgement(reached)]);
  }
  return table.toString();
}

/** The report for programs. */
export function toJson(figures: readonly Figure[]): string {
  return `${JSON.stringify(
    figures.map(({ name, value, unit, baseline, ratio }) => ({ name, value, unit, baseline, ratio })),
    null,
    2,
  )}\n`;
}

function judgement(reached: boolean | undefined): string {
  if (reached === undefined) return '';
  return reached ? 'ok' : 'MISSED';
}
