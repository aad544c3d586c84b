import { z } from 'zod';
import { parseLossless } from './lossless.ts';

/** What a reply says about itself, whichever of Zoho's shapes it came in. */
export interface Said {
  /** `undefined` where the body names none. */
  readonly statusCode: number | undefined;
  /** `INVALID_OAUTHTOKEN` and the like; `undefined` where there is none. */
  readonly errorCode: string | undefined;
  /** What the vendor adds in words, for people. */
  readonly words: string;
  readonly data: unknown;
}

const Code = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{3}$/)
    .transform(Number),
]);

const Refused = z.object({ errorCode: z.string().optional(), moreInfo: z.string().optional() });

const Envelope = z.object({
  status: z.object({ code: Code, description: z.string().optional() }),
  data: z.unknown().optional(),
});

/** Refused sign-ins come as `[2, {…}]`, and without the 2 and the brackets as well. */
const SignIn = z.object({ errorCode: z.string(), msg: z.string().optional(), status: Code.optional() });

/** How other products of Zoho, and what stands before them, word a refusal. */
const Titled = z.object({
  title: z.string().optional(),
  code: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});

/** Reads a reply's body. `undefined` for a body that is none of Zoho's: a web page, half a reply, something else. */
export function parseEnvelope(text: string): Said | undefined {
  const body = parseLossless(text);
  if (Array.isArray(body)) return body.map(saidOfSignIn).find((said) => said !== undefined);
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) return saidOfSignIn(body) ?? saidOfTitle(body);
  const { status, data } = parsed.data;
  const refused = Refused.safeParse(data);
  const { errorCode, moreInfo } = refused.success ? refused.data : {};
  return { statusCode: status.code, errorCode, words: moreInfo ?? status.description ?? '', data };
}

function saidOfSignIn(body: unknown): Said | undefined {
  const parsed = SignIn.safeParse(body);
  if (!parsed.success) return undefined;
  const { errorCode, msg, status } = parsed.data;
  return { statusCode: status, errorCode, words: msg ?? '', data: undefined };
}

function saidOfTitle(body: unknown): Said | undefined {
  const parsed = Titled.safeParse(body);
  if (!parsed.success) return undefined;
  const { title, code, error, message } = parsed.data;
  const errorCode = [title, code, error].find((text) => text !== undefined && /^[A-Z][A-Z_]+$/.test(text));
  if (errorCode === undefined) return undefined;
  return { statusCode: undefined, errorCode, words: message ?? '', data: undefined };
}
