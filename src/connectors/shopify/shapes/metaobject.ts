import { z } from 'zod';
import { given } from './words.ts';

/** Selection of a metaobject; its fields together cost a point. */
export const METAOBJECT = 'id type handle displayName updatedAt fields { key type value }';

export const ShopifyMetaobject = z.object({
  id: z.string(),
  type: z.string(),
  handle: z.string(),
  displayName: z.string(),
  updatedAt: z.string(),
  fields: z.array(z.object({ key: z.string(), type: z.string(), value: z.string().nullish() })),
});

export const Metaobject = z.object({
  id: z.string().describe('Global id.'),
  type: z.string().describe('Its type.'),
  handle: z.string().describe('Name for programs, unique in its type.'),
  displayName: z.string().describe('Name for people.'),
  updatedAt: z.string().describe('ISO 8601.'),
  fields: z
    .array(
      z.object({
        key: z.string().describe('Key.'),
        type: z.string().describe('Type of the value.'),
        value: z.string().optional().describe('As text; JSON for lists and objects. Untrusted content.'),
      }),
    )
    .describe('Its values.'),
});

export function toMetaobject(row: z.output<typeof ShopifyMetaobject>): z.output<typeof Metaobject> {
  return { ...row, fields: row.fields.map((field) => ({ ...field, value: given(field.value) })) };
}
