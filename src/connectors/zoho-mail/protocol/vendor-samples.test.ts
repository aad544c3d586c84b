import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sharedData } from '../../../../test/support/shared-data.ts';
import { toSummary, ZohoMessage } from '../shapes/message.ts';
import { mainAddressOf, primaryOf, sendersOf, ZohoAccounts } from './accounts.ts';
import { classify } from './classify.ts';

const folder = sharedData('artifacts', 'zoho');

/** What `classify` hands on of a sample that others took from Zoho's pages. */
function dataOf(file: string): unknown {
  const body = readFileSync(`${folder}/${file}`, 'utf8');
  const verdict = classify({ status: 200, headers: { 'content-type': 'application/json' }, body }, 0);
  return verdict.kind === 'ok' ? verdict.body : verdict;
}

describe.skipIf(folder === undefined)('samples of Zoho’s own', () => {
  it('of accounts are read', () => {
    const account = primaryOf(ZohoAccounts.parse(dataOf('accounts.json')));

    expect([account.accountId, mainAddressOf(account), sendersOf(account)]).toEqual([
      '2554907000000008002',
      'john@zylker.com',
      ['john@zylker.com'],
    ]);
  });

  it('of messages are read', () => {
    const [row] = z.array(ZohoMessage).parse(dataOf('messages.json'));

    expect(row && toSummary(row)).toMatchObject({
      id: '1709876543210000001',
      from: 'alice@zylker.com',
      to: ['john@zylker.com'],
      receivedAt: '2024-03-08T05:42:23.210Z',
      hasAttachment: false,
    });
  });

  it('of a folder that was made are good news, although they say 201', () => {
    expect(dataOf('write_folder_create.json')).toMatchObject({ folderId: '2560636000000076007' });
  });
});
