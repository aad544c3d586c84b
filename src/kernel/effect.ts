/** What a tool does to the vendor's data: looks, changes what can be changed back, or does what cannot be undone. */
export const EFFECTS = ['read', 'write', 'destroy'] as const;

export type Effect = (typeof EFFECTS)[number];
