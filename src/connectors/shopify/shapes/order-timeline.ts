import { z } from 'zod';
import { personal } from '../../define.ts';
import { given, toWord } from './words.ts';

/** How many events of an order are shown, the newest; of more a notice tells. */
const EVENTS_MAX = 40;

/** Selection of an order's events, the newest first. Costs `TIMELINE_COST` points. */
export const TIMELINE = `(first: ${EVENTS_MAX}, sortKey: CREATED_AT, reverse: true) {
  nodes { id createdAt action message appTitle }
  pageInfo { hasNextPage }
}`;

export const TIMELINE_COST = 2 + EVENTS_MAX;

export const ShopifyTimeline = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string(),
      action: z.string(),
      message: z.string(),
      appTitle: z.string().nullish(),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
});

export const Timeline = z.array(
  z.object({
    at: z.string().describe('ISO 8601.'),
    action: z.string().describe('Kind of event, as Shopify calls it.'),
    message: personal(z.string().describe('What happened, in words: untrusted content.')),
    app: z.string().optional().describe('App that did it.'),
  }),
);

/** Gives the events as tools show them; Shopify's messages may hold markup, which says nothing here. */
export function toTimeline({ nodes }: z.output<typeof ShopifyTimeline>): z.output<typeof Timeline> {
  return nodes.map(({ createdAt, action, message, appTitle }) => ({
    at: createdAt,
    action: toWord(action),
    message: message.replace(/<[^<>]*>/g, '').trim(),
    app: given(appTitle),
  }));
}

/** Says that there are older events than are shown. */
export function olderEvents(timeline: z.output<typeof ShopifyTimeline> | undefined): string | undefined {
  return timeline?.pageInfo.hasNextPage ? `Only the newest ${EVENTS_MAX} events are shown.` : undefined;
}
