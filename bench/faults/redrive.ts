import { openEmulatedShop } from '../../test/support/emulated-shop.ts';
import { openFaultProxy } from '../../test/support/fault-proxy.ts';
import { type Rest, restOf } from '../../test/support/platform-client.ts';
import { type PlatformProcess, startPlatform, temporaryFolder } from '../../test/support/platform-process.ts';
import type { Finding } from './findings.ts';

const WRITE = 'shopify_update_product_seo';
const MUTATION = 'UpdateProductSeo';
/** Letters of one product are sent again one after another, so they are about several. */
const FIRST_PRODUCT = 8_100_000_000_001;
const PRODUCTS = 100;
/** Letters of a connection that are sent again at once, at most; so many a kill may leave in doubt. */
const UNDER_WAY = 10;
/** As fast as an operator may ask for; at ten a second the same takes ten times as long. */
const PER_SECOND = 100;
const PAGE = 200;
const AT_ONCE = 8;
/** Failures in a row that the circuit is told to bear; before that many, one call goes through. */
const FAILURES_MAX = 1_000;
const REPLAYS = 200;

interface Letter {
  readonly id: string;
  readonly state: string;
}

/** Q2: so many parked writes are sent again at a rate, the platform is killed half way, and they are gone on with. */
export async function redrive(letters: number, tell: (text: string) => void): Promise<Finding[]> {
  using folder = temporaryFolder();
  await using shop = await openEmulatedShop({ bucket: { maximumAvailable: 1e7, restoreRate: 1e6 } });
  await using proxy = await openFaultProxy(shop.settings.EMULATOR_ORIGINS?.replace('shopify=', '') as string);
  const settings = {
    ...shop.settings,
    EMULATOR_ORIGINS: `shopify=${proxy.origin}`,
    RATE_CALLS_PER_MINUTE: '1000000',
    RATE_BURST: '100000',
    RETRY_ATTEMPTS: '0',
    BREAKER_FAILURES: String(FAILURES_MAX),
    DEAD_LETTERS_MAX: String(letters * 2),
  };
  const start = () => startPlatform({ folder: folder.path, settings });
  const timesOf = () => {
    const times = new Map<string, number>();
    for (const body of shop.bodies(MUTATION)) {
      const title = titleIn(body);
      times.set(title, (times.get(title) ?? 0) + 1);
    }
    return times;
  };

  await using first = await start();
  const { key } = first;
  const writing = restOf(first, key);
  const recordOf = new Map<string, string>();
  const park = async (n: number) => {
    const answer = await writeOf(writing, n);
    if (answer.json.error?.code !== 'parked') throw new Error(`A write was not parked: ${answer.text}`);
    recordOf.set(answer.json.error.record, titleOf(n));
  };
  for (let n = 0; n < letters; ) {
    await proxy.suffer();
    await writing.call('shopify_get_shop');
    await proxy.suffer({ down: true });
    const until = Math.min(letters, n + FAILURES_MAX / 2);
    while (n < until) {
      const some = Array.from({ length: Math.min(AT_ONCE, until - n) }, (_, more) => n + more);
      await Promise.all(some.map(park));
      n += some.length;
    }
    tell(`${n} of ${letters} parked`);
  }
  await proxy.suffer();
  const parkedFirst = (await lettersOf(writing, ['parked'])).length;
  const sentBefore = timesOf().size;

  const startedAt = performance.now();
  const killed = killAt(first, () => timesOf().size, letters / 2, tell);
  await redriveAll(writing, () => {}).catch(() => undefined);
  const { carriedOut: atKill } = await killed;
  const firstSeconds = (performance.now() - startedAt) / 1_000;

  await using second = await start();
  const rest = restOf(second, key);
  const found = await lettersOf(rest);
  const times = timesOf();
  const timesOfLetter = (id: string) => times.get(recordOf.get(id) as string) ?? 0;
  const wrong = found.filter(({ id, state }) => {
    if (state === 'parked') return timesOfLetter(id) !== 0;
    if (state === 'unknown') return timesOfLetter(id) > 1;
    return timesOfLetter(id) !== 1;
  });
  const unknown = found.filter(({ state }) => state === 'unknown');
  for (const { id } of unknown) {
    const outcome = timesOfLetter(id) === 1 ? 'done' : 'not-done';
    await rest.act('dead-letters.settle', { id, outcome, reason: 'What the vendor counted.' });
  }
  const afterKill = found.filter(({ state }) => state === 'parked').length;
  let redriven = 0;
  const goneOnAt = performance.now();
  await redriveAll(rest, (some) => {
    redriven += some;
    tell(`${redriven} of ${afterKill} sent after the restart`);
  });
  const perSecond = redriven / ((performance.now() - goneOnAt) / 1_000);
  // A write that was settled as not done has its key free again, and is made by who asks with it.
  for (const { id } of unknown) await writeOf(rest, Number((recordOf.get(id) as string).slice(TITLE.length)));

  let replayed = 0;
  for (let n = 0; n < letters; n += Math.ceil(letters / REPLAYS)) {
    const again = await writeOf(rest, n);
    if (again.status === 200 && again.headers.get('idempotent-replayed') === 'true') replayed += 1;
  }
  const asked = Math.ceil(letters / Math.ceil(letters / REPLAYS));
  const last = timesOf();
  const outOfOrder = countOutOfOrder(
    shop.bodies(MUTATION),
    unknown.map(({ id }) => recordOf.get(id)),
  );
  const left = await lettersOf(rest, ['parked', 'redriving', 'unknown']);
  const titles = Array.from({ length: letters }, (_, n) => titleOf(n));
  const lost = titles.filter((title) => !last.has(title)).length;
  const doubled = titles.filter((title) => (last.get(title) ?? 0) > 1).length;
  return [
    { what: 'writes parked', value: parkedFirst, holds: parkedFirst === letters },
    { what: 'of these carried out before they were sent again', value: sentBefore, holds: sentBefore === 0 },
    { what: 'sent again a second, as was asked for, at most', value: PER_SECOND },
    { what: 'sent again a second, until the kill', value: Math.round(atKill / firstSeconds) },
    { what: 'carried out when the platform was killed', value: atKill },
    { what: 'letters after the restart', value: found.length, holds: found.length === letters },
    { what: 'of these parked', value: afterKill },
    { what: 'of these of unknown outcome', value: unknown.length, holds: unknown.length <= UNDER_WAY },
    { what: 'letters that say otherwise than the vendor', value: wrong.length, holds: wrong.length === 0 },
    { what: 'sent again after the restart', value: redriven, holds: redriven === afterKill },
    {
      what: 'sent again a second, after the restart',
      value: Math.round(perSecond),
      holds: perSecond <= PER_SECOND * 1.01,
    },
    { what: 'letters still open in the end', value: left.length, holds: left.length === 0 },
    { what: 'writes that the vendor carried out', value: last.size, holds: last.size === letters },
    { what: 'lost', value: lost, holds: lost === 0 },
    { what: 'carried out twice', value: doubled, holds: doubled === 0 },
    { what: 'carried out before an earlier one of its product', value: outOfOrder, holds: outOfOrder === 0 },
    { what: `of ${asked} keys asked again, replayed`, value: replayed, holds: replayed === asked },
  ];
}

