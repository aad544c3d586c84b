import { z } from 'zod';
import { lineField } from './plain-text.ts';

const COUNTRY = /^[A-Z]{2}$/;

/** Input field for a whole postal address. */
export function addressField(description: string) {
  return z
    .strictObject({
      firstName: lineField(100, 'Given name.').optional(),
      lastName: lineField(100, 'Last name.').optional(),
      company: lineField(200, 'Company.').optional(),
      line1: lineField(255, 'Street.'),
      line2: lineField(255, 'Flat or floor.').optional(),
      postalCode: lineField(20, 'Postcode.').optional(),
      city: lineField(100, 'City.'),
      provinceCode: lineField(10, 'Province code.').optional(),
      countryCode: z
        .string()
        .refine((code) => COUNTRY.test(code), 'Give two capital letters, like IE.')
        .describe('Like IE.'),
      phone: lineField(40, 'Telephone.').optional(),
    })
    .describe(description);
}

/** Gives what passed `addressField` as Shopify's `MailingAddressInput`. */
export function toAddressInput({ line1, line2, postalCode, ...rest }: z.output<ReturnType<typeof addressField>>) {
  return { ...rest, address1: line1, address2: line2, zip: postalCode };
}
