import { dayMs } from '../../../emulation/world/days.ts';
import { shopDay } from '../../../emulation/world/traffic.ts';
import type { Days } from './facts.ts';
import { type DateRange, Refusal } from './requests.ts';

/** Reads a range as days of the property; refuses what is no day and what ends before it begins. */
export function daysOf({ startDate = '', endDate = '' }: DateRange, nowMs: number): Days {
  const days = { first: dayOf(startDate, 'startDate', nowMs), last: dayOf(endDate, 'endDate', nowMs) };
  if (days.last < days.first) {
    throw new Refusal(`Invalid date range: startDate ${startDate} is after endDate ${endDate}.`);
  }
  return days;
}

function dayOf(text: string, field: string, nowMs: number): number {
  const today = shopDay(nowMs);
  if (text === 'today') return today;
  if (text === 'yesterday') return today - dayMs;
  const ago = /^(\d+)daysAgo$/.exec(text)?.[1];
  if (ago !== undefined) return today - Number(ago) * dayMs;
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(midnight)) {
    throw new Refusal(`Invalid ${field}: ${text}. The date must be YYYY-MM-DD, NdaysAgo, yesterday, or today.`);
  }
  return midnight;
}
