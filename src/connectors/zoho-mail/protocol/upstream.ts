import { z } from 'zod';
import type { Channel, ChannelRequest, Target } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { type Account, type AccountMemory, accountOf, primaryOf, ZohoAccounts } from './accounts.ts';
import { assertIntent, type Composition, composedBody, type Intent } from './composition.ts';
import { multipartForm } from './multipart.ts';

/** Parameters of a request; those that are `undefined` are left out. */
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What an upload is called at Zoho, to be named in a mail. */
export const ZohoUpload = z.object({ storeName: z.string(), attachmentName: z.string(), attachmentPath: z.string() });

/** What Zoho says of a mail that it took; all of it may be missing. */
const ZohoComposed = z.object({ messageId: z.coerce.string().optional() }).nullish();

/**
 * Zoho's Mail API during one attempt of one call. Answers are parsed by the caller's schema; whatever fails is a
 * `PlatformError` that says whether Zoho may have changed anything.
 */
export class ZohoUpstream {
  readonly #channel: Channel;
  readonly #target: Target;
  readonly #memory: AccountMemory;
  #hasWritten = false;

  constructor(channel: Channel, target: Target, memory: AccountMemory) {
    this.#channel = channel;
    this.#target = target;
    this.#memory = memory;
  }

  /** What the connection was configured with: `dataCenter`, perhaps `accountId` and `scheduleDates`. */
  get facts(): Target['facts'] {
    return this.#target.facts;
  }

  /** Every account of the user, as Zoho lists them. */
  accounts(): Promise<z.output<typeof ZohoAccounts>> {
    return this.#ask('/api/accounts', ZohoAccounts);
  }

  /** The account that this connection uses: the configured one, else the user's default. */
  async accountId(): Promise<string> {
    const known = this.#target.facts.accountId ?? this.#memory.get(this.#target);
    if (known !== undefined) return known;
    return (await this.account()).accountId;
  }

  /** That account, as Zoho describes it now. */
  async account(): Promise<Account> {
    const accounts = await this.accounts();
    const configured = this.#target.facts.accountId;
    const account = configured === undefined ? primaryOf(accounts) : accountOf(accounts, configured);
    this.#memory.set(this.#target, account.accountId);
    return account;
  }

  /** Asks below the account. A failed question leaves nothing in doubt, unless this attempt has changed something before. */
  async ask<Reply>(path: string, reply: z.ZodType<Reply>, query: Query = {}): Promise<Reply> {
    return this.#ask(`${await this.#base()}${path}${queryOf(query)}`, reply);
  }

  /** Fetches a file. */
  async file(path: string): Promise<Uint8Array> {
    const request = { method: 'GET', path: (await this.#base()) + path, reading: 'bytes' } as const;
    const body = await this.#question(() => this.#send(request));
    if (body instanceof Uint8Array) return body;
    throw unknownForm('no');
  }

  /** Changes something that is not a mail on its way. What fails after sending is of unknown fate. */
  async change<Reply>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    reply: z.ZodType<Reply>,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<Reply> {
    const base = await this.#base();
    this.#hasWritten = true;
    const sent = body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) };
    return parsed(reply, await this.#send({ method, path: base + path, ...sent }), 'unknown');
  }

  /** Hands a file over to be named in a mail; nobody sees it before. A failed upload leaves nothing in doubt. */
  async upload(fileName: string, bytes: Uint8Array): Promise<z.output<typeof ZohoUpload>> {
    const base = await this.#base();
    const { contentType, body } = multipartForm('attach', fileName, bytes);
    const path = `${base}/messages/attachments${queryOf({ uploadType: 'multipart', isInline: false })}`;
    const headers = { 'content-type': contentType, accept: 'application/json' };
    const answer = await this.#question(() => this.#send({ method: 'POST', path, headers, body }));
    return parsed(
      z.union([
        ZohoUpload,
        z
          .array(ZohoUpload)
          .min(1)
          .transform(([first]) => first!),
      ]),
      answer,
      'no',
    );
  }

  /** Saves a mail in Drafts. Gives its id where Zoho tells it. */
  draft(composition: Composition): Promise<string | undefined> {
    return this.#compose('draft', '/messages', composition);
  }

  /** Delivers a mail, or an answer to the message of that id. Gives the id of the copy in Sent where Zoho tells it. */
  deliver(composition: Composition, answered?: string): Promise<string | undefined> {
    return this.#compose('send', answered === undefined ? '/messages' : `/messages/${answered}`, composition);
  }

  async #compose(intent: Intent, path: string, composition: Composition): Promise<string | undefined> {
    const base = await this.#base();
    const request = { method: 'POST', path: base + path, headers: JSON_TYPE, body: composedBody(intent, composition) };
    this.#hasWritten = true;
    const answer = await this.#send(request as ChannelRequest, intent);
    return parsed(ZohoComposed, answer, 'unknown')?.messageId;
  }

  async #base(): Promise<string> {
    return `/api/accounts/${await this.accountId()}`;
  }

  async #ask<Reply>(path: string, reply: z.ZodType<Reply>): Promise<Reply> {
    const headers = { accept: 'application/json' };
    return this.#question(async () => parsed(reply, await this.#send({ method: 'GET', path, headers }), 'no'));
  }

  async #question<Value>(ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (error) {
      if (this.#hasWritten || !(error instanceof PlatformError) || error.details.sent !== 'unknown') throw error;
      throw new PlatformError(error.code, error.message, { ...error.details, sent: 'no' }, { cause: error });
    }
  }

  /** The one way out: no request leaves without the last look. */
  #send(request: ChannelRequest, intent?: Intent): Promise<unknown> {
    assertIntent(request, intent);
    return this.#channel.send(request);
  }
}

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' };

function queryOf(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  // A space is %20, as everywhere in Zoho's own examples; URLSearchParams would write a plus.
  return `?${given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

function parsed<Reply>(schema: z.ZodType<Reply>, value: unknown, sent: 'no' | 'unknown'): Reply {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw unknownForm(sent, result.error);
}

function unknownForm(sent: 'no' | 'unknown', cause?: unknown): PlatformError {
  const message = 'Zoho answered in a form that this version of the connector does not know.';
  return new PlatformError('upstream_failed', message, { sent }, { cause });
}
