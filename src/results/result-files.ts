import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import { PlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import type { AnswerFile, Tool } from '../kernel/tool.ts';
import { safeFileName } from './file-name.ts';
import { type FileFacts, type KeptFile, type OpenedFile, openedPages, pagesOf, sealedPages } from './file-pages.ts';
import { mediaTypeOf } from './media-type.ts';
import type { ResultRecord, ResultStore } from './result-store.ts';

export interface ResultFilesOptions {
  readonly ttlMs: number;
  /** Characters of one result, all pages together; of a file, its bytes. */
  readonly charactersPerFile: number;
  /** Characters and bytes that one principal may keep at a time. */
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

/** Seals and opens text and bytes bound to a place; the vault's sealer fits. */
export interface PageSealer {
  seal(plain: string, binding: string): string;
  open(sealed: string, binding: string): string;
  sealBytes(plain: Uint8Array, binding: string): string;
  openBytes(sealed: string, binding: string): Buffer;
}

const URI_PREFIX = 'mcp-platform://results/';
const PAGE_URI = /^mcp-platform:\/\/results\/([0-9a-f-]{36})\/pages\/([1-9]\d{0,5})$/;
const FILE_URI = /^mcp-platform:\/\/results\/([0-9a-f-]{36})\/file$/;
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
    const begun = this.#begin(owner, tool, connection);
    return { ...begun, uri: (page) => this.uriOf(begun, page) };
  }

  #begin(owner: Principal, tool: Tool, connection: Connection) {
    const createdAt = this.#clock.now();
    return {
      id: uuidv7(createdAt),
      ownerId: owner.id,
      tool: tool.name,
      connection: connection.id,
      createdAt,
      expiresAt: createdAt + this.#options.ttlMs,
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

  /**
   * Keeps a file that a tool answered with, sealed page by page: no second copy of it is made. Throws `upstream_rejected`
   * when it is larger than a result, or more than its owner may have.
   */
  async keepFile(owner: Principal, tool: Tool, connection: Connection, { name, bytes }: AnswerFile): Promise<KeptFile> {
    const most = this.#options.charactersPerFile;
    if (bytes.length > most) throw fileTooLarge(bytes.length, most);
    const begun = this.#begin(owner, tool, connection);
    const facts: FileFacts = { name: safeFileName(name), ...mediaTypeOf(bytes, name) };
    const sealedFile = this.#sealer.seal(JSON.stringify(facts), factsBindingOf(begun.id));
    const record = { ...begun, rows: 0, pages: pagesOf(bytes.length), characters: bytes.length, sealedFile };
    const seal = (part: Uint8Array, page: number) => this.#sealer.sealBytes(part, bindingOf(begun.id, page));
    await this.#addInTurn(record, () => sealedPages(bytes, seal));
    return { ...facts, uri: this.uriOf(record), bytes: bytes.length, expiresAt: record.expiresAt };
  }

  /** One after another, since each must see what the one before it left of the owner's room. */
  #addInTurn(record: ResultRecord, seal: () => Iterable<string>): Promise<void> {
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

  /** What the result is if it is a file. */
  factsOf({ id, sealedFile }: ResultRecord): FileFacts | undefined {
    return sealedFile === undefined ? undefined : JSON.parse(this.#sealer.open(sealedFile, factsBindingOf(id)));
  }

  /** Where a result is read: a file as a whole, rows page by page. */
  uriOf({ id, sealedFile }: Pick<ResultRecord, 'id' | 'sealedFile'>, page = 1): string {
    return `${URI_PREFIX}${id}/${sealedFile === undefined ? `pages/${page}` : 'file'}`;
  }

  /**
   * The text of a page, for its owner and while `mayRead` says that the owner may still call the tool on the connection.
   * `undefined` for everything else, so that a stranger learns nothing.
   */
  async read(owner: Principal, uri: string, mayRead: (record: ResultRecord) => boolean): Promise<string | undefined> {
    const [, id, page] = PAGE_URI.exec(uri) ?? [];
    const record = await this.#find(owner, id, mayRead);
    if (record === undefined || record.sealedFile !== undefined) return undefined;
    const sealed = await this.#store.page(record.id, Number(page));
    return sealed && this.#sealer.open(sealed, bindingOf(record.id, Number(page)));
  }

  /** The file at the address, for whom `read` would give a page; `undefined` for everything else. */
  async openFile(
    owner: Principal,
    uri: string,
    mayRead: (record: ResultRecord) => boolean,
  ): Promise<OpenedFile | undefined> {
    const [, id] = FILE_URI.exec(uri) ?? [];
    const record = await this.#find(owner, id, mayRead);
    const facts = record && this.factsOf(record);
    if (!record || !facts) return undefined;
    const open = async (page: number) => {
      const sealed = await this.#store.page(record.id, page);
      return sealed === undefined ? undefined : this.#sealer.openBytes(sealed, bindingOf(record.id, page));
    };
    const { pages, characters: bytes, expiresAt } = record;
    return { ...facts, uri, bytes, expiresAt, pages: () => openedPages(pages, open) };
  }

  async #find(owner: Principal, id: string | undefined, mayRead: (record: ResultRecord) => boolean) {
    const record = id === undefined ? undefined : await this.#store.find(id);
    const isTheirs = record?.ownerId === owner.id && record.expiresAt > this.#clock.now();
    return isTheirs && mayRead(record) ? record : undefined;
  }
}

function bindingOf(id: string, page: number): string {
  return `result/${id}/${page}`;
}

function factsBindingOf(id: string): string {
  return `result/${id}/file`;
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

function fileTooLarge(bytes: number, most: number): PlatformError {
  return new PlatformError(
    'upstream_rejected',
    `The file has ${bytes} bytes, and a stored result may have ${most}; an operator can allow more with RESULT_FILE_CHARACTERS.`,
    { sent: 'no' },
  );
}
