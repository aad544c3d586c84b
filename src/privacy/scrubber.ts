/** What stands in place of a secret. */
export const SCRUBBED = '[secret removed]';

/** Shapes of secrets that give themselves away; shorter than these they are nobody's. */
// biome-ignore format: a table is read in columns
const SHAPES = [
  /\bmcpk_[A-Za-z0-9_-]{20,}/,                                   // our own API keys
  /\bshp(?:at|ca|pa|ss|ua)_[A-Fa-f0-9]{20,}/,                    // Shopify tokens and secrets
  /\bya29\.[A-Za-z0-9_-]{20,}/,                                  // Google access tokens
  /\b1\/\/0[A-Za-z0-9_-]{20,}/,                                  // Google refresh tokens
  /\bGOCSPX-[A-Za-z0-9_-]{20,}/,                                 // Google client secrets
  /\b1000\.[a-f0-9]{32}\.[a-f0-9]{32}\b/,                        // Zoho tokens
  // JWTs. A run of their characters is tried from its beginning alone: vendors' texts are long, and anybody's.
  /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{13,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/,
];

/** What every shape holds: a text without any of these needs no closer look. */
const HINTS = ['mcpk_', 'shp(?:at|ca|pa|ss|ua)_', 'ya29\\.', '1\\/\\/0', 'GOCSPX-', '1000\\.', '\\.eyJ', '-----BEGIN'];

const SECRET_CHARACTERS_MIN = 8;

/** Takes secrets out of values. */
export interface Scrubber {
  /** Gives the value with every secret in its texts replaced; the same value, not a copy, when there was none. */
  <Value>(value: Value): Value;
  /** Whether a value may hold a secret, judged by its JSON text: one look instead of a walk. `false` is certain. */
  suspects(json: string): boolean;
}

/** Compiles a scrubber for these secrets, as they are and as a URL has them, and for every text that has the shape of one. */
export function createScrubber(secrets: readonly string[]): Scrubber {
  const known = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((secret) => secret.length >= SECRET_CHARACTERS_MIN)
    .sort((a, b) => b.length - a.length);
  const exact = known.map(quoted);
  const inJson = known.map((secret) => quoted(JSON.stringify(secret).slice(1, -1)));
  const pattern = new RegExp([...exact, ...SHAPES.map((shape) => shape.source)].join('|'), 'g');
  const hint = new RegExp([...exact, ...HINTS].join('|'));
  const hintInJson = new RegExp([...inJson, ...HINTS].join('|'));
  const scrubText = (text: string) =>
    text.length < SECRET_CHARACTERS_MIN || !hint.test(text) ? text : text.replace(pattern, SCRUBBED);
  const clean = <Value>(value: Value) => scrub(value, scrubText) as Value;
  return Object.assign(clean, { suspects: (json: string) => hintInJson.test(json) });
}

/** The text as a regular expression that matches it and nothing else. */
function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function scrub(value: unknown, scrubText: (text: string) => string): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value)
    ? scrubItems(value, scrubText)
    : scrubMembers(value as Record<string, unknown>, scrubText);
}

function scrubItems(items: unknown[], scrubText: (text: string) => string): unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const clean = scrub(items[index], scrubText);
    if (clean !== items[index]) {
      copy ??= [...items];
      copy[index] = clean;
    }
  }
  return copy ?? items;
}

function scrubMembers(members: Record<string, unknown>, scrubText: (text: string) => string): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const name in members) {
    const clean = scrub(members[name], scrubText);
    if (clean !== members[name]) {
      copy ??= { ...members };
      copy[name] = clean;
    }
  }
  return copy ?? members;
}
