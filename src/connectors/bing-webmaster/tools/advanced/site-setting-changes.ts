import { z } from 'zod';
import { PlatformError } from '../../../../kernel/errors.ts';
import { lineField } from '../../input/plain-text.ts';
import { urlField } from '../../input/web-address.ts';
import { toBingDate } from '../../protocol/bing-date.ts';
import { COUNTRY_SCOPES } from '../../shapes/site-settings.ts';

/** What names a setting, whatever its kind; each kind needs some of it. */
export const settingFields = {
  url: urlField('Page or folder; of a deep link block the result’s page.').optional(),
  target: urlField('deep_link_block: the link below it.').optional(),
  market: lineField(10, 'deep_link_block: as en-US.').optional(),
  parameter: z
    .string()
    .refine((text) => /^[\w.~:-]{1,100}$/.test(text), 'Write 1 to 100 letters, digits or - _ . ~ :')
    .optional()
    .describe('query_parameter: its name.'),
  country: z
    .string()
    .refine((text) => /^[a-z]{2}$/i.test(text), 'Write two letters: ie.')
    .optional()
    .describe('country: two letters.'),
  scope: z.enum(COUNTRY_SCOPES).optional().describe('country: what it is for.'),
};

type Given = { readonly [Field in keyof typeof settingFields]?: string | undefined };

/** What each kind of setting cannot be named without. */
// biome-ignore format: a table is read in columns
export const NEEDED = {
  deep_link_block:    ['url', 'target', 'market'],
  page_preview_block: ['url'],
  query_parameter:    ['parameter'],
  connected_page:     ['url'],
  country:            ['url', 'country', 'scope'],
} as const satisfies Record<string, readonly (keyof Given)[]>;

export type SettingKind = keyof typeof NEEDED;

/** Throws `invalid_input` with what a kind of setting lacks or has too much; nothing was asked yet. */
export function demandFields(kind: SettingKind, given: Given): void {
  const needed: readonly string[] = NEEDED[kind];
  const issues = Object.keys(settingFields).flatMap((field) => {
    const has = given[field as keyof Given] !== undefined;
    if (has === needed.includes(field)) return [];
    return [{ path: field, message: has ? `Leave it out with ${kind}.` : `Give it with ${kind}.` }];
  });
  if (issues.length === 0) return;
  throw new PlatformError('invalid_input', `${kind} takes ${needed.join(', ')}.`, { issues, sent: 'no' });
}

/** Writes the setting of a country as the methods that change it take it. */
export function toBingCountry({ url, country, scope }: Given, nowMs: number) {
  return {
    __type: 'CountryRegionSettings:#Microsoft.Bing.Webmaster.Api',
    Date: toBingDate(nowMs),
    TwoLetterIsoCountryCode: country?.toLowerCase(),
    Type: (COUNTRY_SCOPES as readonly string[]).indexOf(scope ?? ''),
    Url: url,
  };
}
