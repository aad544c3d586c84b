import { hash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../kernel/principal.ts';
import type { Authenticator } from './authenticator.ts';
import type { Grants } from './grants.ts';

/** The operator of this machine: whoever may read the data folder, and so the token of this start. */
export function localOperator(grants: Grants): Principal {
  return { id: 'local', name: 'operator of this machine', kind: 'local', grant: grants('admin') };
}

/** Knows the token of this start besides the tokens that `others` knows. */
export function withLocalOperator(others: Authenticator, token: string, operator: Principal): Authenticator {
  const digest = digestOf(token);
  return {
    authenticate(given) {
      // Only a token of the right length is worth a digest: API keys, the hot path, have another.
      if (given.length === token.length && timingSafeEqual(digestOf(given), digest)) return operator;
      return others.authenticate(given);
    },
  };
}

function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
