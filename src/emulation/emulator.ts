import type { Wire } from '../kernel/wire.ts';

/** A vendor made of our own code: it speaks the vendor's HTTP over a `Wire`, without a socket, and holds its own state. */
export interface Emulator {
  /** Answers requests for `origin`. It also answers the control path of `faults.ts`. */
  readonly wire: Wire;
  /** Where the emulated vendor believes to be, `https://name.example` without a trailing slash. */
  readonly origin: string;
  /** What a connection needs to sign in, by the names of the connector's settings; made anew for each emulator. */
  readonly credentials: Readonly<Record<string, string>>;
  /** How many requests have come in, refused ones included. */
  readonly requests: number;
}
