import type { Tool } from './tool.ts';

/** All scopes or rights that a connection needs at its vendor for a tool: to do its work, and to see what became of it. */
export function scopesOf({ scopes, readBackScopes = [] }: Pick<Tool, 'scopes' | 'readBackScopes'>): readonly string[] {
  return [...scopes, ...readBackScopes];
}
