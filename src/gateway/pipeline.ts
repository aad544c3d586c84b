import type { Next, Step } from '../kernel/call.ts';
import type { Effect } from '../kernel/effect.ts';

/**
 * The way of a call, read downwards going in and upwards coming out. Authentication comes before it, in the face. A new
 * step is a row here, a file in `steps/`, a test of its place and a decision record.
 */
// biome-ignore format: a table is read in columns
export const PIPELINE = [
  // step              runs for effects              because
  ['audit',            ['read', 'write', 'destroy'], 'every outcome is recorded, refusals too'],
  ['throttle',         ['read', 'write', 'destroy'], 'whatever a caller sends, the caller pays for'],
  ['authorize-tool',   ['read', 'write', 'destroy'], 'nothing is parsed for who may not call it'],
  ['validate',         ['read', 'write', 'destroy'], 'below here the input has its declared type, its defaults and its connection'],
  ['authorize-input',  ['read', 'write', 'destroy'], 'rules on the connection see what was parsed, never what was sent'],
  ['redact',           ['read', 'write', 'destroy'], 'outside cache and replay, so that each caller gets their own view'],
  ['deduplicate',      [        'write', 'destroy'], 'a repeated call is answered, not repeated'],
  ['cache',            ['read', 'write', 'destroy'], 'a hit spends no vendor quota; a write makes what was cached old'],
  ['dead-letter',      [        'write', 'destroy'], 'a write that ran out of retries is kept'],
  ['retry',            ['read', 'write', 'destroy'], 'repeats what is inside it, and only that'],
  ['breaker',          ['read', 'write', 'destroy'], 'counts attempts, not calls; an open circuit ends the retries'],
  ['spend',            ['read', 'write', 'destroy'], 'every attempt takes its vendor quota and a place of the connection'],
  ['timeout',          ['read', 'write', 'destroy'], 'bounds one attempt; the deadline of the caller bounds the call'],
  ['scrub',            ['read', 'write', 'destroy'], 'innermost: no secret reaches a cache, a record or a log'],
] as const satisfies readonly (readonly [string, readonly Effect[], string])[];

export type StepName = (typeof PIPELINE)[number][0];

type Row = (typeof PIPELINE)[number];

/** Folds the rows of one effect around `innermost`. Done once an effect, at start. */
export function foldPipeline(
  steps: Readonly<Record<StepName, Step>>,
  effect: Effect,
  innermost: Next,
  table: readonly Row[] = PIPELINE,
): Next {
  return table
    .filter(([, effects]) => (effects as readonly Effect[]).includes(effect))
    .map(([name]) => steps[name])
    .reduceRight<Next>((next, step) => (call) => step(call, next), innermost);
}
