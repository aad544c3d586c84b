import { z } from 'zod';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaCustomDefinition } from '../shapes/custom-definition.ts';

/** Kinds of custom fields; what is measured is always of events. */
const KINDS = ['event_dimension', 'user_dimension', 'item_dimension', 'event_metric'] as const;

/** Input fields that name a custom dimension or metric. */
export const definitionFields = {
  kind: z.enum(KINDS).describe('What it is.'),
  parameter: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'Letters, digits and underscores, a letter first, at most 40.')
    .describe('As it is sent.'),
};

export interface DefinitionName {
  readonly kind: (typeof KINDS)[number];
  readonly parameter: string;
}

/** Where a kind of definitions lies below its property, under which name, and with which scope. */
export function placeOf(property: string, kind: DefinitionName['kind']) {
  const field = kind === 'event_metric' ? 'customMetrics' : 'customDimensions';
  return { path: `properties/${property}/${field}`, field, scope: kind.replace(/_.*/, '').toUpperCase() };
}

/** Gives the definition that is named, `undefined` where the property has none. */
export async function findDefinition(
  property: string,
  { kind, parameter }: DefinitionName,
  upstream: AnalyticsUpstream,
): Promise<GaCustomDefinition | undefined> {
  const { path, field, scope } = placeOf(property, kind);
  const { rows } = await upstream.adminList(property, path, field, GaCustomDefinition);
  return rows.find((row) => row.parameterName === parameter && row.scope === scope);
}
