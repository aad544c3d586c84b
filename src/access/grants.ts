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
  const allowed = anyOf(allows, permissionMatcher);
  const denied = anyOf(denies, permissionMatcher);
  return {
    id,
    role,
    showsPersonalData,
    permits: remembered((permission) => allowed(permission) && !denied(permission)),
    choosesTools: limits.tools !== undefined,
    allowsTool: limits.tools ? remembered(anyOf(limits.tools, patternMatcher)) : () => true,
    allowsConnection: limits.connections ? remembered(anyOf(limits.connections, patternMatcher)) : () => true,
  };
}

type Matcher = (text: string) => boolean;

/** An empty list of patterns matches nothing: an empty limit means nobody, never everybody. */
function anyOf(patterns: readonly string[], compile: (pattern: string) => Matcher): Matcher {
  const matchers = patterns.map(compile);
  return (text) => matchers.some((matches) => matches(text));
}

/** Patterns of roles: `*` stands for one part of the permission. */
function permissionMatcher(pattern: string): Matcher {
  const expected = pattern.split('.');
  return (text) => {
    const parts = text.split('.');
    return (
      parts.length === expected.length &&
      expected.every((part, at) => part === parts[at] || (part === '*' && parts[at] !== ''))
    );
  };
}

/**
 * Patterns of keys: `*` stands for any text. Operators write them, so they are searched from left to right, each part
 * once, and never tried in every way that a regular expression would.
 */
export function patternMatcher(pattern: string): Matcher {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop();
  if (end === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(start)) return false;
    let at = start.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return text.length - end.length >= at && text.endsWith(end);
  };
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
