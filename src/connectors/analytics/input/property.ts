import { z } from 'zod';

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
    .describe('Number of the property, if not the default.');
}

/** Names what quotas of Google count apart: the property, or the connection's own where none is given. */
export function propertyScope({ property }: { readonly property?: string | undefined }): string {
  return property?.replace('properties/', '') ?? 'default';
}
