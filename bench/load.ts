import { connect, type Socket } from 'node:net';

/** One prepared HTTP/1.1 request, head and body. */
export type PreparedRequest = Buffer;

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly calls: number;
  /** The n-th request. Called while the load runs, so it should give something prepared. */
  request(n: number): PreparedRequest;
  /** Sees the first answer, and every answer where `checkAll` is set; throws on one that is not what was asked for. */
  check(status: number, body: string): void;
  readonly checkAll?: boolean;
}

export interface LoadResult {
  readonly calls: number;
  readonly seconds: number;
  readonly bytesPerAnswer: number;
}

/** Makes a POST request of a JSON body. */
export function preparePost(path: string, headers: Readonly<Record<string, string>>, body: string): PreparedRequest {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/**
 * Sends calls over keep-alive connections, one at a time on each, from this process. It speaks plain sockets, so that
 * the generator costs little and the server is what is measured. Every answer must have status 200.
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  let next = 0;
  let bytes = 0;
  const startedAt = performance.now();
  const connection = async () => {
    const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
    const answers = new AnswerReader(socket);
    try {
      while (next < load.calls) {
        const n = next++;
        socket.write(load.request(n));
        const { status, body, length } = await answers.read();
        bytes += length;
        if (n === 0 || load.checkAll) load.check(status, body());
        else if (status !== 200) load.check(status, body());
      }
    } finally {
      socket.destroy();
    }
  };
  const stopSpinning = spin();
  await Promise.all(Array.from({ length: load.connections }, connection)).finally(stopSpinning);
  return { calls: load.calls, seconds: (performance.now() - startedAt) / 1_000, bytesPerAnswer: bytes / load.calls };
}

/**
 * Keeps this process awake. A server that is faster than its generator never has to wake it, a slower one would at each
 * answer, and waking a sleeping process is charged to who writes: awake, both pay the same.
 */
function spin(): () => void {
  let spinning = true;
  const turn = () => {
    if (spinning) setImmediate(turn);
  };
  turn();
  return () => {
    spinning = false;
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly length: number;
  body(): string;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads answers with a `content-length` or in chunks, one after another, from one socket. */
export class AnswerReader {
  #buffered = Buffer.alloc(0);
  #deliver: ((answer: RawAnswer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk) => {
      this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
      this.#tryDeliver();
    });
    socket.on('error', (error) => this.#fail?.(error));
    socket.on('close', () => this.#fail?.(new Error('The server closed the connection.')));
  }

  read(): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#deliver = resolve;
      this.#fail = reject;
      this.#tryDeliver();
    });
  }

  #tryDeliver(): void {
    const headEnd = this.#buffered.indexOf(HEAD_END);
    if (headEnd < 0 || !this.#deliver) return;
    const head = this.#buffered.toString('latin1', 0, headEnd).toLowerCase();
    const bodyAt = headEnd + HEAD_END.length;
    const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
    const end = length === undefined ? this.#chunkedEnd(bodyAt) : bodyAt + Number(length);
    if (end === undefined || this.#buffered.length < end) return;
    const whole = this.#buffered.subarray(bodyAt, end);
    this.#buffered = this.#buffered.subarray(end);
    const deliver = this.#deliver;
    this.#deliver = undefined;
    deliver({ status: Number(head.slice(9, 12)), length: whole.length, body: () => whole.toString() });
  }

  #chunkedEnd(from: number): number | undefined {
    const at = this.#buffered.indexOf('\r\n0\r\n\r\n', from - 2);
    return at < 0 ? undefined : at + 7;
  }
}
