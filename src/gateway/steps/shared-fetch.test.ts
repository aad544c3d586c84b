import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acmeConnection } from '../../../test/support/acme.ts';
import { Replicas } from '../../../test/support/replicas.ts';
import type { SharedAnswers, SharedText } from '../../cache/shared-answers.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { silentLog } from '../../kernel/log.ts';

const TTL_MS = 60_000;
const LEASE_MS = 5_000;
const WAIT_MS = 2_000;

/** Lets everything run that waits for no time. */
const rest = async () => {
  for (let n = 0; n < 5; n += 1) await settle();
};

/** Makes the vendor hold its answers to reads until it is told otherwise. */
function holdReads({ vendor }: Replicas): () => void {
  const gate = Promise.withResolvers<void>();
  const { wire } = vendor;
  const held: typeof wire = async (request, signal) => {
    const reply = await wire(request, signal);
    if (request.method === 'GET') await gate.promise;
    return reply;
  };
  Object.assign(vendor, { wire: held });
  return gate.resolve;
}

async function openTwo() {
  const replicas = new Replicas();
  const [one, other] = [await replicas.open(), await replicas.open()];
  return { replicas, one, other, [Symbol.asyncDispose]: () => replicas[Symbol.asyncDispose]() };
}

/** A store whose operations can be held up and made to fail, as a server's can; what is held up has been done there. */
function troubled() {
  let held: Promise<void> | undefined;
  let broken = false;
  const seen: SharedText[] = [];
  const after = async <Reply>(operation: () => Promise<Reply>): Promise<Reply> => {
    if (broken) throw new Error('It is away.');
    const reply = await operation();
    await held;
    return reply;
  };
  return {
    seen,
    through: (store: SharedAnswers): SharedAnswers => ({
      find: (connection, key) => after(() => store.find(connection, key)),
      keep: (connection, key, generation, answer) => {
        seen.push(answer);
        return after(() => store.keep(connection, key, generation, answer));
      },
      generation: (connection) => after(() => store.generation(connection)),
      raise: (connection) => after(() => store.raise(connection)),
    }),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    breaks: (isBroken: boolean) => {
      broken = isBroken;
    },
  };
}

describe('an answer that another replica has fetched', () => {
  it('is given without asking the vendor, and from then on without asking anybody', async () => {
    await using two = await openTwo();
    const fetched = await two.one.call();

    const shared = await two.other.call();
    const own = await two.other.call();

    expect([fetched, shared, own].map(({ facts }) => [facts.cache, facts.sharedCache])).toEqual([
      ['miss', 'miss'],
      ['hit', 'hit'],
      ['hit', undefined],
    ]);
    expect(shared.facts.attempts).toBe(0);
    expect(shared.rendered.json).toBe(fetched.rendered.json);
    expect(own.rendered).toBe(shared.rendered);
    expect(two.replicas.reads).toBe(1);
  });

  it('is fresh no longer than it was there', async () => {
    await using two = await openTwo();
    await two.one.read();
    await two.replicas.clock.advance(TTL_MS - 1);
    expect(await two.other.read()).toBe('hit');

    await two.replicas.clock.advance(1);

    expect(await two.other.read()).toBe('miss');
  });

  it('is masked for who may not see persons', async () => {
    await using two = await openTwo();
    await two.one.read();
    const analyst = two.other.request(two.other.principal('analyst'), 'acme_list_rows', {});

    const { rendered, facts } = await two.other.gateway.call(analyst);

    expect(facts.cache).toBe('hit');
    expect(rendered.json).not.toContain('Ada');
  });

  it('is never one that varies by caller, nor one of a connection that shares nothing', async () => {
    await using replicas = new Replicas();
    const { sharedAs: _, ...unshared } = acmeConnection('second');
    const connections = [acmeConnection(), unshared];
    const [one, other] = [await replicas.open({ connections }), await replicas.open({ connections })];

    for (const replica of [one, other]) {
      await replica.call({ connection: 'default' }, {}, 'acme_list_my_rows');
      expect(await replica.read({ connection: 'second' })).toBe('miss');
    }

    expect(replicas.reads).toBe(4);
  });

  it('is of the same account, the same release and the same key', async () => {
    await using replicas = new Replicas();
    await (await replicas.open()).read();
    const others = [
      await replicas.open({ connections: [{ ...acmeConnection(), sharedAs: 'another account' }] }),
      await replicas.open({ release: '2' }),
      await replicas.open({ key: 'another key for tests, as long as the first' }),
    ];

    for (const other of others) expect(await other.read()).toBe('miss');
  });

  it('lies in the store sealed, under a name that tells nothing', async () => {
    await using replicas = new Replicas();
    const names: string[] = [];
    const texts: string[] = [];
    const one = await replicas.open({
      through: (store) => ({
        find: (connection, key) => store.find(connection, key),
        keep(connection, key, generation, answer) {
          names.push(key);
          texts.push(answer.text);
          return store.keep(connection, key, generation, answer);
        },
        generation: (connection) => store.generation(connection),
        raise: (connection) => store.raise(connection),
      }),
    });

    await one.call({ limit: 4 });
    await rest();

    expect(names[0]).toMatch(/^[\w-]{43}$/);
    expect(texts[0]).toMatch(/^v1\.[\w-]+$/);
    const bytes = Buffer.from(texts[0]?.slice(3) as string, 'base64url').toString('latin1');
    for (const plain of ['Ada', 'row-0', 'limit', 'owner']) expect(bytes).not.toContain(plain);
  });

  it('is fetched anew where it cannot be opened, which is said once', async () => {
    await using replicas = new Replicas();
    const said: string[] = [];
    const log = { ...silentLog, warn: (_: object, event: string) => void said.push(event) };
    const exchange = (store: SharedAnswers): SharedAnswers => ({
      find: async (connection, key) => {
        const { generation } = await store.find(connection, key);
        return { generation, answer: { text: 'v1.bm90IHNlYWxlZA', freshMs: 1_000 } };
      },
      keep: (...of) => store.keep(...of),
      generation: (connection) => store.generation(connection),
      raise: (connection) => store.raise(connection),
    });
    const one = await replicas.open({ log, through: exchange });

    expect([await one.read(), await one.read({ limit: 4 })]).toEqual(['miss', 'miss']);
    expect(said).toEqual(['a shared answer cannot be opened; it is fetched anew']);
  });

  it('is not shared when it is large', async () => {
    await using two = await openTwo();
    await two.one.call({ limit: 5_000 });
    await rest();

    expect(await two.other.read({ limit: 5_000 })).toBe('miss');
  });

  it('stands in while the vendor does not answer, also where nobody has asked before', async () => {
    await using two = await openTwo();
    await two.one.read();
    await two.replicas.clock.advance(TTL_MS + 1_000);
    two.replicas.vendor.behave = () => ({ status: 500 });

    const { facts, rendered } = await two.other.call();

    expect([facts.cache, facts.sharedCache]).toEqual(['stale', 'miss']);
    expect(JSON.parse(rendered.json).source).toMatchObject({ stale: true, ageSeconds: 120 });
  });
});