const TITLE = 'parked ';
const titleOf = (n: number) => `${TITLE}${n}`;

function writeOf(rest: Rest, n: number) {
  const id = String(FIRST_PRODUCT + (n % PRODUCTS));
  return rest.call(WRITE, { id, title: titleOf(n) }, { 'idempotency-key': `key-${n}` });
}

/** Of the vendor's writes, those that came after a later one of their product; one that was in doubt is made again last. */
function countOutOfOrder(bodies: readonly string[], doubted: readonly (string | undefined)[]): number {
  const latest = new Map<number, number>();
  let count = 0;
  for (const body of bodies) {
    const title = titleIn(body);
    if (doubted.includes(title)) continue;
    const n = Number(title.slice(TITLE.length));
    if (n < (latest.get(n % PRODUCTS) ?? -1)) count += 1;
    latest.set(n % PRODUCTS, n);
  }
  return count;
}

function titleIn(body: string): string {
  return /"title":"([^"]*)"/.exec(body)?.[1] ?? '';
}

/** Sends everything parked again, a page at a time. */
async function redriveAll(rest: Rest, sent: (count: number) => void): Promise<void> {
  let after: string | undefined;
  do {
    const order = { all: true, after, perSecond: PER_SECOND, limit: PAGE };
    const page = await rest.act('dead-letters.redrive', order);
    sent(page.redriven.length);
    after = page.next;
  } while (after !== undefined);
}

async function lettersOf(rest: Rest, states?: readonly string[]): Promise<Letter[]> {
  const letters: Letter[] = [];
  let after: string | undefined;
  do {
    const page = await rest.act('dead-letters.list', { ...(states && { states }), after, limit: 1_000 });
    letters.push(...page.letters);
    after = page.next;
  } while (after !== undefined);
  return letters;
}

/** Kills the platform when the vendor has carried out so many, and resolves when it is gone. */
async function killAt(
  platform: PlatformProcess,
  count: () => number,
  writes: number,
  tell: (text: string) => void,
): Promise<{ carriedOut: number }> {
  let seen = 0;
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      seen = count();
      tell(`${seen} sent again`);
      if (seen < writes) return;
      clearInterval(look);
      resolve();
    }, 2_000);
  });
  platform.signal('SIGKILL');
  await platform.ended;
  return { carriedOut: count() };
}
