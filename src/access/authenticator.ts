import type { Principal } from '../kernel/principal.ts';

/** Tells who a token belongs to. */
export interface Authenticator {
  /**
   * The principal of a valid token; `undefined` for any other (unknown, revoked, expired, malformed), without saying
   * which. A token seen before is answered without a promise.
   */
  authenticate(token: string): Principal | undefined | Promise<Principal | undefined>;
}
