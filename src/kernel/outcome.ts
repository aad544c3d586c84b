import type { AnswerFile } from './tool.ts';

type Value = Readonly<Record<string, unknown>>;

/**
 * What comes back up the pipeline. Shared by every caller of a cached answer: nobody changes it, and what is derived from
 * it (a redacted view, its text) is remembered by identity. It is a value and its JSON text, each made from the other when
 * it is asked for; what is kept for long keeps the text alone, which is one string where the value is hundreds of objects.
 */
export class Outcome {
  /** Epoch ms at which the vendor answered. */
  readonly fetchedAt: number;
  /** Given although it is stale, because the vendor did not answer: it is at most so old. */
  readonly staleSeconds: number | undefined;
  /** A file that is given besides the value. Of the one call that fetched it: it is in no text, and nothing keeps it with the outcome. */
  readonly file: AnswerFile | undefined;
  /** Whatever its presenter made of it, to be given again. */
  presented: object | undefined;
  #value: Value | undefined;
  #json: string | undefined;

  constructor(value: Value, fetchedAt: number, staleSeconds?: number, file?: AnswerFile) {
    this.#value = value;
    this.fetchedAt = fetchedAt;
    this.staleSeconds = staleSeconds;
    this.file = file;
  }

  /** An outcome of its JSON text, as `json` gave it. */
  static ofText(json: string, fetchedAt: number): Outcome {
    const outcome = new Outcome({}, fetchedAt);
    outcome.#json = json;
    return outcome.keepText();
  }

  get value(): Value {
    return this.#value ?? (JSON.parse(this.json) as Value);
  }

  /** The value as JSON, made once. */
  get json(): string {
    this.#json ??= JSON.stringify(this.#value);
    return this.#json;
  }

  /** Lets go of the value: from here on it is made of the text each time that it is asked for. */
  keepText(): this {
    this.#json ??= JSON.stringify(this.#value);
    this.#value = undefined;
    return this;
  }

  /** The same answer, said to be so old. */
  aged(staleSeconds: number): Outcome {
    return new Outcome(this.value, this.fetchedAt, staleSeconds);
  }

  /** The same answer with another value. */
  with(value: Value): Outcome {
    return new Outcome(value, this.fetchedAt, this.staleSeconds, this.file);
  }

  /** The same answer without its file. */
  withoutFile(): Outcome {
    return this.file === undefined ? this : new Outcome(this.value, this.fetchedAt, this.staleSeconds);
  }

  toJSON(): { value: Value; fetchedAt: number } {
    return { value: this.value, fetchedAt: this.fetchedAt };
  }
}
