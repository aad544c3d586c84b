import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { definitionFields, definitionsPath, findDefinition } from '../input/definition.ts';
import { propertyField } from '../input/property.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { CustomDefinition, GaCustomDefinition, toCustomDefinition } from '../shapes/custom-definition.ts';

const UNITS = [
  'standard',
  'currency',
  'feet',
  'meters',
  'kilometers',
  'miles',
  'milliseconds',
  'seconds',
  'minutes',
  'hours',
] as const;

/** Display names take letters, digits, blanks and underscores, a letter first (Admin API, CustomDimension). */
const LABEL = /^[\p{L}][\p{L}\p{N}_ ]*$/u;

const SaveDefinitionInput = z.object({
  property: propertyField(),
  ...definitionFields,
  label: z
    .string()
    .max(82)
    .refine((text) => LABEL.test(text), 'Letters, digits, blanks and underscores, a letter first.')
    .optional()
    .describe('Display name; needed to create.'),
  description: z.string().max(150).optional().describe('What it shows.'),
  unit: z.enum(UNITS).optional().describe('Metrics; standard if not given.'),
});

/** `ga4_save_custom_definition`: a parameter becomes a dimension or metric of reports. */
export const saveCustomDefinition = defineTool({
  name: 'ga4_save_custom_definition',
  title: 'Create or change a custom field',
  description:
    'Registers a parameter as a custom dimension or metric, so that reports can show it from now on, or changes its ' +
    'label, description or unit. A property has room for 50 dimensions and 50 metrics of events. Saving the same twice ' +
    'changes nothing.',
  effect: 'write',
  permission: 'ga4.definitions.write',
  scopes: ['analytics.edit'],
  repeatable: true,
  input: SaveDefinitionInput,
  output: z.object({
    definition: CustomDefinition.describe('As it is now.'),
    change: z.string().describe('created, updated or unchanged.'),
  }),
  examples: [
    { title: 'A new dimension', input: { kind: 'dimension', parameter: 'tea_mood', label: 'Tea mood' } },
    {
      title: 'A metric in seconds',
      input: { kind: 'metric', parameter: 'steep_time', label: 'Steeping time', unit: 'seconds' },
    },
  ],

  async run(input, upstream: AnalyticsUpstream) {
    const { kind, scope, parameter, label, description, unit } = input;
    if (kind === 'dimension' && unit !== undefined) refuse('unit', 'Only a metric has a unit; leave it out.');
    const id = upstream.property(input.property);
    const found = await findDefinition(id, input, upstream);
    const wanted = {
      ...(label !== undefined && { displayName: label }),
      ...(description !== undefined && { description }),
      ...(unit !== undefined && { measurementUnit: unit.toUpperCase() }),
    };
    if (found === undefined) {
      if (label === undefined) refuse('label', 'Required: there is no such definition yet.');
      const body = {
        parameterName: parameter,
        scope: scope.toUpperCase(),
        ...(kind === 'metric' && { measurementUnit: 'STANDARD' }),
        ...wanted,
      };
      const { path } = definitionsPath(id, kind);
      const created = await upstream.adminChange(id, 'POST', path, body, GaCustomDefinition);
      return { definition: toCustomDefinition(created), change: 'created' };
    }
    const mask = Object.entries(wanted).filter(
      ([name, value]) => (found[name as keyof GaCustomDefinition] ?? '') !== value,
    );
    if (mask.length === 0) return { definition: toCustomDefinition(found), change: 'unchanged' };
    const path = `${found.name}?updateMask=${mask.map(([name]) => name).join(',')}`;
    const changed = await upstream.adminChange(id, 'PATCH', path, Object.fromEntries(mask), GaCustomDefinition);
    return { definition: toCustomDefinition(changed), change: 'updated' };
  },
});

function refuse(path: string, message: string): never {
  throw new PlatformError('invalid_input', 'The definition does not fit.', { issues: [{ path, message }], sent: 'no' });
}
