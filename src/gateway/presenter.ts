import type { Call, Outcome } from '../kernel/call.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Tool } from '../kernel/tool.ts';
import { compileMasker } from '../privacy/personal-fields.ts';
import type { ResultFiles } from '../results/result-files.ts';
import type { Rendered } from './gateway.ts';
import { cutIntoPages } from './pages.ts';

export interface PresenterOptions {
  /** Longest answer in characters. */
  readonly characters: number;
}

/** A principal's pages of an outcome, shared by all that ask for them while they are being kept. */
interface CutView {
  readonly rendered: Promise<Rendered>;
  /** Epoch ms after which new ones are made, so that nobody is led to pages that are about to expire. */
  readonly until: number;
}

/**
 * Makes an outcome's text: the tool's output with where it comes from, within the size an answer may have. What is too
 * large has its declared list field paged, and nothing else; the pages are kept for the caller.
 */
export class Presenter {
  readonly #results: ResultFiles;
  readonly #clock: Clock;
  readonly #options: PresenterOptions;
  readonly #whole = new WeakMap<Outcome, Rendered>();
  readonly #cut = new WeakMap<Outcome, Map<string, CutView>>();
  readonly #personal = new Map<Tool, boolean>();

  constructor(results: ResultFiles, clock: Clock, options: PresenterOptions) {
    this.#results = results;
    this.#clock = clock;
    this.#options = options;
  }

  /** The same object for the same outcome, so that what is derived from it is made once. */
  present(call: Call, outcome: Outcome): Rendered | Promise<Rendered> {
    const known = this.#whole.get(outcome) ?? this.#cutView(call, outcome);
    if (known !== undefined) return known;
    const answer = this.#answer(call, outcome);
    const json = JSON.stringify(answer);
    if (json.length > this.#options.characters) return this.#presentCut(call, outcome, answer);
    const rendered = { json };
    this.#whole.set(outcome, rendered);
    return rendered;
  }

  #answer({ tool, connection, principal }: Call, { value, fetchedAt, staleSeconds }: Outcome): Record<string, unknown> {
    const { state, connector, name } = connection;
    const personal = this.#holdsPersonalData(tool as Tool);
    return {
      ...value,
      mode: state.on ? state.mode : 'live',
      source: {
        connector: connector.id,
        connection: name,
        ...(state.on && state.target.facts),
        fetchedAt: new Date(fetchedAt).toISOString(),
        ...(staleSeconds !== undefined && { stale: true, ageSeconds: staleSeconds }),
        ...(personal && { personalData: principal.grant.showsPersonalData ? 'shown' : 'masked' }),
      },
    };
  }

  #holdsPersonalData(tool: Tool): boolean {
    const known = this.#personal.get(tool) ?? compileMasker(tool.output) !== undefined;
    this.#personal.set(tool, known);
    return known;
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
    return {
      json: (pages[0] as { json: string }).json,
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
