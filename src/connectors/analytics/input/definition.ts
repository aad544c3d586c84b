import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaCustomDefinition } from '../shapes/custom-definition.ts';

/** Input fields that name a custom dimension or metric. */
export const definitionFields = {
  kind: z.enum(['dimension', 'metric']).describe('Which of the two.'),
  scope: z.enum(['event', 'user', 'item']).default('event').describe('A metric is of events.'),
  parameter: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'Letters, digits and underscores, a letter first, at most 40.')
    .describe('Parameter that is sent.'),
};

export interface DefinitionName {
  readonly kind: 'dimension' | 'metric';
  readonly scope: 'event' | 'user' | 'item';
  readonly parameter: string;
}

/** Where a kind of definitions lies below its property. */
export function definitionsPath(property: string, kind: DefinitionName['kind']): { path: string; field: string } {
  const field = kind === 'metric' ? 'customMetrics' : 'customDimensions';
  return { path: `properties/${property}/${field}`, field };
}

/** Gives the definition that is named, `undefined` where the property has none. Throws `invalid_input` for a metric that is not of events. */
export async function findDefinition(
  property: string,
  { kind, scope, parameter }: DefinitionName,
  upstream: AnalyticsUpstream,
): Promise<GaCustomDefinition | undefined> {
  if (kind === 'metric' && scope !== 'event') {
    const issues = [{ path: 'scope', message: 'A custom metric is of events; leave scope out.' }];
    throw new PlatformError('invalid_input', 'There are no such metrics.', { issues, sent: 'no' });
  }
  const { path, field } = definitionsPath(property, kind);
  const { rows } = await upstream.adminList(property, path, field, GaCustomDefinition);
  return rows.find((row) => row.parameterName === parameter && row.scope === scope.toUpperCase());
}
