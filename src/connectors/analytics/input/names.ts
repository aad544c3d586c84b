import { z } from 'zod';
import { type FieldKind, type ReportKind, unknownName } from '../fields/known-names.ts';

const NAME_MAX = 150;

/** Input field for names of dimensions or metrics, each known offline or spelled like a property's own. */
export function namesField(kind: FieldKind, report: ReportKind, most: number, description: string) {
  return z
    .array(nameField(kind, report))
    .superRefine((names, context) => {
      if (names.length > most) context.addIssue({ code: 'custom', message: `At most ${most} ${kind}s.` });
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) context.addIssue({ code: 'custom', message: `${twice} is named twice.` });
    })
    .describe(description);
}

function nameField(kind: FieldKind, report: ReportKind) {
  return z
    .string()
    .max(NAME_MAX)
    .superRefine((name, context) => {
      const message = unknownName(name, kind, report);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
}
