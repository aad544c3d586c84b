import { z } from 'zod';

/** What `keys.create` answers; the only time that the key itself is told. */
export const CreatedKey = z.looseObject({
  id: z.string(),
  key: z.string(),
  hint: z.string(),
  role: z.string(),
  expiresAt: z.string().optional(),
});

/** What `keys.list` answers. Times are ISO 8601. */
export const ListedKeys = z.looseObject({
  keys: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      hint: z.string(),
      role: z.string(),
      tools: z.array(z.string()).optional(),
      connections: z.array(z.string()).optional(),
      createdAt: z.string(),
      expiresAt: z.string().optional(),
      revokedAt: z.string().optional(),
      lastUsedAt: z.string().optional(),
      state: z.string(),
    }),
  ),
});

/** What `keys.revoke` answers. */
export const RevokedKey = z.looseObject({ revoked: z.boolean() });
