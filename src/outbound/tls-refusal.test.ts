import { expect, it } from 'vitest';
import { tlsRefusal } from './tls-refusal.ts';

it('a process whose certificate checks are switched off is told to stop, and what to do', () => {
  expect(tlsRefusal('0')).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED=0.*Remove it/);
});

it.each([undefined, '', '1'])('a process whose certificate checks are on may start: %s', (value) => {
  expect(tlsRefusal(value)).toBeUndefined();
});
