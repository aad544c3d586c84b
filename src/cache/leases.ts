/**
 * Lets one of many do something while the others wait: whoever has the lease of a name. A lease ends by itself, so that
 * nobody waits for a holder that is gone. Each operation is atomic; time is the store's own.
 */
export interface Leases {
  /** Takes the lease for `forMs` and gives the token that ends it; `undefined` while somebody else has it. */
  take(name: string, forMs: number): Promise<string | undefined>;
  /** Ends the lease that has this token. One that has ended by itself is nothing any more, whoever has it now. */
  release(name: string, token: string): Promise<void>;
}
