import { describe, expect, it } from 'vitest';
import type { SharedAnswers, SharedText } from './shared-answers.ts';

/** A store that knows nothing and keeps at most so many answers a connection, what lets its time pass, and what closes it. */
export interface OpenedSharedAnswers {
  readonly answers: SharedAnswers;
  readonly advance: (ms: number) => Promise<void>;
  /** Makes it forget the generation of the connection `c`, as a server that starts again or is short of memory does. */
  readonly lose: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const FRESH_MS = 1_000;
const STALE_MS = 5_000;
const textOf = (text: string, freshMs = FRESH_MS): SharedText => ({ text, freshMs, staleMs: STALE_MS });

/** What every `SharedAnswers` promises. */
export function sharedAnswersContract(open: (entriesMax: number) => Promise<OpenedSharedAnswers>): void {
  const given = (name: string, run: (opened: OpenedSharedAnswers) => Promise<void>, entriesMax = 1_000) =>
    it(name, async () => {
      const opened = await open(entriesMax);
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  /** Keeps under the connection's generation of this moment. */
  const fill = async (answers: SharedAnswers, key: string, connection = 'c', freshMs = FRESH_MS) =>
    answers.keep(connection, key, await answers.generation(connection), textOf(key, freshMs));
  const found = async (answers: SharedAnswers, key: string, connection = 'c') =>
    (await answers.find(connection, key)).answer;

  describe('as shared answers', () => {
    given('an unknown key is a miss, and says the generation to fetch under', async ({ answers }) => {
      const { generation, answer } = await answers.find('c', 'k');

      expect(answer).toBeUndefined();
      expect(generation).not.toBe('');
      expect(await answers.generation('c')).toBe(generation);
    });

    given('what was kept is found, with the time that it is fresh yet', async ({ answers, advance }) => {
      expect(await fill(answers, 'k')).toBe(true);
      await advance(400);

      expect(await found(answers, 'k')).toEqual({ text: 'k', freshMs: FRESH_MS - 400 });
    });

    given('a text of any characters is found as it was', async ({ answers }) => {
      const text = 'ä €\n"\\ 👋 \u0000 1.5';

      await answers.keep('c', 'k', await answers.generation('c'), textOf(text));

      expect((await found(answers, 'k'))?.text).toBe(text);
    });

    given('it is stale for its time, and then gone', async ({ answers, advance }) => {
      await fill(answers, 'k');

      await advance(FRESH_MS + STALE_MS - 1);
      expect(await found(answers, 'k')).toEqual({ text: 'k', freshMs: 1 - STALE_MS });
      await advance(1);
      expect(await found(answers, 'k')).toBeUndefined();
    });

    given('a later answer takes the place of the earlier one', async ({ answers }) => {
      const generation = await answers.generation('c');
      await answers.keep('c', 'k', generation, textOf('earlier'));
      await answers.keep('c', 'k', generation, textOf('later'));

      expect((await found(answers, 'k'))?.text).toBe('later');
    });

    given(
      'raising begins another generation and takes every answer of the connection, and of no other',
      async (opened) => {
        const { answers } = opened;
        const before = await answers.generation('c');
        for (const key of ['a', 'b']) await fill(answers, key);
        await fill(answers, 'other', 'd');

        const after = await answers.raise('c');

        expect(after).not.toBe(before);
        expect(await answers.generation('c')).toBe(after);
        expect([await found(answers, 'a'), await found(answers, 'b')]).toEqual([undefined, undefined]);
        expect((await found(answers, 'other', 'd'))?.text).toBe('other');
      },
    );

    given('an answer that was under way when the connection was raised is not kept', async ({ answers }) => {
      const { generation } = await answers.find('c', 'k');
      await answers.raise('c');

      expect(await answers.keep('c', 'k', generation, textOf('old'))).toBe(false);

      expect(await found(answers, 'k')).toBeUndefined();
    });

    given('an older answer does not take the place of a newer one', async ({ answers }) => {
      const { generation } = await answers.find('c', 'k');
      await answers.raise('c');
      await fill(answers, 'k');

      expect(await answers.keep('c', 'k', generation, textOf('old'))).toBe(false);

      expect((await found(answers, 'k'))?.text).toBe('k');
    });

    given('a generation never comes a second time, not even after a loss', async ({ answers, lose }) => {
      const seen = [await answers.generation('c')];
      for (let n = 0; n < 10; n += 1) seen.push(await answers.raise('c'));
      await fill(answers, 'k');

      await lose();

      expect(await found(answers, 'k')).toBeUndefined();
      seen.push(await answers.generation('c'), await answers.raise('c'));
      expect(new Set(seen).size).toBe(seen.length);
      expect(await answers.keep('c', 'k', seen[10] as string, textOf('old'))).toBe(false);
    });

    given(
      'at the bound of a connection those that end first go first',
      async ({ answers }) => {
        await fill(answers, 'long', 'c', 9_000);
        await fill(answers, 'short', 'c', 1_000);
        await fill(answers, 'other', 'd', 500);
        await fill(answers, 'middle', 'c', 5_000);

        await fill(answers, 'last', 'c', 4_000);

        const left = [];
        for (const key of ['long', 'short', 'middle', 'last']) if (await found(answers, key)) left.push(key);
        expect(left).toEqual(['long', 'middle', 'last']);
        expect(await found(answers, 'other', 'd')).toBeDefined();
      },
      3,
    );

    given(
      'what is over takes no room',
      async ({ answers, advance }) => {
        await fill(answers, 'over');
        await advance(FRESH_MS + STALE_MS);
        for (const key of ['a', 'b']) await fill(answers, key);

        expect([await found(answers, 'a'), await found(answers, 'b')]).toEqual([
          { text: 'a', freshMs: FRESH_MS },
          { text: 'b', freshMs: FRESH_MS },
        ]);
      },
      2,
    );

    given('of answers and raises at once none of an older generation is left', async ({ answers }) => {
      const { generation } = await answers.find('c', 'k');

      const kept = Array.from({ length: 50 }, () => answers.keep('c', 'k', generation, textOf('old')));
      const raised = answers.raise('c');
      const late = Array.from({ length: 50 }, () => answers.keep('c', 'k', generation, textOf('old')));
      await Promise.all([...kept, raised, ...late]);

      expect(await answers.find('c', 'k')).toEqual({ generation: await raised });
    });
  });
}