describe('a write of one replica', () => {
  it('makes what another replica answered old, at once', async () => {
    await using two = await openTwo();
    for (const replica of [two.one, two.other]) await replica.read();

    await two.one.write();

    expect(await two.other.read()).toBe('miss');
    expect(await two.one.read()).toBe('hit');
    expect(two.replicas.reads).toBe(2);
  });

  it('is learned of by a replica that hears nothing as soon as it asks for anything of the connection, or looks again', async () => {
    await using replicas = new Replicas();
    const [one, deaf] = [await replicas.open(), await replicas.open({ deaf: true })];
    await deaf.read();
    await one.write();
    expect(await deaf.read()).toBe('hit');

    await deaf.read({ limit: 4 });
    expect(await deaf.read()).toBe('miss');

    await one.write();
    await deaf.generations.lookAgain();
    expect(await deaf.read()).toBe('miss');
  });

  it('is not answered by what another replica was fetching meanwhile', async () => {
    await using two = await openTwo();
    const answer = holdReads(two.replicas);

    const before = two.other.read();
    await rest();
    await two.one.write();
    const after = two.one.read();
    await rest();
    answer();

    expect(await Promise.all([before, after])).toEqual(['miss', 'miss']);
    await rest();
    expect(await two.other.read()).toBe('hit');
    expect(two.replicas.reads).toBe(2);
  });

  it('is never followed by an answer of before in the replica that wrote, however late the store replies', async () => {
    await using replicas = new Replicas();
    const store = troubled();
    const [writer, other] = [await replicas.open({ through: store.through }), await replicas.open()];
    await other.read();
    const letGo = store.hold();
    const reading = writer.read();
    await rest();
    const writing = writer.write();
    await rest();
    letGo();
    await Promise.all([reading, writing]);

    expect(await writer.read()).toBe('miss');
  });

  it('makes old what another replica kept, when a fetch of it finds out that its generation is over', async () => {
    await using replicas = new Replicas();
    const [one, deaf] = [await replicas.open(), await replicas.open({ deaf: true })];
    await deaf.read({ limit: 4 });
    const answer = holdReads(replicas);

    const reading = deaf.read();
    await rest();
    await one.write();
    answer();
    await reading;
    await rest();

    expect(await deaf.read({ limit: 4 })).toBe('miss');
  });
});

