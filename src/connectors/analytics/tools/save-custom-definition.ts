import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { definitionFields, findDefinition, placeOf } from '../input/definition.ts';
import { propertyField, scopeOf } from '../input/property.ts';
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
];

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
    .describe('Display name, to create.'),
  description: z.string().max(150).optional().describe('What it shows.'),
  unit: z
    .string()
    .refine((unit) => UNITS.includes(unit), `Give one of ${UNITS.join(', ')}.`)
    .optional()
    .describe('Metrics: standard, currency, seconds …'),
});

/** `ga4_save_custom_definition`: a parameter becomes a dimension or metric of reports. */
export const saveCustomDefinition = defineTool({
  name: 'ga4_save_custom_definition',
  title: 'Create or change a custom field',
  description:
    'Makes a parameter a custom dimension or metric of reports from now on, or changes its label, description or unit. ' +
    'Events have 50 of each.',
  effect: 'write',
  permission: 'ga4.definitions.write',
  scopes: ['analytics.edit'],
  repeatable: true,
  input: SaveDefinitionInput,
  output: z.object({
    definition: CustomDefinition.describe('As it is now.'),
    change: z.string().describe('created, updated or unchanged.'),
  }),
  quotaScope: scopeOf('settings'),
  examples: [
    { title: 'A new dimension', input: { kind: 'event_dimension', parameter: 'tea_mood', label: 'Tea mood' } },
    {
      title: 'A metric in seconds',
      input: { kind: 'event_metric', parameter: 'steep_time', label: 'Steeping time', unit: 'seconds' },
    },
  ],

  async run(input, upstream: AnalyticsUpstream, { atFirst }) {
    const { kind, parameter, label, description, unit } = input;
    const isMetric = kind === 'event_metric';
    if (!isMetric && unit !== undefined) refuse('unit', 'Only a metric has a unit; leave it out.');
    const id = upstream.property(input.property);
    const found = await findDefinition(id, input, upstream);
    const wanted = {
      ...(label !== undefined && { displayName: label }),
      ...(description !== undefined && { description }),
      ...(unit !== undefined && { measurementUnit: unit.toUpperCase() }),
    };
    const before = await atFirst(async () => found);
    if (found === undefined) {
      if (label === undefined) refuse('label', 'Required: there is no such definition yet.');
      const { path, scope } = placeOf(id, kind);
      const body = {
        parameterName: parameter,
        scope,
        ...(isMetric && { measurementUnit: 'STANDARD' }),
        ...wanted,
      };
      const created = await upstream.adminChange(id, 'POST', path, body, GaCustomDefinition);
      return { definition: toCustomDefinition(created), change: 'created' };
    }
    const mask = Object.entries(wanted).filter(
      ([name, value]) => (found[name as keyof GaCustomDefinition] ?? '') !== value,
    );
    if (mask.length === 0)
      return {
        definition: toCustomDefinition(found),
        change: before === found ? 'unchanged' : before ? 'updated' : 'created',
      };
    const path = `${found.name}?updateMask=${mask.map(([name]) => name).join(',')}`;
    const changed = await upstream.adminChange(id, 'PATCH', path, Object.fromEntries(mask), GaCustomDefinition);
    return { definition: toCustomDefinition(changed), change: 'updated' };
  },
});

function refuse(path: string, message: string): never {
  throw new PlatformError('invalid_input', 'The definition does not fit.', { issues: [{ path, message }], sent: 'no' });
}
