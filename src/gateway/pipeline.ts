import type { Next, Step } from '../kernel/call.ts';
import { EFFECTS } from '../kernel/effect.ts';

/** What decides which steps a call meets: what its tool does to a vendor's data, or that it is the platform's own and asks no vendor. */
export const LANES = [...EFFECTS, 'platform'] as const;

export type Lane = (typeof LANES)[number];

/**
 * The way of a call, read downwards going in and upwards coming out. Authentication comes before it, in the face. A new
 * step is a row here, a file in `steps/`, a test of its place and a decision record.
 */
// biome-ignore format: a table is read in columns
export const PIPELINE = [
  // step              runs for                                  because
  ['audit',            ['read', 'write', 'destroy', 'platform'], 'every outcome is recorded, refusals too'],
  ['throttle',         ['read', 'write', 'destroy', 'platform'], 'whatever a caller sends, the caller pays for'],
  ['authorize-tool',   ['read', 'write', 'destroy', 'platform'], 'nothing is parsed for who may not call it'],
  ['validate',         ['read', 'write', 'destroy', 'platform'], 'below here the input has its declared type, its defaults and its connection'],
  ['authorize-input',  ['read', 'write', 'destroy'],             'rules on the connection see what was parsed, never what was sent'],
  ['redact',           ['read', 'write', 'destroy'],             'outside cache and replay, so that each caller gets their own view'],
  ['deduplicate',      [        'write', 'destroy'],             'a repeated call is answered, not repeated'],
  ['cache',            ['read', 'write', 'destroy'],             'a hit spends no vendor quota; a write makes what was cached old'],
  ['dead-letter',      [        'write', 'destroy'],             'a write that ran out of retries is kept'],
  ['retry',            ['read', 'write', 'destroy'],             'repeats what is inside it, and only that'],
  ['breaker',          ['read', 'write', 'destroy'],             'counts attempts, not calls; an open circuit ends the retries'],
  ['spend',            ['read', 'write', 'destroy'],             'every attempt takes its vendor quota and a place of the connection'],
  ['timeout',          ['read', 'write', 'destroy'],             'bounds one attempt; the deadline of the caller bounds the call'],
  ['scrub',            ['read', 'write', 'destroy'],             'innermost: no secret reaches a cache, a record or a log'],
] as const satisfies readonly (readonly [string, readonly Lane[], string])[];

export type StepName = (typeof PIPELINE)[number][0];

type Row = (typeof PIPELINE)[number];

/** Folds the rows of one lane around `innermost`. Done once a lane, at start. */
export function foldPipeline(
  steps: Readonly<Record<StepName, Step>>,
  lane: Lane,
  innermost: Next,
  table: readonly Row[] = PIPELINE,
): Next {
  return table
    .filter(([, lanes]) => (lanes as readonly Lane[]).includes(lane))
    .map(([name]) => steps[name])
    .reduceRight<Next>((next, step) => (call) => step(call, next), innermost);
}
