import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { CallLine } from './call-line.ts';
import { openLog } from './log.ts';

const NOON = Date.UTC(2026, 0, 2, 12, 0, 0, 7);
const CLOCK: Clock = { ...systemClock, now: () => NOON };
const KEY = 'mcpk_abcdefghijklmnop';

const CALL: CallLine = {
  at: NOON,
  correlationId: '0af7651916cd43dd8448eb211c80319c',
  callId: '01999999-0000-7000-8000-000000000000',
  principalId: '01999999-0000-7000-8000-000000000001',
  face: 'mcp',
  tool: 'shopify_list_orders',
  connection: 'shopify/default',
  mode: 'live',
  outcome: 'ok',
  durationMs: 1.23456,
  cache: 'hit',
  attempts: 0,
};

/** Opens a log over a new file and gives what was written, line by line, after it was closed. */
async function written(level: 'debug' | 'info' | 'silent', say: (log: ReturnType<typeof openLog>) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  try {
    const path = join(folder, 'log');
    {
      await using log = openLog({ level, fd: openSync(path, 'a'), clock: CLOCK });
      say(log);
    }
    const text = readFileSync(path, 'utf8');
    expect(text === '' || text.endsWith('\n')).toBe(true);
    const lines = text.split('\n').slice(0, -1);
    return { text, events: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the log', () => {
  it('tells a call in one line', async () => {
    const through = { ...CALL, via: 'call_read_tool' };
    const { events } = await written('info', (log) => log.logCall(through));
    const { at: _, principalId, ...rest } = through;
    expect(events).toEqual([
      {
        level: 'info',
        time: '2026-01-02T12:00:00.007Z',
        event: 'call',
        ...rest,
        principal: principalId,
        durationMs: 1.235,
      },
    ]);
  });

  it.each([
    'a\r\n{"level":"error","event":"forged"}',
    '"},{"event":"forged',
    '\u001b[2Jcleared',
    '\u009b2Jcleared',
    'a\u2028b\u202ec\u0000d',
    '\ud800',
    `x ${KEY}`,
  ])('holds the tool name %j in one event that means no other and acts on nothing (K7)', async (tool) => {
    const { text, events } = await written('info', (log) => {
      log.logCall({ ...CALL, tool });
      log.info({ tool }, 'other');
    });
    expect(events.map(({ event }) => event)).toEqual(['call', 'other']);
    expect(text).not.toMatch(/[^\x20-\x7e\n]/);
    expect(text).not.toContain(KEY);
  });

  it('bounds what a caller can write into it', async () => {
    const { text } = await written('info', (log) => log.logCall({ ...CALL, tool: 'a'.repeat(1_000_000) }));
    expect(text.length).toBeLessThan(600);
  });

  it.each(['err', 'error'])('tells type and causes of an error under the name %s', async (name) => {
    const error = new PlatformError('internal', 'outer', {}, { cause: new TypeError('inner') });
    const { events } = await written('info', (log) => log.warn({ [name]: error }, 'odd'));
    expect(events[0]?.[name]).toMatchObject({
      type: 'PlatformError',
      code: 'internal',
      message: 'outer',
      cause: { type: 'TypeError', message: 'inner' },
    });
  });

  it('redacts by name and by shape, at any depth, and keeps the rest (K6)', async () => {
    const { text, events } = await written('info', (log) =>
      log.warn(
        {
          tokens: 3,
          headers: { Authorization: 'anything', 'x-api-key': 'anything', deep: [{ client_secret: 'anything' }] },
          note: `sent Bearer ${KEY} and shpat_0123456789abcdef`,
          error: new PlatformError('internal', `no ${KEY}`, {}, { cause: new Error(`cause ${KEY}`) }),
        },
        'odd',
      ),
    );
    expect(text).not.toMatch(/anything|abcdefghijkl|shpat_0/);
    expect(events[0]).toMatchObject({ level: 'warn', event: 'odd', tokens: 3, error: { type: 'PlatformError' } });
  });

  it('writes no line below its level, and none at all when silent', async () => {
    const say = (log: ReturnType<typeof openLog>) => {
      log.debug({}, 'small');
      log.logCall(CALL);
    };
    expect((await written('info', say)).events).toHaveLength(1);
    expect((await written('silent', say)).events).toHaveLength(0);
  });

  it('writes what it keeps when the process ends, by exit or by a throw', () => {
    const module = JSON.stringify(new URL('./log.ts', import.meta.url).href);
    const clock = JSON.stringify(new URL('../kernel/clock.ts', import.meta.url).href);
    for (const ending of ['process.exit(3)', 'throw new Error("crash")']) {
      const script = `
        import { openLog } from ${module};
        import { systemClock } from ${clock};
        const log = openLog({ level: 'info', fd: 1, clock: systemClock });
        for (let n = 0; n < 1000; n++) log.info({ n }, 'line');
        setTimeout(() => { for (let n = 1000; n < 3000; n++) log.info({ n }, 'line'); ${ending}; }, 20);`;
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
      const numbers = stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { n: number }).n);
      expect(numbers).toEqual(Array.from({ length: 3000 }, (_, n) => n));
    }
  });

  it('outlives a reader that has gone away', async () => {
    const fd = openSync('/dev/null', 'r');
    const log = openLog({ level: 'info', fd, clock: CLOCK });
    log.info({}, 'nobody reads this');
    await log[Symbol.asyncDispose]();
    expect(log.dropped()).toBe(0);
  });

  it('leaves nothing waiting when it is closed, so that the process can end', async () => {
    const waits = new Set<object>();
    const after: Clock['after'] = (ms, run) => {
      const wait = {};
      waits.add(wait);
      const cancel = systemClock.after(ms, run);
      return () => {
        waits.delete(wait);
        cancel();
      };
    };
    const sleep: Clock['sleep'] = (ms, signal) => {
      const wait = {};
      waits.add(wait);
      return systemClock.sleep(ms, signal).finally(() => waits.delete(wait));
    };
    const log = openLog({ level: 'info', fd: openSync('/dev/null', 'w'), clock: { ...CLOCK, after, sleep } });
    log.info({}, 'last words');

    await log[Symbol.asyncDispose]();

    await Promise.resolve();
    expect(waits.size).toBe(0);
  });

  it('writes what came while it was writing, without another line to push it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    // Open for both ends, so that neither waits for the other.
    const reader = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    await using log = openLog({ level: 'info', fd: openSync(fifo, 'a'), clock: systemClock });
    const text = 'x'.repeat(1_000);
    const lines = 220;
    for (let n = 0; n < lines; n += 1) {
      // More than a pipe holds: the writer stands in the middle of a write when the rest comes.
      if (n === 200) await setTimeout(200);
      log.info({ n }, text);
    }
    await setTimeout(200);
    let read = '';
    const buffer = Buffer.alloc(64 * 1024);
    const end = performance.now() + 3_000;
    while (!read.includes(`"n":${lines - 1},`) && performance.now() < end) {
      try {
        read += buffer.toString('utf8', 0, readSync(reader, buffer));
      } catch {
        // Nothing there yet.
        await setTimeout(10);
      }
    }
    closeSync(reader);
    rmSync(folder, { recursive: true });
    expect(read.split('\n').filter((line) => line.includes(text))).toHaveLength(lines);
  });

  it('takes lines after its end without harm, and counts what it gave up', async () => {
    const log = openLog({ level: 'info', fd: openSync('/dev/null', 'w'), clock: CLOCK });
    await log[Symbol.asyncDispose]();
    log.info({}, 'too late');
    log.flushSync();
    await log[Symbol.asyncDispose]();
    expect(log.dropped()).toBe(1);
  });
});
