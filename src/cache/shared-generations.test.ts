import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { Outcome } from '../kernel/outcome.ts';
import { MemoryAnswerCache } from '../storage/memory/memory-answer-cache.ts';
import { MemorySharedAnswers } from '../storage/memory/memory-shared-answers.ts';
import type { SharedAnswers } from './shared-answers.ts';
import { SharedGenerations } from './shared-generations.ts';

/** Replicas on one store; the first asks through `through`, and nobody hears a notice. */
function openReplicas(through: (store: SharedAnswers) => SharedAnswers = (store) => store) {
  const store = new MemorySharedAnswers(createFakeClock(), 100);
  const state = { up: true, missed() {} };
  const told: string[] = [];
  const open = (shared: SharedAnswers) => {
    const own = new MemoryAnswerCache({ entriesMax: 100, bytesMax: 1_000_000 });
    const tell = (connection: string) => void told.push(connection);
    const generations = new SharedGenerations({ own, shared, state, tell });
    const keep = () =>
      own.set('k', 'c', own.generation('c'), { outcome: new Outcome({}, 0), freshUntil: Number.POSITIVE_INFINITY }, 1);
    return { generations, keep, keeps: () => own.get('k') !== undefined };
  };
  return { store, state, told, one: open(through(store)), other: open(store) };
}

describe('the generations of a replica', () => {
  it('are those of all: what a look finds anew makes old what is kept, and the same generation does not', async () => {
    const { one, other } = openReplicas();
    await one.generations.look('c', 'k');
    one.keep();
    await one.generations.look('c', 'another');
    expect(one.keeps()).toBe(true);

    await other.generations.raise('c');
    await one.generations.look('c', 'another');

    expect(one.keeps()).toBe(false);
  });

  it('do not go back to what a look found before this replica wrote, however late its reply is', async () => {
    const reply = Promise.withResolvers<void>();
    let finds = 0;
    const { store, one } = openReplicas((store) => ({
      find: async (connection, key) => {
        finds += 1;
        const isFirst = finds === 1;
        const finding = await store.find(connection, key);
        if (isFirst) await reply.promise;
        return finding;
      },
      keep: (...of) => store.keep(...of),
      generation: (connection) => store.generation(connection),
      raise: (connection) => store.raise(connection),
    }));
    await store.keep('c', 'k', await store.generation('c'), { text: 'before', freshMs: 1_000, staleMs: 0 });

    const looking = one.generations.look('c', 'k');
    await settle();
    await one.generations.raise('c');
    reply.resolve();

    expect(await looking).toMatchObject({ generation: await store.generation('c') });
    expect(await looking).not.toHaveProperty('answer');
    expect(finds).toBe(2);
  });

  it('are not asked for while something is owed, and what was kept meanwhile is old when it is paid', async () => {
    const { state, told, one, other } = openReplicas();
    state.up = false;
    await one.generations.raise('c');
    one.keep();
    state.up = true;
    await other.generations.raise('c');

    await one.generations.payOwed();

    expect(one.keeps()).toBe(false);
    expect(told).toEqual(['c', 'c']);
    await one.generations.payOwed();
    expect(told).toHaveLength(2);
  });

  it('are told to the others once for each raise that the store took', async () => {
    const { state, told, one } = openReplicas();

    await one.generations.raise('c');
    state.up = false;
    await one.generations.raise('d');

    expect(told).toEqual(['c']);
  });
});
