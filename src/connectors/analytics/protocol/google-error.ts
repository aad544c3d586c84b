import { z } from 'zod';

/** The envelope of every error of Google's APIs; what is missing or odd in it is left out rather than refused. */
const Envelope = z.object({
  error: z.object({
    code: z.number().optional().catch(undefined),
    message: z.string().catch(''),
    status: z.string().optional().catch(undefined),
    details: z
      .array(
        z.object({
          reason: z.string().optional().catch(undefined),
          metadata: z.record(z.string(), z.string()).optional().catch(undefined),
          retryDelay: z.string().optional().catch(undefined),
        }),
      )
      .optional()
      .catch(undefined),
    errors: z
      .array(z.object({ reason: z.string().optional().catch(undefined) }))
      .optional()
      .catch(undefined),
  }),
});

/** What Google said went wrong. */
export interface GoogleError {
  /** Google's own sentence, of any content and length. */
  readonly message: string;
  /** `PERMISSION_DENIED` and the like; empty where it is missing. */
  readonly status: string;
  /** `SERVICE_DISABLED`, `rateLimitExceeded`: the finer words of the old and the new style. */
  readonly reasons: readonly string[];
  /** Host name of the API that a refusal is about. */
  readonly service: string | undefined;
  /** The wait that Google names. */
  readonly retryAfterMs: number | undefined;
}

/** Reads an error out of a parsed body; `undefined` where it holds none. */
export function parseGoogleError(body: unknown): GoogleError | undefined {
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) return undefined;
  const { message, status = '', details = [], errors = [] } = parsed.data.error;
  return {
    message,
    status,
    reasons: [...details, ...errors].flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    service: details.find(({ metadata }) => metadata?.service !== undefined)?.metadata?.service,
    retryAfterMs: details.map(({ retryDelay }) => toMs(retryDelay)).find((wait) => wait !== undefined),
  };
}

/** `3.5s` as Google writes durations. */
function toMs(duration: string | undefined): number | undefined {
  const seconds = /^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(duration ?? '')?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}
