import type { Principal } from '../kernel/principal.ts';
import type { Grants } from './grants.ts';

/** The platform as the one who acts: what it does by the clock, nobody asked for. */
export function platformItself(grants: Grants): Principal {
  return { id: 'platform', name: 'the platform itself', kind: 'local', grant: grants('admin') };
}
