import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import { PlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import type { ResultRecord, ResultStore } from './result-store.ts';

export interface ResultFilesOptions {
  readonly ttlMs: number;
  /** Characters of one result, all pages together. */
  readonly charactersPerFile: number;
  /** Characters that one principal may keep at a time. */
  readonly charactersPerOwner: number;
}

/** A result file before its pages are known: its addresses can be written into them. */
export interface ResultDraft {
  readonly id: string;
  readonly ownerId: string;
  readonly tool: string;
  readonly connection: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  uri(page: number): string;
}

/** Seals and opens text bound to a place; the vault's sealer fits. */
export interface PageSealer {
  seal(plain: string, binding: string): string;
  open(sealed: string, binding: string): string;
}

const URI_PREFIX = 'mcp-platform://results/';
const URI = /^mcp-platform:\/\/results\/([0-9a-f-]{36})\/pages\/([1-9]\d{0,5})$/;
const LISTED_MAX = 100;

/** Keeps large results for those who asked for them: sealed, owned, expiring, capped. */
export class ResultFiles {
  readonly ttlMs: number;
  readonly #store: ResultStore;
  readonly #sealer: PageSealer;
  readonly #clock: Clock;
  readonly #options: ResultFilesOptions;
  #lastAdded: Promise<void> = Promise.resolve();

  constructor(store: ResultStore, sealer: PageSealer, clock: Clock, options: ResultFilesOptions) {
    this.ttlMs = options.ttlMs;
    this.#store = store;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#options = options;
  }

  draft(owner: Principal, tool: Tool, connection: Connection): ResultDraft {
    const createdAt = this.#clock.now();
    const id = uuidv7(createdAt);
    return {
      id,
      ownerId: owner.id,
      tool: tool.name,
      connection: connection.id,
      createdAt,
      expiresAt: createdAt + this.#options.ttlMs,
      uri: (page) => `${URI_PREFIX}${id}/pages/${page}`,
    };
  }

  /** Keeps the pages, all or none. Throws `upstream_rejected` when they are more than a result or its owner may have. */
  async keep(draft: ResultDraft, pages: readonly { json: string; rows: number }[]): Promise<ResultRecord> {
    const { uri: _uri, ...kept } = draft;
    const characters = pages.reduce((sum, { json }) => sum + json.length, 0);
    if (characters > this.#options.charactersPerFile) throw overFile(this.#options.charactersPerFile);
    const rows = pages.reduce((sum, page) => sum + page.rows, 0);
    const record = { ...kept, rows, pages: pages.length, characters };
    const seal = () => pages.map(({ json }, index) => this.#sealer.seal(json, bindingOf(draft.id, index + 1)));
    await this.#addInTurn(record, seal);
    return record;
  }

  /** One after another, since each must see what the one before it left of the owner's room. */
  #addInTurn(record: ResultRecord, seal: () => readonly string[]): Promise<void> {
    const added = this.#lastAdded.then(async () => {
      const before = await this.#store.charactersOf(record.ownerId, record.createdAt);
      if (before + record.characters > this.#options.charactersPerOwner) {
        throw overCap(this.#options.charactersPerOwner);
      }
      await this.#store.add(record, seal());
    });
    this.#lastAdded = added.catch(() => undefined);
    return added;
  }

  listOf(owner: Principal): Promise<readonly ResultRecord[]> {
    return this.#store.listOf(owner.id, this.#clock.now(), LISTED_MAX);
  }

  uriOf({ id }: ResultRecord, page: number): string {
    return `${URI_PREFIX}${id}/pages/${page}`;
  }

  /**
   * The text of a page, for its owner and while `mayRead` says that the owner may still call the tool on the connection.
   * `undefined` for everything else, so that a stranger learns nothing.
   */
  async read(owner: Principal, uri: string, mayRead: (record: ResultRecord) => boolean): Promise<string | undefined> {
    const [, id, page] = URI.exec(uri) ?? [];
    const record = id === undefined ? undefined : await this.#store.find(id);
    if (!record || record.ownerId !== owner.id || record.expiresAt <= this.#clock.now() || !mayRead(record)) return;
    const sealed = await this.#store.page(record.id, Number(page));
    return sealed && this.#sealer.open(sealed, bindingOf(record.id, Number(page)));
  }
}

function bindingOf(id: string, page: number): string {
  return `result/${id}/${page}`;
}

function overCap(characters: number): PlatformError {
  return new PlatformError(
    'upstream_rejected',
    `The answer is too large, and your stored results already fill the ${characters} characters you may keep; ask for less, or wait until they expire.`,
    { sent: 'no' },
  );
}

function overFile(characters: number): PlatformError {
  return new PlatformError(
    'upstream_rejected',
    `The answer is larger than the ${characters} characters a stored result may have; ask for less.`,
    { sent: 'no' },
  );
}
