import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import type { DeadLetter } from './dead-letter-store.ts';
import { RedriveRound, type SentLetter } from './redrive-round.ts';

type Told = readonly [id: string, tool?: string, object?: string, connection?: string];

/** A round of these letters, of which each stays under way until `end` names it. */
function setUp(letters: readonly Told[], atOnce = 4) {
  const clock = createFakeClock();
  const begun: string[] = [];
  const gates = new Map<string, (sent: SentLetter) => void>();
  const objects = new Map(letters.map(([id, , object]) => [id, object]));
  const round = new RedriveRound(
    {
      clock,
      send({ id }) {
        begun.push(id);
        return new Promise((resolve) => gates.set(id, resolve));
      },
      objectOf: ({ id }) => objects.get(id),
      atOnce: () => atOnce,
    },
    letters.map(
      ([id, tool = 'acme_rename', , connection = 'acme/default']) => ({ id, tool, connection }) as DeadLetter,
    ),
  );
  const run = (perSecond = Number.POSITIVE_INFINITY) => {
    const running = round.run({ perSecond, forMs: 10_000 });
    return { running };
  };
  const end = async (id: string, sent: Partial<SentLetter> = {}) => {
    await settle();
    gates.get(id)?.({ id, outcome: 'ok', ...sent });
    await settle();
    return [...begun];
  };
  return { clock, run, end, begun };
}

const PARKED = { outcome: 'parked', message: 'It failed.' } as const;

describe('a round of redrives', () => {
  it('sends one to a connection first, and several at once when that came through', async () => {
    const { run, end, begun } = setUp(
      [
        ['1', 'a', 'x'],
        ['2', 'a', 'y'],
        ['3', 'a', 'z'],
        ['4', 'a', 'w'],
      ],
      2,
    );
    run();
    await settle();
    expect(begun).toEqual(['1']);

    expect(await end('1')).toEqual(['1', '2', '3']);
    expect(await end('3')).toEqual(['1', '2', '3', '4']);
  });

  it('sends two of one object in the order in which they were made, and lets others pass', async () => {
    const { run, end } = setUp([
      ['1', 'a', 'x'],
      ['2', 'a', 'y'],
      ['3', 'a', 'y'],
      ['4', 'a', 'z'],
      ['5', 'a', 'y'],
    ]);
    run();

    expect(await end('1')).toEqual(['1', '2', '4']);
    expect(await end('4')).toEqual(['1', '2', '4']);
    expect(await end('2')).toEqual(['1', '2', '4', '3']);
    expect(await end('3')).toEqual(['1', '2', '4', '3', '5']);
  });

  it('lets none of a connection pass one of another tool, nor one of which nobody knows the object', async () => {
    const { run, end } = setUp([
      ['1', 'a', 'x'],
      ['2', 'b', 'y'],
      ['3', 'a', 'z'],
      ['4', 'a'],
      ['5', 'a', 'w'],
    ]);
    run();

    expect(await end('1')).toEqual(['1', '2']);
    expect(await end('2')).toEqual(['1', '2', '3']);
    expect(await end('3')).toEqual(['1', '2', '3', '4']);
    expect(await end('4')).toEqual(['1', '2', '3', '4', '5']);
  });

  it('sends to connections beside each other', async () => {
    const { run, end, begun } = setUp([
      ['1', 'a'],
      ['2', 'a', undefined, 'acme/second'],
      ['3', 'a'],
    ]);
    run();
    await settle();
    expect(begun).toEqual(['1', '2']);

    expect(await end('1')).toEqual(['1', '2', '3']);
  });

  it('begins no more in a second than it may, however many could be under way', async () => {
    const { clock, run, end, begun } = setUp([
      ['1', 'a', 'x'],
      ['2', 'a', 'y'],
      ['3', 'a', 'z'],
      ['4', 'a', 'w'],
    ]);
    run(10);
    await end('1');
    expect(begun).toEqual(['1']);
    await clock.advance(100);
    expect(begun).toEqual(['1', '2']);
    await clock.advance(99);
    expect(begun).toEqual(['1', '2']);

    await clock.advance(101);

    expect(begun).toEqual(['1', '2', '3', '4']);
  });

  it('goes one by one again after one that failed', async () => {
    const { run, end } = setUp(
      [
        ['1', 'a', 'x'],
        ['2', 'a', 'y'],
        ['3', 'a', 'z'],
        ['4', 'a', 'w'],
      ],
      2,
    );
    run();
    await end('1');
    expect(await end('2', PARKED)).toEqual(['1', '2', '3']);

    expect(await end('3')).toEqual(['1', '2', '3', '4']);
  });

  it('waits for a principal that makes too many calls, as long as there is time', async () => {
    const { clock, run, end, begun } = setUp([
      ['1', 'a', 'x'],
      ['2', 'a', 'y'],
    ]);
    const { running } = run();
    const limited = { outcome: 'rate_limited', message: 'Too many.' } as const;
    await end('1', { ...limited, againAfterMs: 4_000 });
    await clock.advance(3_999);
    expect(begun).toEqual(['1']);
    await clock.advance(1);
    expect(await end('1')).toEqual(['1', '1', '2']);
    await end('2', { ...limited, againAfterMs: 6_000 });

    expect(await running).toEqual({
      redriven: [
        { id: '1', outcome: 'ok' },
        { id: '2', ...limited },
      ],
      upTo: 2,
    });
  });

  it('stops for a connection whose circuit is open, says so of the rest, and goes on for others', async () => {
    const { run, end, begun } = setUp([
      ['1', 'a'],
      ['2', 'a'],
      ['3', 'a', undefined, 'acme/second'],
      ['4', 'a'],
    ]);
    const { running } = run();
    await end('1', { ...PARKED, rests: 'circuit_open' });
    await end('3');

    expect(await running).toEqual({
      redriven: [
        { id: '1', ...PARKED },
        { id: '2', outcome: 'circuit_open', message: 'It failed.' },
        { id: '3', outcome: 'ok' },
        { id: '4', outcome: 'circuit_open', message: 'It failed.' },
      ],
      upTo: 4,
    });
    expect(begun).toEqual(['1', '3']);
  });

  it('begins none when its time is over, waits for those under way, and goes on before the first that was not begun', async () => {
    const { clock, run, end, begun } = setUp([
      ['1', 'a', 'x'],
      ['2', 'a', 'y'],
      ['3', 'a', 'y'],
      ['4', 'a', 'z'],
    ]);
    const { running } = run();
    await end('1');
    await clock.advance(10_000);
    await end('4');
    await end('2');

    expect(await running).toEqual({ redriven: ['1', '2', '4'].map((id) => ({ id, outcome: 'ok' })), upTo: 2 });
    expect(begun).toEqual(['1', '2', '4']);
  });
});
