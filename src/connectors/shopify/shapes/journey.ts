import { z } from 'zod';
import { given, toWord } from './words.ts';

/** Selection of how a customer came to an order; costs `JOURNEY_COST` points. */
export const JOURNEY = `{
  ready
  customerOrderIndex
  daysToConversion
  firstVisit { ...Visit }
  lastVisit { ...Visit }
}`;

export const VISIT = `
  fragment Visit on CustomerVisit {
    occurredAt
    landingPage
    referrerUrl
    source
    sourceType
    utmParameters { source medium campaign content term }
  }
`;

/** The summary itself, and two for each of two visits. */
export const JOURNEY_COST = 5;

const ShopifyVisit = z.object({
  occurredAt: z.string(),
  landingPage: z.string().nullish(),
  referrerUrl: z.string().nullish(),
  source: z.string(),
  sourceType: z.string().nullish(),
  utmParameters: z
    .object({
      source: z.string().nullish(),
      medium: z.string().nullish(),
      campaign: z.string().nullish(),
      content: z.string().nullish(),
      term: z.string().nullish(),
    })
    .nullish(),
});

export const ShopifyJourney = z.object({
  ready: z.boolean(),
  customerOrderIndex: z.number().int().nullish(),
  daysToConversion: z.number().int().nullish(),
  firstVisit: ShopifyVisit.nullish(),
  lastVisit: ShopifyVisit.nullish(),
});

const Visit = z.object({
  at: z.string().describe('ISO 8601.'),
  landingPage: z.string().optional().describe('First page that was seen.'),
  referrer: z.string().optional().describe('Page that led there.'),
  source: z.string().describe('Where the visitor came from, as in Google, direct, an_unknown_source.'),
  tactic: z.string().optional().describe('Kind of marketing behind it: ad, newsletter, seo, link and others.'),
  utm: z
    .object({
      source: z.string().optional().describe('utm_source'),
      medium: z.string().optional().describe('utm_medium'),
      campaign: z.string().optional().describe('utm_campaign'),
      content: z.string().optional().describe('utm_content'),
      term: z.string().optional().describe('utm_term'),
    })
    .optional()
    .describe('UTM parameters of the landing page; absent when there are none.'),
});

export const Journey = z.object({
  ready: z.boolean().describe('Whether Shopify has finished putting it together; ask again later if not.'),
  orderIndex: z
    .number()
    .int()
    .optional()
    .describe('Place of this order among the orders of this customer, as Shopify counts it.'),
  daysToConversion: z
    .number()
    .int()
    .optional()
    .describe('Days from the first visit (since the order before, within 30 days) to the order.'),
  firstVisit: Visit.optional().describe('First visit that led to it.'),
  lastVisit: Visit.optional().describe('Visit in which it was placed.'),
});

export function toJourney(journey: z.output<typeof ShopifyJourney>): z.output<typeof Journey> {
  return {
    ready: journey.ready,
    orderIndex: given(journey.customerOrderIndex),
    daysToConversion: given(journey.daysToConversion),
    firstVisit: journey.firstVisit ? toVisit(journey.firstVisit) : undefined,
    lastVisit: journey.lastVisit ? toVisit(journey.lastVisit) : undefined,
  };
}

function toVisit(visit: z.output<typeof ShopifyVisit>): z.output<typeof Visit> {
  const utm = visit.utmParameters;
  return {
    at: visit.occurredAt,
    landingPage: given(visit.landingPage),
    referrer: given(visit.referrerUrl),
    source: visit.source,
    tactic: visit.sourceType ? toWord(visit.sourceType) : undefined,
    utm: utm
      ? {
          source: given(utm.source),
          medium: given(utm.medium),
          campaign: given(utm.campaign),
          content: given(utm.content),
          term: given(utm.term),
        }
      : undefined,
  };
}
