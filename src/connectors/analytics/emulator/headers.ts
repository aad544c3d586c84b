import { STANDARD_METRICS } from '../fields/standard-metrics.ts';

const TYPES = new Map(STANDARD_METRICS.map(({ name, type }) => [name, `TYPE_${type.toUpperCase()}`]));

/** Metrics of conversions that are money. */
const CONVERSION_MONEY = /^(totalRevenueBy|advertiserAdCostPerAllConversions)/;

/** Gives a metric's type as the API writes it. */
function typeOf(name: string): string {
  if (CONVERSION_MONEY.test(name)) return 'TYPE_CURRENCY';
  return TYPES.get(name) ?? (name.startsWith('customEvent:') ? 'TYPE_MINUTES' : 'TYPE_FLOAT');
}

/** Gives the headers of a report; a list that would be empty is left out. */
export function headersOf(dimensions: readonly string[], metrics: readonly string[]) {
  return {
    ...(dimensions.length > 0 && { dimensionHeaders: dimensions.map((name) => ({ name })) }),
    ...(metrics.length > 0 && { metricHeaders: metrics.map((name) => ({ name, type: typeOf(name) })) }),
  };
}

/** What a unit of the shop's money is in others, as it was once. */
const RATES: Readonly<Record<string, number>> = { EUR: 1, USD: 1.08, GBP: 0.85 };

/** Gives by what a metric is multiplied where another currency is asked for. */
export function rateFor(currency: string | undefined): (metric: string) => number {
  const rate = RATES[currency ?? 'EUR'] ?? 1;
  return (metric) => (typeOf(metric) === 'TYPE_CURRENCY' ? rate : 1);
}
