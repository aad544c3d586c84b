import { describe, expect, it } from 'vitest';
import { connectBing } from '../../../test/support/connected-bing.ts';
import { bingWebmaster } from './connector.ts';

const probe = (options: Parameters<typeof connectBing>[0] = {}) => bingWebmaster.probe(connectBing(options).upstream());

describe('the probe', () => {
  it('asks once, says what the account has, and warns of what is not verified', async () => {
    const bing = connectBing();

    expect(await bingWebmaster.probe(bing.upstream())).toEqual({
      summary: '2 sites, 1 verified.',
      warnings: [expect.stringContaining('has not verified https://larkmoor-tea.example/')],
    });
    expect(bing.methods()).toEqual(['GetUserSites']);
  });

  it.each([
    [{ settings: { BING_SITE: 'https://www.larkmoor-tea.example' } }, /BING_SITE is .* not how a site/],
    [{ sites: ['https://other.example/'] }, /several sites and BING_SITE is not set/],
    [{ settings: { BING_INDEXNOW_KEY: undefined } }, /BING_INDEXNOW_KEY is not set/],
  ])('warns where %j', async (options, warning) => {
    const { warnings } = await probe(options);

    expect(warnings).toContainEqual(expect.stringMatching(warning));
  });

  it('of an account without sites says what to do', async () => {
    const { summary, warnings } = await probe({
      answer: () => ({ status: 200, headers: {}, body: '{"d":[]}' }),
      settings: { BING_SITE: undefined, BING_INDEXNOW_KEY: 'abcdefgh12345678' },
    });

    expect([summary, warnings]).toEqual(['0 sites, 0 verified.', [expect.stringContaining('has no site')]]);
  });

  it('of wrong credentials fails as such', async () => {
    await expect(probe({ settings: { BING_API_KEY: 'wrong' } })).rejects.toMatchObject({
      code: 'upstream_authentication',
    });
  });
});
