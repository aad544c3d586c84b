import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Grant } from '../kernel/principal.ts';
import { ROLES, type RoleName } from './roles.ts';

/** What a key limits its role to. */
export interface GrantLimits {
  /** Tool names or patterns with `*`. */
  readonly tools?: readonly string[];
  /** Connection ids or patterns with `*`. */
  readonly connections?: readonly string[];
}

/** Gives the one grant of a role and limits: equal asked, identical given. */
export type Grants = (role: RoleName, limits?: GrantLimits) => Grant;

/** Makes an empty set of grants. Each is compiled on first use and kept: there are as many as distinct rights, not keys. */
export function createGrants(): Grants {
  const known = new Map<string, Grant>();
  return (role, limits = {}) => {
    const id = canonicalJson({ role, tools: sorted(limits.tools), connections: sorted(limits.connections) });
    const grant = known.get(id) ?? compileGrant(id, role, limits);
    known.set(id, grant);
    return grant;
  };
}

function compileGrant(id: string, role: RoleName, limits: GrantLimits): Grant {
  const { allows, denies, showsPersonalData } = ROLES[role];
  const allowed = anyOf(allows, permissionPattern);
  const denied = anyOf(denies, permissionPattern);
  return {
    id,
    role,
    showsPersonalData,
    permits: remembered((permission) => allowed(permission) && !denied(permission)),
    allowsTool: limits.tools ? remembered(anyOf(limits.tools, namePattern)) : () => true,
    allowsConnection: limits.connections ? remembered(anyOf(limits.connections, namePattern)) : () => true,
  };
}

/** An empty list of patterns matches nothing: an empty limit means nobody, never everybody. */
function anyOf(patterns: readonly string[], compile: (pattern: string) => RegExp): (text: string) => boolean {
  const compiled = patterns.map(compile);
  return (text) => compiled.some((pattern) => pattern.test(text));
}

const permissionPattern = (pattern: string) => wildcard(pattern, '[^.]+');
const namePattern = (pattern: string) => wildcard(pattern, '.*');

function wildcard(pattern: string, any: string): RegExp {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${literal.join(any)}$`);
}

/** Remembers answers by text. Callers ask about declared names only, which bounds the memory. */
function remembered(decide: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = decide(text);
      answers.set(text, answer);
    }
    return answer;
  };
}

function sorted(names: readonly string[] | undefined): readonly string[] | undefined {
  return names && [...new Set(names)].sort();
}
