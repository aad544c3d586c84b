import { describe, expect, it } from 'vitest';
import { connectSearchConsole } from '../../../test/support/connected-search-console.ts';
import { searchConsole } from './connector.ts';

describe('the probe', () => {
  it('names the properties, and those that give less than all', async () => {
    const { summary, warnings } = await searchConsole.probe(connectSearchConsole().upstream());

    expect(summary).toMatch(/^4 properties: sc-domain:larkmoor-tea\.example, /);
    expect(warnings).toEqual([
      'Not verified, so without data: https://staging.larkmoor-tea.example/.',
      expect.stringMatching(/^Performance only; .*https:\/\/www\.larkmoor-tea\.example\/blogs\/\.$/),
    ]);
  });

  it('says what to do where the account has no property', async () => {
    const empty = connectSearchConsole({ answer: () => ({ status: 200, headers: {}, body: '{}' }) });

    expect(await searchConsole.probe(empty.upstream())).toEqual({
      summary: '0 properties.',
      warnings: [expect.stringContaining('add its e-mail address')],
    });
  });
});
