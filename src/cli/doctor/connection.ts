import type { ProbeFinding } from '../../admin/connections-probe.ts';
import type { DoctorCheck } from './check.ts';

/** Checks a connection, named `shopify/default`, by a real question to its vendor. */
export function connectionCheck(
  connection: string,
  probe: (signal: AbortSignal) => Promise<ProbeFinding>,
): DoctorCheck {
  return {
    id: `connection:${connection}`,
    title: connection,
    needs: ['settings', 'data-folder', 'encryption-key'],
    async run(signal) {
      const { state, mode, summary, warnings, durationMs } = await probe(signal);
      const took = durationMs === undefined ? '' : `, ${Math.round(durationMs)} ms`;
      const advice = warnings.length > 0 ? { advice: warnings } : {};
      if (state === 'failed') return { status: 'failed', summary: `${mode}: ${summary}`, ...advice };
      if (state === 'off') return { status: 'warning', summary: `off: ${summary}`, ...advice };
      return {
        status: warnings.length > 0 ? 'warning' : 'ok',
        summary: `${mode}: ${summary.replace(/\.$/, '')}${took}`,
        ...advice,
      };
    },
  };
}
