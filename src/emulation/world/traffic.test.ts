import { describe, expect, it } from 'vitest';
import { buildWorld } from './build-world.ts';
import { dayMs } from './days.ts';
import { searchRowsOn } from './search-demand.ts';
import { firstDayOf, isTracked, sessionsOn, shopDay } from './traffic.ts';

const world = buildWorld(Date.UTC(2026, 10, 22, 12));
const days = Array.from({ length: 60 }, (_, index) => world.dayMs - (index + 1) * dayMs);
const sessions = days.flatMap((day) => sessionsOn(world, day));

describe('the traffic of the shop', () => {
  it('is the same for the same seed and day', () => {
    const again = buildWorld(Date.UTC(2026, 10, 22, 18));

    expect(sessionsOn(again, days[3]!)).toEqual(sessionsOn(world, days[3]!));
  });

  it('holds every tracked order once, on its own day of the shop, with its own total', () => {
    const bought = sessions.flatMap(({ events }) => events).filter(({ name }) => name === 'purchase');
    const orders = world.orders.filter((order) => isTracked(world, order) && days.includes(shopDay(order.createdAtMs)));

    expect(bought.map(({ orderNumber }) => orderNumber).sort()).toEqual(orders.map(({ number }) => number).sort());
    for (const { orderNumber, valueCents } of bought) {
      const order = orders.find(({ number }) => number === orderNumber);
      expect(valueCents).toBe(Math.round(Number(order?.totals.total) * 100));
    }
  });

  it('misses some three in a hundred orders of the web, and all others', () => {
    const web = world.orders.filter(({ source }) => source === 'web');
    const lost = web.filter((order) => !isTracked(world, order)).length / web.length;

    expect(lost).toBeGreaterThan(0.01);
    expect(lost).toBeLessThan(0.06);
    expect(world.orders.some((order) => order.source !== 'web' && isTracked(world, order))).toBe(false);
  });

  it('brings from Google about what Google counts as clicks', () => {
    const clicks = days.flatMap((day) => searchRowsOn(world, 'google', day)).reduce((sum, row) => sum + row.clicks, 0);
    const organic = sessions.filter(({ source, medium }) => source === 'google' && medium === 'organic').length;

    expect(organic / clicks).toBeGreaterThan(0.85);
    expect(organic / clicks).toBeLessThan(1.05);
  });

  it('begins on the day that it is asked for, each session once', () => {
    for (const day of days) for (const { atMs } of sessionsOn(world, day)) expect(shopDay(atMs)).toBe(day);
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length);
  });

  it('knows new users from those who come back', () => {
    const fresh = sessions.filter(({ isNew }) => isNew);

    expect(fresh.length / sessions.length).toBeGreaterThan(0.6);
    expect(fresh.length / sessions.length).toBeLessThan(0.9);
    for (const { userId, atMs } of fresh.slice(0, 500)) expect(firstDayOf(world, userId)).toBe(shopDay(atMs));
    for (const { userId, events } of sessions) {
      expect(events.filter(({ name }) => name === 'session_start')).toHaveLength(1);
      expect(firstDayOf(world, userId)).toBeDefined();
    }
  });

  it('counts days across a change of clocks', () => {
    expect(shopDay(Date.UTC(2026, 9, 24, 23, 30))).toBe(Date.UTC(2026, 9, 25));
    expect(shopDay(Date.UTC(2026, 9, 25, 23, 30))).toBe(Date.UTC(2026, 9, 25));
    expect(shopDay(Date.UTC(2026, 2, 29, 22, 59))).toBe(Date.UTC(2026, 2, 29));
    expect(shopDay(Date.UTC(2026, 2, 29, 23))).toBe(Date.UTC(2026, 2, 30));
  });
});
