import { appendFileSync, readFileSync } from 'node:fs';

/** A call as it is about to be sent. */
export interface Sent {
  readonly call: number;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly face: 'rest' | 'mcp';
  readonly principal: number;
  /** Writes only: stands in the input, and so in what the vendor is asked. */
  readonly mark?: string;
  readonly key?: string;
  /** The call's trace id, by which its audit row is found. */
  readonly trace: string;
  /** How long the caller is ready to wait. */
  readonly deadlineMs?: number;
  /** Epoch ms. */
  readonly at: number;
}

/** What the caller saw of a call's end. */
export type End =
  | { readonly how: 'ok'; readonly replayed: boolean }
  | {
      readonly how: 'error';
      readonly code: string;
      readonly status: number;
      readonly record?: string;
      readonly retryAfterMs?: number;
      readonly text: string;
    }
  /** The connection ended before an answer; the caller left; nothing came; something came that is no answer. */
  | { readonly how: 'broken' | 'left' | 'hung' | 'malformed'; readonly text: string };

/** A call with its end. */
export interface Kept extends Sent {
  readonly end: End;
  readonly endedAt: number;
}

/** The ledger: a file outside the platform. Each call is written before it is sent, and its end when it is known. */
export class Book {
  readonly #file: string;
  #calls = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Calls written down so far. */
  get calls(): number {
    return this.#calls;
  }

  begin(call: Omit<Sent, 'call' | 'at'>): Sent {
    const sent = { call: this.#calls++, at: Date.now(), ...call };
    this.#write({ sent });
    return sent;
  }

  end({ call }: Sent, end: End): void {
    this.#write({ call, end, endedAt: Date.now() });
  }

  /** Reads the file back. */
  read(): Kept[] {
    const kept: Kept[] = [];
    for (const line of readFileSync(this.#file, 'utf8').trimEnd().split('\n')) {
      const { sent, call, end, endedAt } = JSON.parse(line);
      if (sent) kept[sent.call] = sent;
      else kept[call] = { ...kept[call], end, endedAt } as Kept;
    }
    return kept;
  }

  #write(line: object): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}
