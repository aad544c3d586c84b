import type { Call } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import { PlatformError } from '../kernel/errors.ts';
import { isoTime } from '../kernel/iso-time.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { AnswerFile, Tool } from '../kernel/tool.ts';
import { compileMasker } from '../privacy/personal-fields.ts';
import type { ResultFiles } from '../results/result-files.ts';
import type { Rendered } from './gateway.ts';
import { cutIntoPages } from './pages.ts';

export interface PresenterOptions {
  /** Longest answer in characters. */
  readonly characters: number;
}

/** What an answer says of a file at most: a name twice as long for being escaped, and the rest. */
const FILE_MEMBER_CHARACTERS = 700;

/** A principal's pages of an outcome, shared by all that ask for them while they are being kept. */
interface CutView {
  readonly rendered: Promise<Rendered>;
  /** Epoch ms after which new ones are made, so that nobody is led to pages that are about to expire. */
  readonly until: number;
}

/**
 * Makes an outcome's text: the tool's output with where it comes from, within the size an answer may have. What is too
 * large has its declared list field paged, and nothing else; the pages are kept for the caller, and so is a file that came with it.
 */
export class Presenter {
  readonly #results: ResultFiles;
  readonly #clock: Clock;
  readonly #options: PresenterOptions;
  readonly #sources = new WeakMap<Connection, string>();
  readonly #cut = new WeakMap<Outcome, Map<string, CutView>>();
  readonly #personal = new Map<Tool, boolean>();

  constructor(results: ResultFiles, clock: Clock, options: PresenterOptions) {
    this.#results = results;
    this.#clock = clock;
    this.#options = options;
  }

  /** The same object for the same outcome, so that what is derived from it is made once. */
  present(call: Call, outcome: Outcome): Rendered | Promise<Rendered> {
    const known = outcome.presented ?? this.#cutView(call, outcome);
    if (known !== undefined) return known as Rendered | Promise<Rendered>;
    const origin = this.#originOf(call, outcome);
    if (outcome.file !== undefined) return this.#keepFile(call, outcome, outcome.file, origin);
    if (outcome.json.length + origin.length > this.#options.characters) {
      return this.#presentCut(call, outcome, JSON.parse(piecesOf(outcome.json, origin).join('')));
    }
    const rendered = new WholeAnswer(outcome, origin);
    outcome.presented = rendered;
    return rendered;
  }

  /** `"mode":…,"source":…}`: what every answer says of where it comes from, as the end of its JSON. */
  #originOf({ tool, connection, principal }: Call, { fetchedAt, staleSeconds }: Outcome): string {
    const stale = staleSeconds === undefined ? '' : `,"stale":true,"ageSeconds":${staleSeconds}`;
    const personal = this.#holdsPersonalData(tool as Tool)
      ? `,"personalData":"${principal.grant.showsPersonalData ? 'shown' : 'masked'}"`
      : '';
    return `${this.#sourceOf(connection)},"fetchedAt":"${isoTime(fetchedAt)}"${stale}${personal}}}`;
  }

  /** The part of it that a connection's answers share. */
  #sourceOf(connection: Connection): string {
    let source = this.#sources.get(connection);
    if (source === undefined) {
      const { state, connector, name } = connection;
      const named = { connector: connector.id, connection: name, ...(state.on && state.target.facts) };
      source = `"mode":"${state.on ? state.mode : 'live'}","source":${JSON.stringify(named).slice(0, -1)}`;
      this.#sources.set(connection, source);
    }
    return source;
  }

  #holdsPersonalData(tool: Tool): boolean {
    const known = this.#personal.get(tool) ?? compileMasker(tool.output) !== undefined;
    this.#personal.set(tool, known);
    return known;
  }

  /** Such an answer is nobody else's, and given once. */
  async #keepFile(call: Call, { json }: Outcome, file: AnswerFile, origin: string): Promise<Rendered> {
    const { principal, tool, connection } = call;
    const room = this.#options.characters - FILE_MEMBER_CHARACTERS;
    if (json.length + origin.length > room) throw tooLarge(this.#options.characters);
    const kept = await this.#results.keepFile(principal, tool as Tool, connection, file);
    const { uri, name, mimeType, bytes: size, expiresAt } = kept;
    const told = { uri, name, mimeType, size, expiresAt: new Date(expiresAt).toISOString() };
    const pieces = piecesOf(json, `"file":${JSON.stringify(told)},${origin}`);
    return { json: pieces.join(''), pieces, file: kept };
  }

  #cutView({ principal }: Call, outcome: Outcome): Promise<Rendered> | undefined {
    const view = this.#cut.get(outcome)?.get(principal.id);
    return view && this.#clock.now() < view.until ? view.rendered : undefined;
  }

  #presentCut(call: Call, outcome: Outcome, answer: Record<string, unknown>): Promise<Rendered> {
    const views = this.#cut.get(outcome) ?? new Map<string, CutView>();
    this.#cut.set(outcome, views);
    const { id } = call.principal;
    const rendered = this.#keepPages(call, answer).catch((error) => {
      views.delete(id);
      throw (call.tool as Tool).effect === 'read' ? error : unshown(error);
    });
    views.set(id, { rendered, until: this.#clock.now() + this.#results.ttlMs / 2 });
    return rendered;
  }

  async #keepPages(call: Call, answer: Record<string, unknown>): Promise<Rendered> {
    const tool = call.tool as Tool;
    const draft = this.#results.draft(call.principal, tool, call.connection);
    const pages = tool.list && cutIntoPages(answer, tool.list, this.#options.characters, draft);
    if (!pages) throw tooLarge(this.#options.characters);
    const record = await this.#results.keep(draft, pages);
    const { json } = pages[0] as { json: string };
    return {
      json,
      pieces: [json],
      rest: {
        uri: draft.uri(2),
        name: `${tool.title}, page 2 of ${pages.length}`,
        shown: (pages[0] as { rows: number }).rows,
        total: record.rows,
        pages: record.pages,
      },
    };
  }
}

/** An answer that is given whole. Its text is put together when it is asked for: most answers are given once. */
class WholeAnswer implements Rendered {
  readonly #outcome: Outcome;
  readonly #origin: string;

  constructor(outcome: Outcome, origin: string) {
    this.#outcome = outcome;
    this.#origin = origin;
  }

  get json(): string {
    return this.pieces.join('');
  }

  get pieces(): readonly string[] {
    return piecesOf(this.#outcome.json, this.#origin);
  }
}

/** An object's JSON with further members, given as text up to its closing brace. */
function piecesOf(json: string, members: string): readonly string[] {
  return [json.slice(0, -1), json === '{}' ? '' : ',', members];
}

function tooLarge(characters: number): PlatformError {
  return new PlatformError(
    'upstream_rejected',
    `The answer is longer than the ${characters} characters an answer may have; ask for less at a time.`,
    { sent: 'no' },
  );
}

/** A write's answer that cannot be shown is not a write that failed. */
function unshown(cause: unknown): PlatformError {
  return new PlatformError(
    'internal',
    'The write was carried out, but its answer is too long to be shown. Do not send it again under a new key.',
    { sent: 'unknown' },
    { cause },
  );
}
