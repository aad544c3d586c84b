/**
 * How long clients may keep what they were told, milliseconds (server/utilities/caching of 2026-07-28). Lists follow
 * the caller's rights, so every hint is private; a list is soon asked for again, since rights can be withdrawn.
 */
const TTL_MS = {
  'server/discover': 3_600_000,
  'tools/list': 60_000,
  'prompts/list': 3_600_000,
  'resources/list': 0,
  'resources/templates/list': 3_600_000,
  'resources/read': 60_000,
} as const;

/** The members that a cacheable result of the modern era begins with, as text. */
export function cachingHints(method: keyof typeof TTL_MS): string {
  return `"ttlMs":${TTL_MS[method]},"cacheScope":"private",`;
}
