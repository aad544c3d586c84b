import { isAscii } from 'node:buffer';
import type { Transform } from 'node:stream';
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';

/** What the client asks for, and all that it takes. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** Up to this many encoded bytes are decoded in one step when the last has come: cheaper than a stream. */
const ONE_STEP_BYTES = 16 * 1024;
/** More than this many bytes out of one is a bomb: JSON of equal rows stays far below. */
const MAX_INFLATION = 256;
/** From here on the inflation is looked at. With `MAX_INFLATION` it is also what one step may decode to. */
const INFLATION_COUNTS_FROM_BYTES = ONE_STEP_BYTES * MAX_INFLATION;

const CODINGS = {
  gzip: { open: createGunzip, decode: gunzipSync },
  'x-gzip': { open: createGunzip, decode: gunzipSync },
  br: { open: createBrotliDecompress, decode: brotliDecompressSync },
  deflate: { open: createInflate, decode: inflateSync },
  'raw deflate': { open: createInflateRaw, decode: inflateRawSync },
} as const;

type Coding = (typeof CODINGS)[keyof typeof CODINGS];

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Whoever reads a body: slows the sender down, and takes the outcome, once. */
export interface BodyReader {
  pause(): void;
  resume(): void;
  /** The whole body, decoded as UTF-8. */
  onText(text: string): void;
  /** The whole body, for a reader that asked for its bytes. */
  onBytes(bytes: Uint8Array): void;
  onBodyFault(fault: 'too_large' | 'malformed', message: string): void;
}

/**
 * Collects one reply's body, decodes its content coding (RFC 9110 §8.4) and, unless bytes are wanted, its UTF-8. `maxBodyBytes` bounds what was
 * decoded, so a small reply cannot become a large one.
 */
export class ReplyBody {
  readonly #reader: BodyReader;
  readonly #maxBodyBytes: number;
  readonly #reading: 'text' | 'bytes';
  readonly #codingName: string | undefined;
  readonly #chunks: Buffer[] = [];
  #receivedBytes = 0;
  #decodedBytes = 0;
  #inflater: Transform | undefined;
  #over = false;

  constructor(
    contentEncoding: string | undefined,
    maxBodyBytes: number,
    reader: BodyReader,
    reading: 'text' | 'bytes' = 'text',
  ) {
    const name = contentEncoding?.trim().toLowerCase();
    this.#codingName = name === '' || name === 'identity' ? undefined : name;
    this.#maxBodyBytes = maxBodyBytes;
    this.#reader = reader;
    this.#reading = reading;
  }

  push(chunk: Buffer): void {
    if (this.#over) return;
    this.#receivedBytes += chunk.length;
    if (this.#receivedBytes > this.#maxBodyBytes) {
      this.#tooLarge();
    } else if (this.#inflater) {
      this.#inflate(this.#inflater, chunk);
    } else {
      this.#chunks.push(chunk);
      if (this.#codingName !== undefined && this.#receivedBytes > ONE_STEP_BYTES) this.#openInflater();
    }
  }

  /** The last byte has come. */
  end(): void {
    if (this.#over) return;
    if (this.#inflater) {
      this.#inflater.end();
    } else if (this.#codingName === undefined || this.#receivedBytes === 0) {
      this.#finish(this.#whole());
    } else {
      this.#decodeInOneStep();
    }
  }

  /** Nobody waits for the body any more. */
  discard(): void {
    this.#over = true;
    this.#chunks.length = 0;
    this.#inflater?.destroy();
  }

  #whole(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
  }

  #coding(): Coding | undefined {
    // Some servers send `deflate` without the zlib header that RFC 9110 §8.4.1.2 asks for; its low half-byte is 8.
    const raw = this.#codingName === 'deflate' && (this.#chunks[0]?.[0] ?? 8) % 16 !== 8;
    const name = raw ? 'raw deflate' : (this.#codingName ?? '');
    return Object.hasOwn(CODINGS, name) ? CODINGS[name as keyof typeof CODINGS] : undefined;
  }

  #decodeInOneStep(): void {
    const maxOutputLength = Math.min(this.#maxBodyBytes, INFLATION_COUNTS_FROM_BYTES);
    let decoded: Buffer | undefined;
    try {
      decoded = this.#coding()?.decode(this.#whole(), { maxOutputLength });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') this.#tooLarge();
    }
    if (decoded) this.#finish(decoded);
    else this.#malformed();
  }

  #openInflater(): void {
    const inflater = this.#coding()?.open();
    if (!inflater) {
      this.#malformed();
      return;
    }
    const received = this.#chunks.splice(0);
    this.#inflater = inflater;
    inflater.on('data', (chunk: Buffer) => this.#collect(chunk));
    inflater.on('end', () => this.#finish(this.#whole()));
    inflater.on('error', () => this.#malformed());
    inflater.on('drain', () => this.#reader.resume());
    for (const chunk of received) this.#inflate(inflater, chunk);
  }

  #inflate(inflater: Transform, chunk: Buffer): void {
    if (!inflater.write(chunk)) this.#reader.pause();
  }

  #collect(chunk: Buffer): void {
    if (this.#over) return;
    this.#decodedBytes += chunk.length;
    const bomb =
      this.#decodedBytes > INFLATION_COUNTS_FROM_BYTES && this.#decodedBytes > this.#receivedBytes * MAX_INFLATION;
    if (bomb || this.#decodedBytes > this.#maxBodyBytes) this.#tooLarge();
    else this.#chunks.push(chunk);
  }

  #finish(bytes: Buffer): void {
    if (this.#over) return;
    if (this.#reading === 'bytes') {
      this.discard();
      this.#reader.onBytes(bytes);
      return;
    }
    let text: string | undefined;
    try {
      // Most of JSON is ASCII, which is quicker known than decoded.
      text = isAscii(bytes) ? bytes.toString('latin1') : UTF8.decode(bytes);
    } catch {
      this.#malformed();
    }
    if (text === undefined) return;
    this.discard();
    this.#reader.onText(text);
  }

  #tooLarge(): void {
    this.#fail('too_large', 'The reply is larger than the limit.');
  }

  #malformed(): void {
    this.#fail('malformed', 'The body of the reply cannot be decoded.');
  }

  #fail(fault: 'too_large' | 'malformed', message: string): void {
    if (this.#over) return;
    this.discard();
    this.#reader.onBodyFault(fault, message);
  }
}
