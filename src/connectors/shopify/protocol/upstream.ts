import { z } from 'zod';
import type { Channel, Target } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { quickCheckOf } from '../../../kernel/quick-check.ts';
import { DOWNLOAD_HOST } from '../configure.ts';
import type { Document, Mutation, Query } from './document.ts';
import { lacking } from './graphql-errors.ts';

const STRANGE_HOST = 'Shopify names a file on a host that this connection does not fetch from.';
const NO_FILE = 'The file of the bulk query could not be fetched; ask for it again, or start the query anew.';
/** What replies of the file's host seem to say of the shop, and do not. */
const OF_THE_SHOP = new Set(['upstream_authentication', 'upstream_permission', 'upstream_rejected', 'not_found']);

const HEADERS = { 'content-type': 'application/json' };
/** Shopify then says which filters of a search it ignored. */
const SEARCH_HEADERS = { ...HEADERS, 'shopify-search-query-debug': '1' };

/** What `classify` hands on. The channel gives it back as `unknown`, so it is checked once more, without its content. */
const Answered = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  denied: z.array(
    z.object({
      message: z.string(),
      path: z.array(z.union([z.string(), z.number()])).optional(),
      extensions: z.object({ requiredAccess: z.string().optional() }).optional(),
    }),
  ),
});

const NOTHING: readonly string[] = [];

type Denied = z.output<typeof Answered>['denied'];

/** A good answer: the part that the document declares, and sentences about what Shopify withheld from it. */
export interface Answer<Reply> {
  readonly data: Reply;
  readonly notices: readonly string[];
}

/**
 * Shopify's Admin GraphQL API during one attempt of one call. Answers are parsed by the document's own schema; whatever
 * fails is a `PlatformError` that says whether Shopify may have changed anything.
 */
export class ShopifyUpstream {
  readonly #channel: Channel;
  readonly #path: string;
  #hasMutated = false;

  /** The version that the connection is pinned to. */
  readonly apiVersion: string;

  constructor(channel: Channel, target: Target) {
    this.#channel = channel;
    this.apiVersion = target.facts.apiVersion ?? '';
    this.#path = `/admin/api/${this.apiVersion}/graphql.json`;
  }

  /** Asks. A failed question leaves nothing in doubt, unless this attempt has changed something before. */
  async query<Reply>(
    document: Query<Reply>,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Reply>> {
    try {
      return answerOf(document, await this.#send(document, variables));
    } catch (error) {
      if (this.#hasMutated || !(error instanceof PlatformError) || error.details.sent !== 'unknown') throw error;
      throw new PlatformError(error.code, error.message, { ...error.details, sent: 'no' }, { cause: error });
    }
  }

  /** Asks what nothing may be missing from: a field that was withheld is no empty one. Throws `upstream_permission`. */
  async queryWhole<Reply>(document: Query<Reply>, variables: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
    const { data, notices } = await this.query(document, variables);
    if (notices.length === 0) return data;
    throw new PlatformError('upstream_permission', notices.join(' '), { sent: 'no' });
  }

  /** Changes. What fails after sending is of unknown fate, unless Shopify says that nothing was done. */
  async mutate<Reply>(document: Mutation<Reply>, variables: Readonly<Record<string, unknown>>): Promise<Answer<Reply>> {
    this.#hasMutated = true;
    return answerOf(document, await this.#send(document, variables));
  }

  /**
   * Gives a stretch of a bulk query's file, from a byte on. The host is the one that the connection lists for downloads;
   * the address is Shopify's own and good without a credential, which therefore is not sent.
   */
  async download(url: string, from: number, bytes: number): Promise<Uint8Array> {
    const { origin, host, pathname, search } = new URL(url);
    if (host !== DOWNLOAD_HOST) throw new PlatformError('upstream_failed', STRANGE_HOST, { sent: 'no' });
    try {
      const body = await this.#channel.send({
        method: 'GET',
        origin,
        path: pathname + search,
        headers: { range: `bytes=${from}-${from + bytes - 1}` },
        reading: 'bytes',
      });
      if (body instanceof Uint8Array) return body;
      throw new PlatformError('upstream_failed', NO_FILE, { sent: 'no' });
    } catch (error) {
      if (!(error instanceof PlatformError) || !OF_THE_SHOP.has(error.code)) throw error;
      throw new PlatformError('upstream_failed', NO_FILE, { sent: 'no' }, { cause: error });
    }
  }

  #send(
    { name, json, searches, versions }: Document<'query' | 'mutation', unknown>,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    if (versions?.every((version) => version !== this.apiVersion)) {
      throw new TypeError(`${name} is for ${versions.join(', ')}, and the connection is pinned to ${this.apiVersion}.`);
    }
    return this.#channel.send({
      method: 'POST',
      path: this.#path,
      headers: searches ? SEARCH_HEADERS : HEADERS,
      body: `{"query":${json},"variables":${JSON.stringify(variables)},"operationName":"${name}"}`,
    });
  }
}

function answerOf<Reply>(document: Document<'query' | 'mutation', Reply>, body: unknown): Answer<Reply> {
  const { data, denied } = parseReply(Answered, body, []);
  return { data: parseReply(document.reply, data, denied), notices: noticesOf(denied) };
}

/** Parses a part of an answer. One that does not fit is Shopify's fault, or, where fields were withheld, a lack of rights. */
function parseReply<Value>(schema: z.ZodType<Value>, value: unknown, denied: Denied): Value {
  if (quickCheckOf(schema)(value)) return value as Value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const cause = { cause: parsed.error };
  if (denied.length > 0) {
    const message = `The app may not read all that this tool needs at Shopify: ${lacking(denied)}.`;
    throw new PlatformError('upstream_permission', message, { sent: 'unknown' }, cause);
  }
  const message = 'Shopify answered in a form that this version of the connector does not know.';
  throw new PlatformError('upstream_failed', message, { sent: 'unknown' }, cause);
}

/** One sentence for each field that was withheld, however many rows it is missing from. */
function noticesOf(denied: Denied): readonly string[] {
  if (denied.length === 0) return NOTHING;
  const byField = Map.groupBy(denied, ({ path = [] }) => path.filter((part) => typeof part === 'string').join('.'));
  return [...byField].map(([field, errors]) => `Shopify left out ${field || 'a field'}: ${lacking(errors)}.`);
}
