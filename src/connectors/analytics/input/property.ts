import { z } from 'zod';
import { fieldsOf } from './filters.ts';

const PROPERTY = /^(properties\/)?[0-9]{1,15}$/;

/** Input field for a property: its number, bare or as `properties/123`. Without it the connection's own is meant. */
export function propertyField() {
  return z
    .string()
    .superRefine((text, context) => {
      if (PROPERTY.test(text)) return;
      const message = /^(G|UA|GT|AW)-/i.test(text)
        ? 'That is the id of a stream or tag; give the number of the property, as ga4_list_properties shows it.'
        : 'Give the number of a property: 123456 or properties/123456.';
      context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('Else the default.');
}

const THRESHOLDED = new Set(['userAgeBracket', 'userGender', 'brandingInterest', 'audienceId', 'audienceName']);

interface Scoped {
  readonly property?: string | undefined;
  readonly filters?: readonly string[] | undefined;
}

type Names = readonly string[] | undefined;

/**
 * Names what Google's quota of reports counts apart: the property, or the connection's own where none is given. Reports
 * that may be thresholded have a small quota of their own besides.
 */
export function reportScope({ property, filters }: Scoped, ...names: readonly Names[]): string {
  const demographic = [...names.flatMap((list) => list ?? []), ...fieldsOf(filters)].some((name) =>
    THRESHOLDED.has(name),
  );
  return `${idOf(property)} reports${demographic ? ' with demographics' : ''}`;
}

/** The same for what Google counts apart from reports, and for what must not rest with them. */
export function scopeOf(kind: 'realtime' | 'funnel' | 'settings' | 'quota') {
  return ({ property }: Scoped): string => `${idOf(property)} ${kind}`;
}

function idOf(property: string | undefined): string {
  return property?.replace('properties/', '') ?? 'default';
}
