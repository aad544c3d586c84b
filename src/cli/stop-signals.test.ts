import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { ECHO_MS, onStopSignals } from './stop-signals.ts';

function listening() {
  const host = new EventEmitter();
  const told: string[] = [];
  let now = 1000;
  const forget = onStopSignals(
    host,
    { monotonicMs: () => now },
    (signal) => told.push(`stop ${signal}`),
    (signal) => told.push(`end ${signal}`),
  );
  return { host, told, forget, pass: (ms: number) => (now += ms) };
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s stops', (signal) => {
  const { host, told } = listening();
  host.emit(signal, signal);

  expect(told).toEqual([`stop ${signal}`]);
});

it('the echoes of one Ctrl-C are one signal', () => {
  const { host, told, pass } = listening();
  host.emit('SIGINT', 'SIGINT');
  pass(ECHO_MS);
  host.emit('SIGINT', 'SIGINT');
  host.emit('SIGTERM', 'SIGTERM');

  expect(told).toEqual(['stop SIGINT']);
});

it('a second signal after the echoes ends at once', () => {
  const { host, told, pass } = listening();
  host.emit('SIGTERM', 'SIGTERM');
  pass(ECHO_MS + 1);
  host.emit('SIGINT', 'SIGINT');

  expect(told).toEqual(['stop SIGTERM', 'end SIGINT']);
});

it('leaves no listener behind', () => {
  const { host, forget } = listening();
  forget();

  expect(host.eventNames()).toEqual([]);
});
