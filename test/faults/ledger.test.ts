import { expect, it } from 'vitest';
import { keepLedger } from '../support/ledger/keep-ledger.ts';

it('keeps what it answered: 300 calls under random faults, a kill and a pause, held against what the vendors did', async () => {
  const { calls, verdict, audit, closing, kills, pauses, wrongSums } = await keepLedger({
    calls: 300,
    seed: 20_261_129,
    kills: 1,
    pauses: 1,
  });
  const { ends, ...wrong } = verdict;

  expect([kills, pauses]).toEqual([1, 1]);
  expect(calls.length).toBeGreaterThanOrEqual(300);
  expect(ends.get('ok')).toBeGreaterThan(30);
  expect(wrong).toEqual({
    lost: [],
    doubled: [],
    denied: [],
    unclassified: [],
    hung: [],
    broken: [],
    unlisted: [],
  });
  expect(audit).toMatchObject({
    missingWrites: [],
    missing: 0,
    otherwise: [],
    unknown: 0,
    integrity: 'ok',
    unfinished: 0,
  });
  expect(closing).toMatchObject({ left: 0, misread: [], strange: [], forgotten: [] });
  expect(wrongSums).toEqual([]);
}, 90_000);
