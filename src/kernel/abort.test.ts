import { describe, expect, it, vi } from 'vitest';
import { Abort, type Signal } from './abort.ts';

/** Ours and the platform's: who listens sees no difference. */
const MAKES = [
  ['Abort', () => new Abort()],
  [
    'AbortController',
    () => {
      const controller = new AbortController();
      return Object.assign(controller.signal, { abort: (reason: unknown) => controller.abort(reason) });
    },
  ],
] as const satisfies readonly (readonly [string, () => Signal & { abort(reason: unknown): void }])[];

describe.each(MAKES)('a signal of %s', (_, make) => {
  it('is quiet until it is aborted, and says why from then on', () => {
    const signal = make();
    expect([signal.aborted, signal.reason]).toEqual([false, undefined]);

    signal.abort('why');
    signal.abort('again');

    expect([signal.aborted, signal.reason]).toEqual([true, 'why']);
  });

  it('tells its listeners once, in the order of listening, when it is aborted already', () => {
    const signal = make();
    const heard: string[] = [];
    const listen = (name: string) => signal.addEventListener('abort', () => heard.push(`${name} ${signal.aborted}`));
    listen('first');
    signal.addEventListener('abort', { handleEvent: () => heard.push('object') });
    listen('third');

    signal.abort('why');
    signal.abort('again');

    expect(heard).toEqual(['first true', 'object', 'third true']);
  });

  it.each([0, 1, 2])('does not tell who stopped listening: the listener %i of three', (leaver) => {
    const signal = make();
    const heard: number[] = [];
    const listeners = [0, 1, 2].map((number) => () => void heard.push(number));
    for (const listener of listeners) signal.addEventListener('abort', listener);
    signal.removeEventListener('abort', listeners[leaver] as () => void);
    signal.removeEventListener('abort', () => {});

    signal.abort('why');

    expect(heard).toEqual([0, 1, 2].filter((number) => number !== leaver));
  });

  it('tells the one who listens after the first has left', () => {
    const signal = make();
    const [left, stays] = [vi.fn(), vi.fn()];
    signal.addEventListener('abort', left);
    signal.removeEventListener('abort', left);
    signal.addEventListener('abort', stays);

    signal.abort('why');

    expect([left.mock.calls.length, stays.mock.calls.length]).toEqual([0, 1]);
  });

  it('tells nobody who listens after the end', () => {
    const signal = make();
    const late = vi.fn();
    signal.abort('why');

    signal.addEventListener('abort', late);

    expect(late).not.toHaveBeenCalled();
  });
});
