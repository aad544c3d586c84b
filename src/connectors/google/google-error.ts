import { z } from 'zod';

/** One entry of `error.errors`, as the older APIs write it. */
const OldError = z.object({
  reason: z.string().optional().catch(undefined),
  domain: z.string().optional().catch(undefined),
});

/** One entry of `error.details` (https://cloud.google.com/apis/design/errors); of all types only what is used. */
const Detail = z.object({
  reason: z.string().optional().catch(undefined),
  metadata: z.record(z.string(), z.string()).optional().catch(undefined),
  fieldViolations: z
    .array(z.object({ field: z.string().catch(''), description: z.string().catch('') }))
    .optional()
    .catch(undefined),
});

const lenient = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined);

const Envelope = z.object({
  error: z.object({
    code: z.number().optional().catch(undefined),
    message: z.string().catch(''),
    status: z.string().optional().catch(undefined),
    errors: lenient(OldError),
    details: lenient(Detail),
  }),
});

/** What Google says of a call that failed. `status` or the lists may be missing: old and new APIs differ. */
export interface GoogleError {
  readonly message: string;
  /** `PERMISSION_DENIED`; `undefined` where the API is an older one. */
  readonly status: string | undefined;
  /** `quotaExceeded`, `SERVICE_DISABLED`: of both lists, in order. */
  readonly reasons: readonly string[];
  /** What does not fit, by field. */
  readonly violations: readonly { readonly path: string; readonly message: string }[];
}

/** Reads a body as Google's error envelope; `undefined` for what is none: HTML, a cut-off text, other JSON. */
export function parseGoogleError(body: string): GoogleError | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  // Some failures of batch front ends come as a list of one.
  const envelope = Envelope.safeParse(Array.isArray(parsed) ? parsed[0] : parsed);
  if (!envelope.success) return undefined;
  const { message, status, errors = [], details = [] } = envelope.data.error;
  return {
    message,
    status,
    reasons: [...errors, ...details].map(({ reason }) => reason).filter((reason) => reason !== undefined),
    violations: details.flatMap(({ fieldViolations = [] }) =>
      fieldViolations.map(({ field, description }) => ({ path: field, message: description })),
    ),
  };
}
