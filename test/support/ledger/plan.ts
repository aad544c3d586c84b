/** What a caller does next. */
export interface Plan {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly face: 'rest' | 'mcp';
  readonly principal: number;
  readonly deadlineMs?: number;
  /** The caller leaves after so long. */
  readonly leavesAfterMs?: number;
  /** Writes only. */
  readonly mark?: string;
  readonly key?: string;
  /** The same call is made again: at the same moment, or when it is answered. */
  readonly again?: 'beside' | 'after';
}

export const PRINCIPALS = 8;
/** With their repetitions, two fifths of the calls. */
const WRITES = 0.3;
const KEYED = 0.85;
const LEAVES = 0.03;
const HURRIES = 0.12;
/** Tools whose repetition is a second thing done, so that the vendor may be asked once. */
export const ONCE: ReadonlySet<string> = new Set([
  'shopify_create_product',
  'shopify_save_customer',
  'zoho_send_message',
]);

type Random = () => number;

// biome-ignore format: a table is read in columns
const READS: readonly (readonly [weight: number, tool: string, input: (random: Random) => object])[] = [
  [30, 'shopify_list_products',   (random) => ({ limit: 1 + whole(random, 60) })],
  [25, 'shopify_get_product',     (random) => ({ id: String(8_100_000_000_010 + 6 * whole(random, 6)) })],
  [10, 'shopify_search_orders',   (random) => ({ limit: 1 + whole(random, 20) })],
  [10, 'shopify_get_order',       (random) => ({ name: `#${1_880 + whole(random, 20)}` })],
  [ 8, 'shopify_list_locations',  ()       => ({ stockLimit: 0 })],
  [ 6, 'shopify_get_shop',        ()       => ({})],
  [ 8, 'gsc_query_performance',   (random) => ({ site: 'sc-domain:larkmoor-tea.example', limit: 1 + whole(random, 50) })],
  [ 2, 'gsc_list_sites',          ()       => ({})],
  [ 1, 'zoho_list_messages',      ()       => ({})],
];

// biome-ignore format: a table is read in columns
const MADE: readonly (readonly [weight: number, tool: string, input: (mark: string, random: Random) => object])[] = [
  [30, 'shopify_create_product',     (title)          => ({ title })],
  [20, 'shopify_save_customer',      (note)           => ({ firstName: 'Ada', note })],
  [20, 'shopify_update_product_seo', (title)          => ({ id: '8100000000010', title })],
  [15, 'shopify_update_product',     (tag)            => ({ id: '8100000000016', addTags: [tag] })],
  [13, 'shopify_update_order',       (note)           => ({ id: '8100000000900', note })],
  [ 2, 'zoho_send_message',          (subject)        => ({ to: ['ana@example.com'], subject, body: 'It left today.' })],
];

/** Draws the next thing to do; `number` makes a write's mark its own. */
export function planOf(number: number, random: Random): Plan {
  const shared = {
    face: random() < 0.5 ? ('rest' as const) : ('mcp' as const),
    principal: whole(random, PRINCIPALS),
    // Over REST a deadline is in whole seconds.
    deadlineMs: random() < HURRIES ? 1_000 * (1 + whole(random, 2)) : undefined,
    leavesAfterMs: random() < LEAVES ? whole(random, 200) : undefined,
  };
  if (random() >= WRITES) {
    const [, tool, input] = weighed(READS, random);
    return { ...shared, tool, input: { ...input(random) } };
  }
  const mark = `ledger-${String(number).padStart(6, '0')}`;
  const [, tool, input] = weighed(MADE, random);
  const chance = random();
  return {
    ...shared,
    tool,
    input: { ...input(mark, random) },
    mark,
    key: random() < KEYED ? `key of ${mark}`.replaceAll(' ', '-') : undefined,
    again: chance < 0.1 ? 'beside' : chance < 0.25 ? 'after' : undefined,
  };
}

function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function weighed<Row extends readonly [weight: number, ...unknown[]]>(rows: readonly Row[], random: Random): Row {
  let left = random() * rows.reduce((sum, [weight]) => sum + weight, 0);
  for (const row of rows) {
    left -= row[0];
    if (left < 0) return row;
  }
  return rows.at(-1) as Row;
}
