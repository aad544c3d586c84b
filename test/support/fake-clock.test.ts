import { describe, expect, it } from 'vitest';
import { createFakeClock } from './fake-clock.ts';

describe('the fake clock', () => {
  it('stands still until it is advanced, and moves both times alike', async () => {
    const clock = createFakeClock(1000);
    const from = clock.monotonicMs();

    await clock.advance(250);

    expect(clock.now()).toBe(1250);
    expect(clock.monotonicMs() - from).toBe(250);
  });

  it('a step of the wall clock moves neither monotonic time nor sleepers', async () => {
    const clock = createFakeClock(1000);
    const woken: string[] = [];
    void clock.sleep(10).then(() => woken.push('slept'));

    clock.stepWall(-400);
    await clock.advance(9);

    expect(clock.now()).toBe(609);
    expect(woken).toEqual([]);
    await clock.advance(1);
    expect(woken).toEqual(['slept']);
  });

  it('wakes sleepers in order, each at its own time, with those who sleep again in between', async () => {
    const clock = createFakeClock(0);
    const woken: [string, number][] = [];
    const sleeper = async (name: string, ...naps: number[]) => {
      for (const nap of naps) {
        await clock.sleep(nap);
        woken.push([name, clock.now()]);
      }
    };
    const done = Promise.all([sleeper('late', 50), sleeper('twice', 10, 20), sleeper('early', 5)]);

    await clock.advance(100);
    await done;

    expect(woken).toEqual([
      ['early', 5],
      ['twice', 10],
      ['twice', 30],
      ['late', 50],
    ]);
    expect(clock.now()).toBe(100);
  });

  it('a sleep ends with the reason of its signal, before or while it lasts', async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const reason = new Error('left');
    const sleeping = clock.sleep(10, controller.signal);

    controller.abort(reason);

    await expect(sleeping).rejects.toBe(reason);
    await expect(clock.sleep(10, controller.signal)).rejects.toBe(reason);
  });
});
