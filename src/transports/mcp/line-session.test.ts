import { getEventListeners } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { type Respond, runLineSession } from './line-session.ts';

const LIMITS = { bodyBytes: 4096, jsonDepth: 32, running: 2, drainMs: 5_000, answerBytes: 1_000_000 };

/** A client that takes what is written only when it is told to read. */
function createReader(highWaterMark: number) {
  const heard: string[] = [];
  const taking: (() => void)[] = [];
  let reads = false;
  const output = new Writable({
    highWaterMark,
    write(chunk, _encoding, done) {
      heard.push(String(chunk));
      if (reads) done();
      else taking.push(done);
    },
  });
  return {
    output,
    heard,
    read() {
      reads = true;
      for (const take of taking.splice(0)) take();
    },
  };
}

function request(id: number, method = 'ping'): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method })}\n`;
}

async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

describe('a client that does not read', () => {
  it('is not read from either, until it reads again', async () => {
    const { output, heard, read } = createReader(16);
    const input = new PassThrough();
    let asked = 0;
    const respond: Respond = async ({ id }) => {
      asked += 1;
      return JSON.stringify({ id, filler: 'x'.repeat(64) });
    };
    const ended = runLineSession({ input, output }, LIMITS, createFakeClock(), respond);
    for (let id = 1; id <= 100; id += 1) input.write(request(id));

    await turns();
    const before = asked;
    read();
    input.end();
    await ended;
    await turns();

    expect(before).toBeLessThan(20);
    expect(asked).toBe(100);
    expect(heard.join('').trim().split('\n')).toHaveLength(100);
    expect(['drain', 'close'].flatMap((event) => getEventListeners(output, event))).toEqual([]);
  });

  it('and goes leaves a session that ends', async () => {
    const { output } = createReader(16);
    output.on('error', () => {});
    const input = new PassThrough();
    const respond: Respond = async ({ id }) => JSON.stringify({ id, filler: 'x'.repeat(64) });
    const ended = runLineSession({ input, output }, LIMITS, createFakeClock(), respond);
    for (let id = 1; id <= 50; id += 1) input.write(request(id));
    await turns();

    output.destroy();
    input.end();

    await expect(ended).resolves.toBeUndefined();
  });

  it('loses the stream that it listens to, and no other request', async () => {
    const { output, read, heard } = createReader(16);
    const input = new PassThrough();
    let signalOfStream: AbortSignal | undefined;
    let tell: (message: string) => void = () => {};
    const respond: Respond = async ({ id, method }, signal, _line, send) => {
      if (method === 'ping') return JSON.stringify({ id });
      signalOfStream = signal;
      tell = send;
      return new Promise(() => {});
    };
    const ended = runLineSession({ input, output }, LIMITS, createFakeClock(), respond);
    input.write(request(1, 'subscriptions/listen'));
    await turns();

    for (let n = 0; n < 20 && !signalOfStream?.aborted; n += 1) tell('x'.repeat(128 * 1024));
    const lost = signalOfStream?.aborted;
    tell('not told');
    read();
    input.write(request(2));
    input.end();
    await ended;
    await turns();

    expect(lost).toBe(true);
    expect(heard.join('')).toContain('{"id":2}');
    expect(heard.join('')).not.toContain('not told');
  });
});
