import type { Step } from '../../kernel/call.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Tool } from '../../kernel/tool.ts';
import { compileMasker, type Masker } from '../../privacy/personal-fields.ts';

/**
 * Masks what identifies a person for principals whose grant does not show it. Maskers are compiled once a tool, and a
 * masked view is made once an outcome, so that a cached answer costs one look-up.
 */
export function redact(tools: Iterable<Tool>): Step {
  const maskers = new Map<Tool, Masker>();
  for (const tool of tools) {
    const masker = compileMasker(tool.output);
    if (masker) maskers.set(tool, masker);
  }
  const masked = new WeakMap<Outcome, Outcome>();
  return (call, next) => {
    if (call.principal.grant.showsPersonalData) return next(call);
    const tool = call.tool as Tool;
    const mask = maskers.get(tool);
    if (mask === undefined && tool.file !== 'personal') return next(call);
    const view = (outcome: Outcome) => {
      // Nothing in a file can be masked.
      const told = tool.file === 'personal' ? outcome.withoutFile() : outcome;
      return mask === undefined ? told : viewOf(told, mask);
    };
    const outcome = next(call);
    return outcome instanceof Promise ? outcome.then(view) : view(outcome);
  };

  function viewOf(outcome: Outcome, mask: Masker): Outcome {
    const known = masked.get(outcome);
    if (known) return known;
    const view = outcome.with(mask(outcome.value) as Outcome['value']).keepText();
    masked.set(outcome, view);
    return view;
  }
}
