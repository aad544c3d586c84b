import type { MessageShape } from '../../google/emulator/request-shape.ts';
import type { CustomDefinition, PropertyState } from './property-state.ts';
import { Refusal } from './requests.ts';

const SCOPES = {
  dimension: ['DIMENSION_SCOPE_UNSPECIFIED', 'EVENT', 'USER', 'ITEM'],
  metric: ['METRIC_SCOPE_UNSPECIFIED', 'EVENT'],
} as const;

const UNITS = [
  'MEASUREMENT_UNIT_UNSPECIFIED',
  'STANDARD',
  'CURRENCY',
  'FEET',
  'METERS',
  'KILOMETERS',
  'MILES',
  'MILLISECONDS',
  'SECONDS',
  'MINUTES',
  'HOURS',
];

const MOST = 50;

const base: MessageShape = { name: 'string', parameterName: 'string', displayName: 'string', description: 'string' };

/** Bodies of custom dimensions and metrics. */
export const DEFINITION_SHAPES: Readonly<Record<'customDimensions' | 'customMetrics', MessageShape>> = {
  customDimensions: {
    ...base,
    scope: { enum: 'CustomDimension.DimensionScope', values: SCOPES.dimension },
    disallowAdsPersonalization: 'boolean',
  },
  customMetrics: {
    ...base,
    scope: { enum: 'CustomMetric.MetricScope', values: SCOPES.metric },
    measurementUnit: { enum: 'CustomMetric.MeasurementUnit', values: UNITS },
    restrictedMetricType: {
      listOf: {
        enum: 'CustomMetric.RestrictedMetricType',
        values: ['RESTRICTED_METRIC_TYPE_UNSPECIFIED', 'COST_DATA', 'REVENUE_DATA'],
      },
    },
  },
};

interface Body {
  readonly parameterName?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly scope?: string;
  readonly measurementUnit?: string;
}

const CHANGEABLE = ['displayName', 'description', 'measurementUnit', 'disallowAdsPersonalization'];

/** Gives a definition as the Admin API writes it. */
export function viewOfDefinition(
  property: string,
  { kind, id, parameterName, displayName, description, scope, unit }: CustomDefinition,
) {
  const collection = kind === 'metric' ? 'customMetrics' : 'customDimensions';
  return {
    name: `properties/${property}/${collection}/${id}`,
    parameterName,
    displayName,
    ...(description && { description }),
    scope,
    ...(unit && { measurementUnit: unit }),
  };
}

/** Adds a definition, refusing what the Admin API refuses. */
export function createDefinition(
  state: PropertyState,
  kind: CustomDefinition['kind'],
  body: Body,
  nowMs: number,
): CustomDefinition {
  const { parameterName = '', displayName = '', description, scope = '', measurementUnit } = body;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(parameterName)) throw new Refusal('Invalid value for field parameter_name.');
  if (!/^\p{L}[\p{L}\p{N}_ ]{0,81}$/u.test(displayName)) throw new Refusal('Invalid value for field display_name.');
  if (scope === '' || scope.endsWith('UNSPECIFIED')) throw new Refusal('The field scope is required.');
  if (kind === 'metric' && !measurementUnit) throw new Refusal('The field measurement_unit is required.');
  const alike = state.definitions.filter((one) => one.kind === kind && one.scope === scope);
  if (alike.some((one) => one.parameterName === parameterName)) {
    throw new Refusal(
      `A custom ${kind} for parameter ${parameterName} and scope ${scope} already exists.`,
      409,
      'ALREADY_EXISTS',
    );
  }
  if (alike.length >= MOST) {
    throw new Refusal(`The maximum number of ${scope} scoped custom ${kind}s is ${MOST}.`, 400, 'FAILED_PRECONDITION');
  }
  const made: CustomDefinition = {
    kind,
    id: state.nextId(),
    field: `custom${scope[0]}${scope.slice(1).toLowerCase()}:${parameterName}`,
    parameterName,
    displayName,
    ...(description && { description }),
    scope,
    ...(measurementUnit && { unit: measurementUnit }),
  };
  state.definitions.push(made);
  state.note(nowMs, 'CREATED', `custom${kind === 'metric' ? 'Metrics' : 'Dimensions'}/${made.id}`);
  return made;
}

/** Changes what the mask names. */
export function patchDefinition(
  state: PropertyState,
  found: CustomDefinition,
  body: Body,
  mask: readonly string[],
): CustomDefinition {
  const fixed = mask.find((name) => !CHANGEABLE.includes(name));
  if (fixed !== undefined) throw new Refusal(`Field ${fixed} cannot be updated.`);
  const changed: CustomDefinition = {
    ...found,
    ...(mask.includes('displayName') && { displayName: body.displayName ?? '' }),
    ...(mask.includes('description') && { description: body.description ?? '' }),
    ...(mask.includes('measurementUnit') && { unit: body.measurementUnit ?? '' }),
  };
  state.definitions = state.definitions.map((one) => (one === found ? changed : one));
  return changed;
}
