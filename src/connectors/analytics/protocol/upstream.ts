import { z } from 'zod';
import type { Channel, ChannelRequest, Target } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import { ADMIN_ORIGIN } from '../configure.ts';
import { AccountSummaries, propertyList } from '../shapes/account-summary.ts';
import { nearestProperty } from '../shapes/nearest-property.ts';
import { NO_ACCESS } from './classify.ts';

/** Stable methods live in the beta; a few exist in the alpha alone. */
export type Version = 'v1beta' | 'v1alpha';

const PAGE_SIZE = 200;
/** Settings of a property are few; what has more pages than this is said to be cut. */
const PAGES_MAX = 5;

/** All rows of a list, or as many as are read. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

/**
 * Google Analytics during one attempt of one call: the Data API for reports, the Admin API for settings. Answers are
 * parsed; whatever fails is a `PlatformError` that says whether Google may have changed anything.
 */
export class AnalyticsUpstream {
  readonly #channel: Channel;
  readonly #defaultProperty: string | undefined;
  #hasChanged = false;

  constructor(channel: Channel, target: Target) {
    this.#channel = channel;
    this.#defaultProperty = target.facts.property;
  }

  /** The number of the property that a call means: its own argument, or the connection's. Throws `invalid_input` where there is neither. */
  property(given: string | undefined): string {
    const id = given ?? this.#defaultProperty;
    if (id !== undefined) return id.replace('properties/', '');
    const issues = [{ path: 'property', message: 'Required: no property is set for this connection.' }];
    throw new PlatformError('invalid_input', 'Say which property: ga4_list_properties names them.', {
      issues,
      sent: 'no',
    });
  }

  /** The property of the connection's settings, where one is set. */
  get defaultProperty(): string | undefined {
    return this.#defaultProperty;
  }

  /** Asks for a report or the like: a POST that changes nothing. */
  async report<Reply>(
    property: string,
    method: string,
    body: object,
    reply: z.ZodType<Reply>,
    version: Version = 'v1beta',
  ): Promise<Reply> {
    const path = `/${version}/properties/${property}:${method}`;
    return await this.#read(property, post(path, body), reply);
  }

  /** Reads something of the Data API below a property. */
  async dataGet<Reply>(
    property: string,
    path: string,
    reply: z.ZodType<Reply>,
    version: Version = 'v1beta',
  ): Promise<Reply> {
    return await this.#read(property, { method: 'GET', path: `/${version}/properties/${property}/${path}` }, reply);
  }

  /** Reads something of the Data API below a property by POST. */
  async dataPost<Reply>(property: string, path: string, body: object, reply: z.ZodType<Reply>): Promise<Reply> {
    return await this.#read(property, post(`/v1beta/properties/${property}/${path}`, body), reply);
  }

  /** Creates something of the Data API below a property. */
  async dataCreate<Reply>(property: string, path: string, body: object, reply: z.ZodType<Reply>): Promise<Reply> {
    this.#hasChanged = true;
    return await this.#ask(property, post(`/v1beta/properties/${property}/${path}`, body), reply);
  }

  /** Reads something of the Admin API; `property` is the one it is about, if any. */
  async adminGet<Reply>(
    property: string | undefined,
    path: string,
    reply: z.ZodType<Reply>,
    version: Version = 'v1beta',
  ): Promise<Reply> {
    return await this.#read(property, { method: 'GET', path: `/${version}/${path}`, origin: ADMIN_ORIGIN }, reply);
  }

  /** Asks the Admin API something by POST. */
  async adminQuery<Reply>(
    property: string | undefined,
    path: string,
    body: object,
    reply: z.ZodType<Reply>,
  ): Promise<Reply> {
    return await this.#read(property, { ...post(`/v1beta/${path}`, body), origin: ADMIN_ORIGIN }, reply);
  }

  /** Reads a list of the Admin API, page after page. `field` holds the rows; Google leaves it out where there are none. */
  async adminList<Row>(
    property: string | undefined,
    path: string,
    field: string,
    row: z.ZodType<Row>,
    version: Version = 'v1beta',
  ): Promise<Listing<Row>> {
    const reply = z.object({ [field]: z.array(row).optional(), nextPageToken: z.string().optional() });
    const rows: Row[] = [];
    let token: string | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const query = new URLSearchParams({ pageSize: String(PAGE_SIZE), ...(token ? { pageToken: token } : {}) });
      const answer = await this.adminGet(property, `${path}?${query}`, reply, version);
      rows.push(...((answer[field] as Row[] | undefined) ?? []));
      token = (answer.nextPageToken as string | undefined) || undefined;
      if (token === undefined) break;
    }
    return { rows, isCut: token !== undefined };
  }

  /** Changes settings. What fails after sending is of unknown fate, unless Google says that nothing was done. */
  async adminChange<Reply>(
    property: string,
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: object | undefined,
    reply: z.ZodType<Reply>,
  ): Promise<Reply> {
    this.#hasChanged = true;
    const request =
      body === undefined ? { method, path: `/v1beta/${path}` } : { ...post(`/v1beta/${path}`, body), method };
    return await this.#ask(property, { ...request, origin: ADMIN_ORIGIN }, reply);
  }

  /** A failed question leaves nothing in doubt, unless this attempt has changed something before. */
  async #read<Reply>(property: string | undefined, request: ChannelRequest, reply: z.ZodType<Reply>): Promise<Reply> {
    try {
      return await this.#ask(property, request, reply);
    } catch (error) {
      if (this.#hasChanged || !(error instanceof PlatformError) || error.details.sent !== 'unknown') throw error;
      throw new PlatformError(error.code, error.message, { ...error.details, sent: 'no' }, { cause: error });
    }
  }

  async #ask<Reply>(property: string | undefined, request: ChannelRequest, reply: z.ZodType<Reply>): Promise<Reply> {
    const body = await this.#send(property, request);
    const parsed = reply.safeParse(body);
    if (parsed.success) return parsed.data;
    const message = 'Google Analytics answered in a form that this version of the connector does not know.';
    throw new PlatformError('upstream_failed', message, { sent: 'unknown' }, { cause: parsed.error });
  }

  async #send(property: string | undefined, request: ChannelRequest): Promise<unknown> {
    try {
      return await this.#channel.send({ ...request, headers: { accept: 'application/json', ...request.headers } });
    } catch (error) {
      if (property !== undefined && error instanceof PlatformError && error.message === NO_ACCESS) {
        throw await this.#withProperties(property, error);
      }
      throw error;
    }
  }

  /** Adds to a refusal which properties can be seen. Where even that is not told, the refusal stays as it is. */
  async #withProperties(property: string, refusal: PlatformError): Promise<PlatformError> {
    const path = `/v1beta/accountSummaries?pageSize=${PAGE_SIZE}`;
    const body = await this.#channel.send({ method: 'GET', path, origin: ADMIN_ORIGIN }).catch(() => undefined);
    const parsed = AccountSummaries.safeParse(body);
    if (!parsed.success) return refusal;
    const told = nearestProperty(property, propertyList(parsed.data.accountSummaries));
    return new PlatformError(refusal.code, `${NO_ACCESS} ${told}`, refusal.details, { cause: refusal });
  }
}

function post(path: string, body: object): ChannelRequest {
  return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** What comes back where there is nothing to say. */
export const Empty = z.object({});
