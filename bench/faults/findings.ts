import { cpus } from 'node:os';
import Table from 'cli-table3';

/** One line of a report. */
export interface Finding {
  readonly what: string;
  readonly value: number | string;
  /** Whether what was promised held; absent where nothing was. */
  readonly holds?: boolean;
}

const WIDTH = 64;

/** The report for a terminal. */
export function render(findings: readonly Finding[]): string {
  const table = new Table({
    head: ['what', 'value', ''],
    style: { head: [], border: [] },
    colWidths: [WIDTH, WIDTH, 10],
    wordWrap: true,
  });
  for (const { what, value, holds } of findings) {
    table.push([what, value, holds === undefined ? '' : holds ? 'holds' : 'BROKEN']);
  }
  return table.toString();
}

/** The report for programs, and for `results/`. */
export function toJson(id: string, findings: readonly Finding[]): string {
  const machine = `${cpus().length} cores, Node ${process.version}`;
  return `${JSON.stringify({ id, date: new Date().toISOString().slice(0, 10), machine, findings }, null, 2)}\n`;
}
