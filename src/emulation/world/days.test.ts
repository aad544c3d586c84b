import { expect, it } from 'vitest';
import { monthsBefore } from './days.ts';

it.each([
  ['2026-11-22', 16, '2025-07-22'],
  ['2026-07-31', 1, '2026-06-30'],
  ['2024-03-31', 1, '2024-02-29'],
  ['2026-03-15', 16, '2024-11-15'],
])('%s less %i months is %s', (day, months, before) => {
  expect(new Date(monthsBefore(Date.parse(`${day}T15:30:00Z`), months)).toISOString()).toBe(`${before}T00:00:00.000Z`);
});
