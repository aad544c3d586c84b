/** Shopify's ids have thirteen digits; the world's small ones are counted on from here, so that none looks like an index. */
const firstId = 8_100_000_000_000;

/** Gives the id that Shopify shows in `legacyResourceId` and in searches. */
export function toLegacyId(id: number): string {
  return String(firstId + id);
}

/** Gives the world's id behind a number as Shopify shows it. */
export function fromLegacyId(legacyId: number): number {
  return legacyId - firstId;
}

/** Gives the global id: `gid://shopify/Product/8100000000001`. */
export function toGid(type: string, id: number): string {
  return `gid://shopify/${type}/${toLegacyId(id)}`;
}

const pattern = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d{1,16})(?:\?.*)?$/;

/** Says whether text is a global id. */
export function isGid(text: string): boolean {
  return pattern.test(text);
}

/** Takes a global id apart; text that is none has the type `''`, which nothing has. */
export function parseGid(gid: string): { readonly type: string; readonly id: number } {
  const [, type = '', digits] = pattern.exec(gid) ?? [];
  return { type, id: fromLegacyId(Number(digits)) };
}

/** Gives the world's id when the global id is one of this type. */
export function idOfType(type: string, gid: string): number | undefined {
  const parsed = parseGid(gid);
  return parsed.type === type ? parsed.id : undefined;
}
