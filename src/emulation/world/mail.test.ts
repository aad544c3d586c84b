import { beforeAll, describe, expect, it } from 'vitest';
import { buildWorld } from './build-world.ts';
import { dayMs } from './days.ts';
import { buildMail } from './mail.ts';
import type { Mail } from './mail-records.ts';
import type { World } from './records.ts';

const noon = Date.UTC(2026, 10, 22, 12);
let world: World;
let mails: readonly Mail[];

beforeAll(() => {
  world = buildWorld(noon);
  mails = buildMail(world);
});

describe('the mail of the shop', () => {
  it('is the same for the same world, and of a size to page through', () => {
    expect(buildMail(buildWorld(noon))).toEqual(mails);
    expect(mails.length).toBeGreaterThan(400);
    expect(mails.length).toBeLessThan(1_500);
  });

  it('is about the shop’s orders, written by those who placed them', () => {
    const asked = mails.filter(({ thread, box }) => thread.startsWith('order/') && box !== 'sent');
    for (const mail of asked.slice(0, 50)) {
      const order = world.orders.find(({ number }) => mail.thread === `order/${number}`);
      const customer = world.customers.find(({ id }) => id === order?.customerId);
      expect(mail.from.address).toBe(customer?.email);
      expect(mail.atMs).toBeGreaterThan(order?.createdAtMs ?? 0);
    }
    expect(asked.length).toBeGreaterThan(100);
  });

  it('holds conversations whose answers name what they answer', () => {
    const known = new Set(mails.map(({ headerId }) => headerId));
    const answers = mails.filter((mail) => mail.answers !== undefined);

    expect(known.size).toBe(mails.length);
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.every((mail) => known.has(mail.answers ?? ''))).toBe(true);
  });

  it('has every box, files, HTML, and texts that are meant for machines', () => {
    expect(new Set(mails.map(({ box }) => box)).size).toBe(7);
    expect(mails.some(({ files }) => files.length > 1)).toBe(true);
    expect(mails.some(({ html }) => html?.includes('previous instructions'))).toBe(true);
    expect(mails.every(({ text, html }) => (text === undefined) !== (html === undefined))).toBe(true);
  });

  it('is not later than the day, and keeps what examples name on every day', () => {
    const tomorrow = buildMail(buildWorld(noon + dayMs));

    expect(mails.every(({ atMs }) => atMs < world.dayMs)).toBe(true);
    expect(tomorrow.filter(({ isKeepsake }) => isKeepsake)).toEqual(mails.filter(({ isKeepsake }) => isKeepsake));
  });
});
