import { PIPELINE } from '../../src/gateway/pipeline.ts';
import { EFFECTS, type Effect } from '../../src/kernel/effect.ts';
import { markdownTable } from './markdown-table.ts';

/** The reference page of the pipeline, as Markdown. */
export function pipelineReference(): string {
  const rows = PIPELINE.map(([step, effects, because]) => [
    `\`${step}\``,
    ...EFFECTS.map((effect) => ((effects as readonly Effect[]).includes(effect) ? 'x' : '')),
    because,
  ]);
  return `# The way of a call

Every call of every face goes through these steps, downwards going in and upwards coming out. Who calls has been established before, by the
face. What a tool does to the vendor's data (its effect) decides which steps it meets.

${markdownTable(['step', ...EFFECTS, 'because'], rows)}
`;
}
