import { z } from 'zod';
import { defineConnector, defineTool } from '../../src/connectors/define.ts';
import type { Signal } from '../../src/kernel/abort.ts';
import { ERRORS, type ErrorCode, PlatformError } from '../../src/kernel/errors.ts';

/** What happened in the tools of one trial connector. */
export interface Trial {
  /** Calls of `trial_wait` that have begun to wait. */
  waiting: number;
  /** Calls of `trial_wait` whose signal aborted. */
  aborted: number;
  /** Ends the waiting calls. */
  release(): void;
  /** Resolves when `waiting` has become `count`. */
  untilWaiting(count: number): Promise<void>;
  /** Resolves when `aborted` has become `count`. */
  untilAborted(count: number): Promise<void>;
}

/** A connector without a vendor, with a tool for every way a call can end. */
export function createTrialConnector() {
  const { trial, wait } = createTrial();

  const echo = defineTool({
    name: 'trial_echo',
    title: 'Echo',
    description: 'Gives back what it gets.',
    effect: 'read',
    permission: 'trial.echo.read',
    input: z.object({ text: z.string(), deep: z.unknown().optional() }),
    output: z.object({ text: z.string() }),
    scopes: [],
    examples: [],
    run: async ({ text }) => ({ text }),
  });

  const fail = defineTool({
    name: 'trial_fail',
    title: 'Fail',
    description: 'Fails as it is told.',
    effect: 'read',
    permission: 'trial.fail.read',
    input: z.object({ code: z.string(), retryAfterMs: z.number().optional() }),
    output: z.object({}),
    scopes: [],
    examples: [],
    async run({ code, retryAfterMs }) {
      if (!(code in ERRORS)) throw new Error('postgres://admin:s3cret@10.0.0.5/db refused at /srv/app/db.ts:12');
      const issues = [{ path: 'filter.status', message: 'Use open or closed.' }];
      throw new PlatformError(code as ErrorCode, 'It went wrong.', { retryAfterMs, issues });
    },
  });

  const writes = (['write', 'destroy'] as const).map((effect) =>
    defineTool({
      name: `trial_${effect}`,
      title: effect,
      description: `Has the effect ${effect}.`,
      effect,
      permission: `trial.${effect}.write`,
      input: z.object({}),
      output: z.object({ ok: z.boolean() }),
      repeatable: effect === 'write',
      scopes: [],
      examples: [],
      run: async () => ({ ok: true }),
    }),
  );

  const waitTool = defineTool({
    name: 'trial_wait',
    title: 'Wait',
    description: 'Answers when it is released.',
    effect: 'read',
    permission: 'trial.wait.read',
    input: z.object({}),
    output: z.object({ done: z.boolean() }),
    cacheTtlMs: 0,
    scopes: [],
    examples: [],
    async run(_input, _upstream, { signal }) {
      await wait(signal);
      return { done: true };
    },
  });

  const connector = defineConnector<undefined>({
    id: 'trial',
    title: 'Trial',
    description: 'Tools for tests.',
    version: 1,
    toolPrefix: 'trial_',
    settings: [],
    configure: () => ({ missing: [] }),
    classify: () => ({ kind: 'ok', body: undefined }),
    upstream: () => undefined,
    probe: async () => ({ summary: '', warnings: [] }),
    tools: [echo, fail, ...writes, waitTool],
  });
  return { connector, trial };
}

function createTrial() {
  let release = () => {};
  let released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  const trial: Trial = {
    waiting: 0,
    aborted: 0,
    release: () => {
      release();
      released = new Promise((resolve) => {
        release = resolve;
      });
    },
    untilWaiting: (count) => until(() => trial.waiting >= count),
    untilAborted: (count) => until(() => trial.aborted >= count),
  };
  const wait = async (signal: Signal) => {
    trial.waiting += 1;
    changed();
    const left = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        trial.aborted += 1;
        changed();
        reject(signal.reason);
      });
    });
    await Promise.race([released, left]);
  };
  return { trial, wait };
}
