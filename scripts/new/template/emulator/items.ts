import type { Clock } from '../../../../src/kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../../src/kernel/wire.ts';
import { jsonReply } from './json-reply.ts';

const NAMES = ['Earl Grey', 'Lapsang Souchong', 'Sencha'];
/** How long ago all of them were made. */
const AGE_MS = 30 * 86_400_000;
const LIMIT = /^([1-9]\d?|100)$/;

interface StoredItem {
  readonly id: string;
  name: string;
  updated_at: string;
}

/** The items of one emulated account, and what it answers about them. What is written stays in it. */
export class Items {
  readonly #clock: Clock;
  readonly #items: readonly StoredItem[];

  constructor(clock: Clock) {
    const updated_at = new Date(clock.now() - AGE_MS).toISOString();
    this.#clock = clock;
    this.#items = NAMES.map((name, at) => ({ id: `item-${at + 1}`, name, updated_at }));
  }

  /** Answers a request of somebody who has signed in. */
  answer({ method, url, body }: WireRequest): WireReply {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/v1/items') return method === 'GET' ? this.#page(searchParams) : methodNotAllowed();
    const id = /^\/v1\/items\/([^/]+)$/.exec(pathname)?.[1];
    const item = this.#items.find((one) => one.id === id);
    if (item === undefined) return jsonReply(404, { error: 'no such resource' });
    if (method === 'GET') return jsonReply(200, { item });
    return method === 'PUT' ? this.#rename(item, JSON.parse(String(body))) : methodNotAllowed();
  }

  #page(query: URLSearchParams): WireReply {
    const limit = query.get('limit') ?? '';
    const after = query.get('after');
    const from = after === null ? 0 : this.#items.findIndex(({ id }) => id === after) + 1;
    if (!LIMIT.test(limit)) return jsonReply(400, { error: 'limit is a number from 1 to 100' });
    if (after !== null && from === 0) return jsonReply(400, { error: 'after is no cursor' });
    const items = this.#items.slice(from, from + Number(limit));
    const isLast = from + items.length >= this.#items.length;
    return jsonReply(200, { items, next: isLast ? null : items.at(-1)?.id });
  }

  /** A vendor that is strict finds what a tool sends by mistake; this one, too, refuses some things with a 200. */
  #rename(item: StoredItem, { name, ...unknown }: Record<string, unknown>): WireReply {
    if (Object.keys(unknown).length > 0) return jsonReply(400, { error: 'unknown field' });
    if (typeof name !== 'string' || name.trim() === '') return jsonReply(200, { error: 'name_invalid' });
    item.name = name;
    item.updated_at = new Date(this.#clock.now()).toISOString();
    return jsonReply(200, { item });
  }
}

function methodNotAllowed(): WireReply {
  return jsonReply(405, { error: 'method not allowed' });
}
