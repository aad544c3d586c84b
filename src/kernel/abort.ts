type AbortListener = (() => void) | { handleEvent(): void };

/** What says that somebody no longer waits. An `AbortSignal` is one, and so is an `Abort`. */
export interface Signal {
  readonly aborted: boolean;
  /** Why; a `PlatformError` wherever a call is ended. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: AbortListener, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: AbortListener): void;
}

/**
 * A signal with what aborts it. It is heard like an `AbortSignal`, once and in the order of listening, and costs a tenth:
 * every attempt has one and every fetch, and nearly none is ever aborted.
 */
export class Abort implements Signal {
  #aborted = false;
  #reason: unknown;
  /** Most have one listener; a list is made for the second. */
  #first: AbortListener | undefined;
  #further: AbortListener[] | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** Aborts, the first time that it is called. */
  abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    const heard = this.#first === undefined ? this.#further : [this.#first, ...(this.#further ?? [])];
    this.#first = undefined;
    this.#further = undefined;
    for (const listener of heard ?? []) tell(listener);
  }

  /** Whoever listens after the end hears nothing, as with an `AbortSignal`. */
  addEventListener(_type: 'abort', listener: AbortListener): void {
    if (this.#aborted) return;
    if (this.#first === undefined && this.#further === undefined) this.#first = listener;
    else if (this.#further === undefined) this.#further = [listener];
    else this.#further.push(listener);
  }

  removeEventListener(_type: 'abort', listener: AbortListener): void {
    if (this.#first === listener) this.#first = undefined;
    else if (this.#further !== undefined) this.#further = this.#further.filter((other) => other !== listener);
  }
}

/** A listener that fails is a fault of its own, and keeps nobody from hearing. */
function tell(listener: AbortListener): void {
  try {
    if (typeof listener === 'function') listener();
    else listener.handleEvent();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
