import { describe, expect, it, vi } from 'vitest';
import { NOTICE_CHARACTERS_MAX, type Notices } from './notices.ts';

/** Two replicas that hear each other, and what closes both. */
export interface OpenedNotices {
  readonly one: Notices;
  readonly other: Notices;
  readonly close: () => Promise<void>;
}

/** What every `Notices` promises. */
export function noticesContract(open: () => Promise<OpenedNotices>): void {
  const given = (name: string, run: (opened: OpenedNotices) => Promise<void>) =>
    it(name, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  /** Listens, and gives what was heard so far. */
  const listen = (replica: Notices, topic: string) => {
    const texts: string[] = [];
    const stop = replica.subscribe(topic, { heard: (text) => texts.push(text), missed: () => {} });
    return { texts, stop };
  };
  /** Resolves when everything that was sent before it has been heard. */
  const settled = async ({ one, other }: OpenedNotices) => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const last = listen(to, 'last');
      await from.publish('last', 'said');
      await vi.waitFor(() => expect(last.texts).toEqual(['said']), { timeout: 5_000, interval: 5 });
      last.stop();
    }
  };

  describe('as notices', () => {
    given('what one replica says the other hears once, and itself never', async (opened) => {
      const here = listen(opened.one, 'a');
      const there = listen(opened.other, 'a');

      await opened.one.publish('a', 'changed');
      await settled(opened);

      expect([here.texts, there.texts]).toEqual([[], ['changed']]);
    });

    given('topics are apart', async (opened) => {
      const a = listen(opened.other, 'a');
      const b = listen(opened.other, 'b');

      await opened.one.publish('b', 'changed');
      await settled(opened);

      expect([a.texts, b.texts]).toEqual([[], ['changed']]);
    });

    given('every listener of a topic hears, until it stops listening', async (opened) => {
      const [first, second] = [listen(opened.other, 'a'), listen(opened.other, 'a')];
      await opened.one.publish('a', '1');
      await settled(opened);

      first.stop();
      first.stop();
      await opened.one.publish('a', '2');
      await settled(opened);

      expect([first.texts, second.texts]).toEqual([['1'], ['1', '2']]);
    });

    given('a text comes as it was, up to its limit, and a longer one is refused', async (opened) => {
      const there = listen(opened.other, 'a');
      const texts = ['', '{"a": "b"}', 'Zażółć 👋\n\0', 'x'.repeat(NOTICE_CHARACTERS_MAX)];

      for (const text of texts) await opened.one.publish('a', text);
      await settled(opened);

      expect(there.texts).toEqual(texts);
      await expect(opened.one.publish('a', 'x'.repeat(NOTICE_CHARACTERS_MAX + 1))).rejects.toThrow(TypeError);
    });

    given('of 100 sent at once each is heard once, those of a replica in their order', async (opened) => {
      const [here, there] = [listen(opened.one, 'a'), listen(opened.other, 'a')];
      const numbers = Array.from({ length: 50 }, (_, index) => String(index));

      await Promise.all(numbers.flatMap((text) => [opened.one.publish('a', text), opened.other.publish('a', text)]));
      await settled(opened);

      expect([here.texts, there.texts]).toEqual([numbers, numbers]);
    });

    given('who speaks without listeners troubles nobody', async (opened) => {
      await opened.one.publish('a', 'changed');
      await settled(opened);

      expect(listen(opened.other, 'a').texts).toEqual([]);
    });
  });
}
