import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { compileMasker } from '../../../privacy/personal-fields.ts';
import { listAbandonedCheckouts } from './list-abandoned-checkouts.ts';

describe('abandoned checkouts', () => {
  it('are listed newest first, by day of the shop and by whether they were won back', async () => {
    const shop = connectShop();
    const { checkouts: all } = await shop.call(listAbandonedCheckouts, { limit: 50 });
    const { checkouts: open } = await shop.call(listAbandonedCheckouts, { recovered: false, limit: 50 });
    const { checkouts: won } = await shop.call(listAbandonedCheckouts, { recovered: true, limit: 50 });
    const day = all[0]!.createdAt.slice(0, 10);
    const { checkouts: today } = await shop.call(listAbandonedCheckouts, { createdFrom: day, createdTo: day });

    const times = all.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().reverse());
    expect(open.every(({ recoveredAt }) => recoveredAt === undefined)).toBe(true);
    expect(won.every(({ recoveredAt }) => recoveredAt !== undefined)).toBe(true);
    expect([won.length > 0, open.length + won.length]).toEqual([true, all.length]);
    expect(today.map(({ id }) => id)).toContain(all[0]!.id);
    expect(today.length).toBeLessThan(all.length);
  });

  it('are paged to the end', async () => {
    const shop = connectShop();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call(listAbandonedCheckouts, { limit: 15, cursor });
      ids.push(...page.checkouts.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(new Set(ids).size).toBe(40);
    expect(ids).toHaveLength(40);
  });

  it('tell nobody who they are of where personal data is masked', async () => {
    const answer = await connectShop().call(listAbandonedCheckouts, { limit: 5 });

    const masked = JSON.stringify(compileMasker(listAbandonedCheckouts.output)?.(answer));

    for (const { customerName, email, recoveryUrl } of answer.checkouts) {
      for (const told of [customerName, email, recoveryUrl]) expect(masked).not.toContain(told);
    }
  });

  it.each([{ createdFrom: '2026-13-01' }, { limit: 51 }, { recovered: 'yes' }])('refuse %j', (input) => {
    expect(listAbandonedCheckouts.input.safeParse(input).success).toBe(false);
  });
});
