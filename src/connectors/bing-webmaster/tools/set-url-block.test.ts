import { describe, expect, it } from 'vitest';
import { connectBing, SITE } from '../../../../test/support/connected-bing.ts';
import { getSite } from './get-site.ts';
import { setUrlBlock } from './set-url-block.ts';

const OFFER = `${SITE}pages/old-offer`;

describe('blocking a URL', () => {
  it('takes it out, shows it with the days that are left, and lets it in again', async () => {
    const bing = connectBing();
    const blocked = async () => (await bing.call(getSite, { part: 'blocked_urls' })).blockedUrls;

    expect(await bing.call(setUrlBlock, { url: OFFER, blocked: true })).toEqual({
      changed: true,
      block: { url: OFFER, scope: 'page', removal: 'full' },
    });
    expect(await blocked()).toEqual([
      { url: OFFER, scope: 'page', removal: 'full', since: '2026-11-22T12:00:00.000Z', daysLeft: 90 },
    ]);
    await bing.clock.advance(30 * 86_400_000);
    expect(await blocked()).toMatchObject([{ daysLeft: 60 }]);
    expect(await bing.call(setUrlBlock, { url: OFFER, blocked: false })).toMatchObject({ changed: true });
    expect(await blocked()).toEqual([]);
  });

  it('that is so already sends nothing', async () => {
    const bing = connectBing();
    await bing.call(setUrlBlock, { url: OFFER, blocked: true, removal: 'cache' });

    expect(await bing.call(setUrlBlock, { url: OFFER, blocked: true, removal: 'cache' })).toMatchObject({
      changed: false,
    });
    expect(await bing.call(setUrlBlock, { url: OFFER, blocked: true })).toMatchObject({ changed: true });
    expect(bing.methods().filter((method) => method === 'AddBlockedUrl')).toHaveLength(2);
  });

  it('unblocks as Bing has it, even with a slash too many', async () => {
    const bing = connectBing();
    const shown = `${SITE}/pages/old-offer`;
    await bing.call(setUrlBlock, { url: shown, blocked: true, scope: 'directory' });

    const { block } = await bing.call(setUrlBlock, { url: OFFER, blocked: false });

    expect(block).toMatchObject({ url: shown, scope: 'directory' });
    expect(JSON.parse(String(bing.sent.at(-1)?.body)).blockedUrl).toMatchObject({ Url: shown, EntityType: 1 });
  });

  it('that is not there, or lies elsewhere, changes nothing', async () => {
    const bing = connectBing();

    expect(await bing.refused(setUrlBlock, { url: OFFER, blocked: false })).toMatchObject({ code: 'not_found' });
    expect(await bing.refused(setUrlBlock, { url: 'https://elsewhere.example/', blocked: true })).toMatchObject({
      code: 'not_found',
    });
    expect(bing.methods().filter((method) => /^(Add|Remove)/.test(method))).toEqual([]);
  });

  it.each([
    { url: OFFER },
    { url: 'old-offer', blocked: true },
    { url: OFFER, blocked: 'yes' },
    { url: OFFER, blocked: true, scope: 'site' },
  ])('refuses %j', (input) => {
    expect(setUrlBlock.input.safeParse(input).success).toBe(false);
  });
});
