import { z } from 'zod';

/** An id as Zoho writes it: a text, or a number that may be larger than a double holds. Ours is always the text. */
export const ZohoId = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((id) => /^[0-9]{1,20}$/.test(id), 'not an id');
