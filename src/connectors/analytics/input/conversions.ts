import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { nearest } from '../../../kernel/nearest.ts';
import { quoted } from '../../../kernel/quoted.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaMetadata } from '../shapes/metadata.ts';

const CONVERSIONS_MAX = 50;
const TOLD_MAX = 20;

/** Input field for conversions: their names in Analytics, or ids as `conversionActions/1234`. */
export function conversionsField() {
  return z
    .array(z.string().trim().min(1).max(200))
    .refine((names) => names.length <= CONVERSIONS_MAX, `At most ${CONVERSIONS_MAX} conversions.`)
    .optional()
    .describe('Names or ids, as purchase or conversionActions/1234; all without it.');
}

/** Gives the ids of conversions. Asks the property for them, and throws `invalid_input` with what it has for one that it has not. */
export async function toConversionActions(
  named: readonly string[],
  property: string,
  upstream: AnalyticsUpstream,
): Promise<string[]> {
  if (named.length === 0) return [];
  const { conversions = [] } = await upstream.dataGet(property, 'metadata', GaMetadata, 'v1alpha');
  const names = conversions.map(({ displayName }) => displayName);
  const found = named.map((text) =>
    conversions.find(
      ({ conversionAction, displayName }) =>
        conversionAction === text || displayName.toLowerCase() === text.toLowerCase(),
    ),
  );
  const issues = found.flatMap((conversion, index) => {
    if (conversion !== undefined) return [];
    const near = nearest(named[index] ?? '', names);
    const known = names.slice(0, TOLD_MAX).map(quoted).join(', ');
    const help = near ? `did you mean ${quoted(near)}?` : known === '' ? 'it has none.' : `it has ${known}.`;
    return [{ path: `conversions[${index}]`, message: `Property ${property} has no such conversion; ${help}` }];
  });
  if (issues.length > 0) {
    throw new PlatformError('invalid_input', 'The property does not have all these conversions.', {
      issues,
      sent: 'no',
    });
  }
  return found.flatMap((conversion) => conversion?.conversionAction ?? []);
}
