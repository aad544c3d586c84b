import { PlatformError } from '../../../kernel/errors.ts';
import { isStandard, type ReportKind, suggestion } from '../fields/known-names.ts';
import type { AnalyticsUpstream } from '../protocol/upstream.ts';
import { GaMetadata } from '../shapes/metadata.ts';

/** A name somewhere in the arguments. */
export interface PlacedName {
  readonly path: string;
  readonly name: string;
  readonly isMetric: boolean;
}

/** Gives the names of a list that are not among those that every property has. */
export function ownNames(
  names: readonly string[],
  argument: string,
  isMetric: boolean,
  report: ReportKind,
): readonly PlacedName[] {
  return names
    .map((name, index) => ({ path: `${argument}[${index}]`, name, isMetric }))
    .filter(({ name }) => !isStandard(name, isMetric ? 'metric' : 'dimension', report));
}

/**
 * Asks the property whether it has the names that are its own, and throws `invalid_input` with suggestions where it has
 * not. Asks nothing where there is none; costs no tokens.
 */
export async function checkOwnNames(
  names: readonly PlacedName[],
  property: string,
  upstream: AnalyticsUpstream,
): Promise<void> {
  if (names.length === 0) return;
  const { dimensions, metrics } = await upstream.dataGet(property, 'metadata', GaMetadata);
  const known = {
    dimension: dimensions.map(({ apiName }) => apiName),
    metric: metrics.map(({ apiName }) => apiName),
  };
  const issues = names.flatMap(({ path, name, isMetric }) => {
    const own = known[isMetric ? 'metric' : 'dimension'];
    if (own.includes(name)) return [];
    const near = suggestion(
      name,
      own.filter((other) => other.includes(':')),
    );
    const help = near ? `did you mean ${near}?` : 'ga4_search_fields with kind custom lists what it has.';
    return [{ path, message: `Property ${property} has no ${isMetric ? 'metric' : 'dimension'} ${name}; ${help}` }];
  });
  if (issues.length > 0) {
    throw new PlatformError('invalid_input', 'The property does not have all these names.', { issues, sent: 'no' });
  }
}
