import type { z } from 'zod';
import type { Issue } from './errors.ts';
import { nearest } from './nearest.ts';

const ISSUES_MAX = 20;
const NAME_MAX = 60;

/**
 * Says what does not fit in a parsed input, in at most 20 issues whatever was sent: unknown names are cut to 60 characters,
 * and one that is nearly a `known` one is told so.
 */
export function issuesOf(found: readonly z.core.$ZodIssue[], known: readonly string[]): Issue[] {
  const issues = found.slice(0, ISSUES_MAX).flatMap((issue): Issue[] => {
    const path = pathOf(issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.slice(0, ISSUES_MAX).map((key) => {
      const near = issue.path.length === 0 ? nearest(key, known) : undefined;
      return {
        path: join(path, shorten(key)),
        message: near ? `Unknown; did you mean ${near}?` : 'Unknown; leave it out.',
      };
    });
  });
  return issues.slice(0, ISSUES_MAX);
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : join(text, String(part))),
    '',
  );
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function shorten(text: string): string {
  return text.length > NAME_MAX ? `${text.slice(0, NAME_MAX)}…` : text;
}
