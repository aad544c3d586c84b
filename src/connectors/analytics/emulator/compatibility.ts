import { STANDARD_DIMENSIONS } from '../fields/standard-dimensions.ts';
import { STANDARD_METRICS } from '../fields/standard-metrics.ts';
import { Refusal } from './requests.ts';

const ITEM_DIMENSION = /^item[A-Z]/;
/** What may stand beside dimensions of items. */
const ITEM_METRIC =
  /^(items?[A-Z].*|grossItemRevenue|cartToViewRate|purchaseToViewRate|addToCarts|checkouts|activeUsers|totalUsers|eventCount)$/;
const COHORT = /^cohort/;
const SEARCH_METRIC = /^organicGoogleSearch/;
const SEARCH_DIMENSION =
  /^(landingPage|landingPagePlusQueryString|country|countryId|deviceCategory|date|day|week|month|year|yearMonth|yearWeek|hostName)$/;

const EXPLORER = 'https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/';

/** Gives the first name that does not go with the others; `undefined` where all go together. */
export function oddOneOut(dimensions: readonly string[], metrics: readonly string[]): string | undefined {
  const hasItems = dimensions.some((name) => ITEM_DIMENSION.test(name));
  if (hasItems) {
    const odd = metrics.find((name) => !ITEM_METRIC.test(name));
    if (odd !== undefined) return odd;
  }
  if (metrics.some((name) => SEARCH_METRIC.test(name))) {
    return dimensions.find((name) => !SEARCH_DIMENSION.test(name)) ?? metrics.find((name) => !SEARCH_METRIC.test(name));
  }
  const cohorts = [...dimensions, ...metrics].filter((name) => COHORT.test(name));
  if (cohorts.length > 0) return metrics.find((name) => !COHORT.test(name));
  return undefined;
}

/** Refuses names that do not go together, in Google's words. */
export function demandCompatible(dimensions: readonly string[], metrics: readonly string[]): void {
  const odd = oddOneOut(dimensions, metrics);
  if (odd === undefined) return;
  throw new Refusal(
    `Please remove ${odd} to make the request compatible for example. The request's dimensions & metrics are incompatible. To learn more, see ${EXPLORER}`,
  );
}

/** Gives for every standard name whether it may be added. */
export function compatibilities(dimensions: readonly string[], metrics: readonly string[], wanted: string | undefined) {
  const word = (isCompatible: boolean) => (isCompatible ? 'COMPATIBLE' : 'INCOMPATIBLE');
  const isWanted = ({ compatibility }: { compatibility: string }) =>
    wanted === undefined || wanted === 'COMPATIBILITY_UNSPECIFIED' || wanted === compatibility;
  return {
    dimensionCompatibilities: STANDARD_DIMENSIONS.map(({ name, label, category }) => ({
      dimensionMetadata: { apiName: name, uiName: label, category },
      compatibility: word(oddOneOut([...dimensions, name], metrics) === undefined),
    })).filter(isWanted),
    metricCompatibilities: STANDARD_METRICS.map(({ name, label, category, type }) => ({
      metricMetadata: { apiName: name, uiName: label, category, type: `TYPE_${type.toUpperCase()}` },
      compatibility: word(oddOneOut(dimensions, [...metrics, name]) === undefined),
    })).filter(isWanted),
  };
}
