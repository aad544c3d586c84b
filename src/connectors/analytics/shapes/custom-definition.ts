import { z } from 'zod';
import { idOf, toWord } from './property-detail.ts';

/** A custom dimension or metric; the two differ in what they add. */
export const GaCustomDefinition = z.object({
  name: z.string().regex(/^properties\/\d+\/custom(?:Dimensions|Metrics)\/[\w-]+$/),
  parameterName: z.string(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  scope: z.string().optional(),
  measurementUnit: z.string().optional(),
  disallowAdsPersonalization: z.boolean().optional(),
});

export type GaCustomDefinition = z.output<typeof GaCustomDefinition>;

/** A custom dimension or metric as tools give it. */
export const CustomDefinition = z.object({
  id: z.string().describe('Number.'),
  field: z.string().describe('Name for reports: customEvent:….'),
  parameter: z.string().describe('Parameter of the event, user or item that it shows.'),
  label: z.string().describe('Display name.'),
  description: z.string().optional().describe('As written.'),
  scope: z.string().optional().describe('event, user or item.'),
  unit: z.string().optional().describe('Metrics: standard, currency, seconds …'),
});

export function toCustomDefinition(definition: GaCustomDefinition): z.output<typeof CustomDefinition> {
  const scope = toWord(definition.scope);
  return {
    id: idOf(definition.name),
    field: fieldName(definition.parameterName, scope ?? 'event'),
    parameter: definition.parameterName,
    label: definition.displayName ?? '',
    description: definition.description || undefined,
    scope,
    unit: toWord(definition.measurementUnit),
  };
}

/** `customEvent:plan`, as reports call it. */
function fieldName(parameter: string, scope: string): string {
  return `custom${scope[0]?.toUpperCase()}${scope.slice(1)}:${parameter}`;
}