describe('replicas that miss the same answer at once', () => {
  it('fetch it once between them', async () => {
    await using replicas = new Replicas();
    const five = await Promise.all(Array.from({ length: 5 }, () => replicas.open()));
    const answer = holdReads(replicas);

    const reads = five.flatMap((replica) => [replica.read(), replica.read()]);
    await rest();
    answer();
    await replicas.clock.advance(WAIT_MS);

    const ends = await Promise.all(reads);
    expect(replicas.reads).toBe(1);
    expect(ends.toSorted()).toEqual([...Array(4).fill('hit'), ...Array(5).fill('joined'), 'miss']);
    expect(replicas.clock.waiting).toBe(0);
  });

  it('take turns when the fetch of one fails', async () => {
    await using two = await openTwo();
    two.replicas.vendor.behave = (_, n) => (n === 0 ? { status: 500 } : {});

    const reads = [two.one.read(), two.other.read()];
    await two.replicas.clock.advance(100);

    expect((await Promise.all(reads)).toSorted()).toEqual(['miss', 'upstream_failed']);
  });

  it('wait for one that is gone no longer than a moment', async () => {
    await using two = await openTwo();
    two.replicas.vendor.behave = (_, n) => (n === 0 ? 'hang' : {});
    void two.one.read();
    await rest();

    const waiting = two.other.read();
    await two.replicas.clock.advance(WAIT_MS - 1);
    expect(two.replicas.reads).toBe(1);
    await two.replicas.clock.advance(1);

    expect(await waiting).toBe('miss');
    await two.replicas.clock.advance(LEASE_MS);
    expect(await two.one.read({ limit: 4 })).toBe('miss');
  });

  it('let a caller go who leaves or whose time is over while they wait', async () => {
    await using two = await openTwo();
    two.replicas.vendor.behave = () => 'hang';
    void two.one.read();
    await rest();
    const leaver = new AbortController();

    const leaving = two.other.read({}, { signal: () => leaver.signal });
    const hasty = two.other.read({}, { deadlineMs: 100 });
    await rest();
    leaver.abort(new PlatformError('cancelled', 'The caller left.'));
    await two.replicas.clock.advance(100);

    expect([await leaving, await hasty]).toEqual(['cancelled', 'deadline_exceeded']);
    await rest();
    expect(two.replicas.reads).toBe(1);
  });
});

describe('while the shared store is away', () => {
  it('each replica answers alone, counts that, and shares again by itself', async () => {
    await using two = await openTwo();
    two.one.state.up = false;
    expect([await two.one.read(), await two.one.read()]).toEqual(['miss', 'hit']);
    expect(two.one.missed).toEqual(['cache']);

    two.one.state.up = true;
    await two.one.read({ limit: 4 });

    expect(await two.other.read({ limit: 4 })).toBe('hit');
    expect(await two.one.read()).toBe('miss');
  });

  it('a write goes through, and the replica that wrote does not answer from before it when the store is back', async () => {
    await using replicas = new Replicas();
    const store = troubled();
    const [writer, other] = [await replicas.open({ through: store.through }), await replicas.open()];
    await writer.read();
    await rest();

    store.breaks(true);
    expect((await writer.write()).facts.attempts).toBe(1);
    store.breaks(false);

    expect(await writer.read()).toBe('miss');
    expect(await other.read()).toBe('hit');
    expect(replicas.reads).toBe(2);
  });

  it('what a write owes is paid when the store is back, and the others learn of it', async () => {
    await using replicas = new Replicas();
    const store = troubled();
    const [writer, other] = [await replicas.open({ through: store.through }), await replicas.open()];
    await other.read();
    store.breaks(true);
    await writer.write();
    await writer.generations.payOwed();
    expect(await other.read()).toBe('hit');

    store.breaks(false);
    await writer.generations.payOwed();

    expect(await other.read()).toBe('miss');
  });

  it('a replica does not take what others wrote meanwhile for its own', async () => {
    await using two = await openTwo();
    two.one.state.up = false;
    await two.one.read();
    await two.other.write();
    two.one.state.up = true;

    await two.one.generations.lookAgain();

    expect(await two.one.read()).toBe('miss');
  });

  it('an operation that fails costs the answer nothing', async () => {
    await using replicas = new Replicas();
    const store = troubled();
    const one = await replicas.open({ through: store.through });
    store.breaks(true);

    expect([await one.read(), await one.read(), (await one.write()).facts.attempts]).toEqual(['miss', 'hit', 1]);
    expect(one.missed).toContain('cache');
  });
});
