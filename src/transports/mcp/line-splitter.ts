const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Cuts bytes into lines of at most `limit` bytes each. What is longer is thrown away, and told once, where it ends. */
export class LineSplitter {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that end in `chunk`, without their ends and without empty ones. */
  *push(chunk: Buffer): Generator<Buffer | 'too long'> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#add(chunk.subarray(start, end));
      start = end + 1;
      yield* this.end();
    }
    this.#add(chunk.subarray(start));
  }

  /** The line that nothing ended. */
  *end(): Generator<Buffer | 'too long'> {
    const bytes = this.#bytes;
    const line = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    if (bytes > this.#limit) yield 'too long';
    else if (line.at(-1) === RETURN) yield* nonEmpty(line.subarray(0, -1));
    else yield* nonEmpty(line);
  }

  #add(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }
}

function* nonEmpty(line: Buffer): Generator<Buffer> {
  if (line.length > 0) yield line;
}
