import type { Clock } from '../../kernel/clock.ts';
import type { Outcome } from '../../kernel/outcome.ts';

const STEP_SECONDS = 60;

/**
 * Makes the view of an outcome that says how old it is, in whole minutes rounded up. One view an outcome and minute: what
 * is derived from it, its text and its pages, is made once a minute and not once a call.
 */
export function createStaleViews(clock: Clock): (outcome: Outcome) => Outcome {
  const views = new WeakMap<Outcome, Outcome>();
  return (outcome) => {
    const ageSeconds = Math.max(1, Math.ceil((clock.now() - outcome.fetchedAt) / 1_000 / STEP_SECONDS)) * STEP_SECONDS;
    const known = views.get(outcome);
    if (known?.staleSeconds === ageSeconds) return known;
    const view = outcome.aged(ageSeconds);
    views.set(outcome, view);
    return view;
  };
}
