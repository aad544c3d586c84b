import { nearest } from '../../../kernel/nearest.ts';
import { isStandard, type ReportKind } from '../fields/known-names.ts';
import { STANDARD_DIMENSIONS } from '../fields/standard-dimensions.ts';
import { STANDARD_METRICS } from '../fields/standard-metrics.ts';
import type { CustomDefinition } from './property-state.ts';
import { Refusal } from './requests.ts';

const SCHEMA = {
  core: 'https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema',
  realtime: 'https://developers.google.com/analytics/devguides/reporting/data/v1/realtime-api-schema',
  conversions: 'https://developers.google.com/analytics/devguides/reporting/data/v1/conversions-api-schema',
} as const;

/** Google has three spaces of names and one habit with blanks: one behind "dimension.", two behind "metric.", one at the end. */
const GAP = { dimension: ' ', metric: '  ' } as const;

/** The names that one property's reports know. */
export class Vocabulary {
  readonly #definitions: () => readonly CustomDefinition[];
  readonly #keyEvents: () => readonly string[];

  constructor(definitions: () => readonly CustomDefinition[], keyEvents: () => readonly string[]) {
    this.#definitions = definitions;
    this.#keyEvents = keyEvents;
  }

  /** Gives the names of the property's own. */
  own(kind: 'dimension' | 'metric'): readonly CustomDefinition[] {
    return this.#definitions().filter((definition) => definition.kind === kind);
  }

  /** Refuses a name that is no such thing. */
  demand(name: string, kind: 'dimension' | 'metric', report: ReportKind): void {
    if (isStandard(name, kind, report) || this.#has(name, kind, report)) return;
    const near = nearest(
      name,
      (kind === 'dimension' ? STANDARD_DIMENSIONS : STANDARD_METRICS).map((field) => field.name),
    );
    const guess = near === undefined ? '' : `Did you mean ${near}? `;
    throw new Refusal(
      `${guess}Field ${name} is not a valid ${kind}.${GAP[kind]}For a list of valid dimensions and metrics, see ${SCHEMA[report]} `,
    );
  }

  /** Gives what the Data API's metadata lists. */
  metadata(property: string) {
    const dimensions = STANDARD_DIMENSIONS.map(({ name, label, category }) => described(name, label, category));
    const metrics = STANDARD_METRICS.map(({ name, label, category, type }) => ({
      ...described(name, label, category),
      type: `TYPE_${type.toUpperCase()}`,
    }));
    const custom = ({ field, displayName, description, unit }: CustomDefinition) => ({
      ...described(field, displayName, 'Custom'),
      description: description ?? '',
      customDefinition: true,
      ...(unit && { type: `TYPE_${unit}` }),
    });
    const counted = this.#keyEvents().map((event) => ({
      ...described(`keyEvents:${event}`, `Key events: ${event}`, 'Event'),
      type: 'TYPE_FLOAT',
    }));
    return {
      name: `properties/${property}/metadata`,
      dimensions: [...dimensions, ...this.own('dimension').map(custom)],
      metrics: [...metrics, ...this.own('metric').map(custom), ...counted],
    };
  }

  #has(name: string, kind: 'dimension' | 'metric', report: ReportKind): boolean {
    if (report === 'conversions') return false;
    if (report === 'realtime')
      return kind === 'dimension' && name.startsWith('customUser:') && this.#defines(name, kind);
    return this.#defines(name, kind) || (kind === 'metric' && this.#counts(name));
  }

  #defines(name: string, kind: 'dimension' | 'metric'): boolean {
    return this.own(kind).some(({ field }) => field === name);
  }

  #counts(name: string): boolean {
    const event = /^(?:keyEvents|sessionKeyEventRate|userKeyEventRate):(.+)$/.exec(name)?.[1];
    return event !== undefined && this.#keyEvents().includes(event);
  }
}

function described(apiName: string, uiName: string, category: string) {
  return { apiName, uiName, description: `${uiName}, as Google explains it.`, category };
}
