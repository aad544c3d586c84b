import { z } from 'zod';
import { type FieldKind, type ReportKind, unknownName } from '../fields/known-names.ts';

const NAME_MAX = 150;

/** Input field for names of dimensions, each known offline or spelled like a property's own. */
export function dimensionsField(report: ReportKind, most: number, description: string) {
  const dimension = z
    .string()
    .max(NAME_MAX)
    .superRefine((name, context) => {
      const message = unknownName(name, 'dimension', report);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
  return namesListField(dimension, (name) => name, 'dimension', most).describe(description);
}

/** A list of so many at most, which names nothing twice. */
export function namesListField(
  item: z.ZodType<string, string>,
  nameOf: (text: string) => string,
  kind: FieldKind,
  most: number,
) {
  return z.array(item).superRefine((texts, context) => {
    if (texts.length > most) context.addIssue({ code: 'custom', message: `At most ${most} ${kind}s.` });
    const names = texts.map(nameOf);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) context.addIssue({ code: 'custom', message: `${twice} is named twice.` });
  });
}
