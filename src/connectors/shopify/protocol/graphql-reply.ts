import { z } from 'zod';
import { quickCheckOf } from '../../../kernel/quick-check.ts';

/** One top-level error of a reply (https://spec.graphql.org/October2021/#sec-Errors) with what Shopify adds to it. */
const ReplyError = z.object({
  message: z.string().catch(''),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
  extensions: z
    .object({
      code: z.string().optional().catch(undefined),
      requestId: z.string().optional().catch(undefined),
      requiredAccess: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** What the bucket of the app on this shop held after the query; points, and points a second. */
const Cost = z.object({
  requestedQueryCost: z.number().nullish(),
  throttleStatus: z.object({
    maximumAvailable: z.number(),
    currentlyAvailable: z.number(),
    restoreRate: z.number().positive(),
  }),
});

/** What Shopify thought of a search string; sent when `Shopify-Search-Query-Debug` was asked for. */
const Search = z.object({
  warnings: z
    .array(z.object({ field: z.string().catch('query'), message: z.string().catch('') }))
    .optional()
    .catch(undefined),
});

/** The envelope of every GraphQL reply. What is beside the point is read leniently: it must not spoil good data. */
const Reply = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.union([z.string(), z.array(ReplyError)]).optional(),
  extensions: z
    .object({
      cost: Cost.optional().catch(undefined),
      search: z.array(Search).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const Anything = z.unknown().optional();

/** A reply without errors or warnings, as nearly all are, with every field that Shopify documents: it is looked at, not copied. */
const Usual = z.object({
  data: z.record(z.string(), z.unknown()),
  extensions: z
    .object({
      cost: Cost.extend({ actualQueryCost: z.number().nullish() }).optional(),
      search: z.array(z.object({ path: Anything, query: Anything, parsed: Anything })).optional(),
    })
    .optional(),
});
const isUsual = quickCheckOf(Usual);

export type GraphqlReply = z.output<typeof Reply>;
export type GraphqlError = z.output<typeof ReplyError>;

/** Reads a body as a GraphQL reply; `undefined` for what is none: HTML, a cut off text, JSON of another shape. */
export function parseGraphqlReply(body: string): GraphqlReply | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isUsual(parsed)) return parsed as GraphqlReply;
    const reply = Reply.safeParse(parsed);
    return reply.success ? reply.data : undefined;
  } catch {
    return undefined;
  }
}
