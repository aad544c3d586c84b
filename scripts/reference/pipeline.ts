import { LANES, type Lane, PIPELINE } from '../../src/gateway/pipeline.ts';
import { markdownTable } from './markdown-table.ts';

/** The reference page of the pipeline, as Markdown. */
export function pipelineReference(): string {
  const rows = PIPELINE.map(([step, lanes, because]) => [
    `\`${step}\``,
    ...LANES.map((lane) => ((lanes as readonly Lane[]).includes(lane) ? 'x' : '')),
    because,
  ]);
  return `# The way of a call

Every call of every face goes through these steps, downwards going in and upwards coming out. Who calls has been established before, by the
face. What a tool does to the vendor's data (its effect) decides which steps it meets. The platform's own tools ask no vendor.

${markdownTable(['step', ...LANES, 'because'], rows)}
`;
}
