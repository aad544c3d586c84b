import type { Route } from './route.ts';

/** The methods that the path answers to, for the `Allow` header of a 405 (RFC 9110 §10.2.1); empty when there is no such path. */
export function allowedMethods(routes: readonly Route[], path: string): readonly string[] {
  const methods = new Set<string>();
  for (const route of routes) {
    if (!matches(route.path, path)) continue;
    methods.add(route.method);
    if (route.method === 'GET') methods.add('HEAD');
  }
  return [...methods].sort();
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const given = path.split('/');
  return expected.length === given.length && expected.every((part, at) => part.startsWith('{') || part === given[at]);
}
