import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { orAbsent, stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, idsField } from '../input/ids.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { pathOf } from '../shapes/body.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

/** `zoho_delete_messages`: deletes for good, one message a request. */
export const deleteMessages = defineTool({
  name: 'zoho_delete_messages',
  title: 'Delete messages for good',
  description:
    'Deletes messages of one folder for good; nobody can bring them back. Only when final deletion was asked for: trash of ' +
    'zoho_update_messages keeps them for a while. Says for each whether it is gone, was not there, or is in doubt.',
  effect: 'destroy',
  permission: 'zoho.messages.delete',
  scopes: ['ZohoMail.messages.DELETE'],
  input: z.object({ folderId: idField('Folder they lie in'), messageIds: idsField(10, 'Messages') }),
  output: z.object({
    deleted: z.array(z.string()).describe('Gone.'),
    missing: z.array(z.string()).describe('Not in that folder.'),
    untouched: z.array(z.string()).optional().describe('Not tried after a failure.'),
    uncertain: z.string().optional().describe('The one that failed: look whether it is gone.'),
    notices: Notices,
  }),
  cost: ({ messageIds }) => messageIds.length,
  examples: [
    { title: 'One', input: { folderId: '2560636000000008016', messageIds: ['1753000000000100002'] } },
    {
      title: 'Two',
      input: { folderId: '2560636000000008016', messageIds: ['1753000000000100003', '1753000000000100004'] },
    },
  ],

  async run({ folderId, messageIds }, upstream: ZohoUpstream) {
    const deleted: string[] = [];
    const missing: string[] = [];
    for (const [index, messageId] of messageIds.entries()) {
      try {
        await upstream.change('DELETE', `${pathOf({ folderId, messageId })}?expunge=true`, z.unknown());
        deleted.push(messageId);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        if (error.code === 'not_found') missing.push(messageId);
        else if (deleted.length === 0) throw error;
        else {
          const untouched = messageIds.slice(index + 1);
          return { deleted, missing, untouched, uncertain: messageId, notices: noticesOf(error.message) };
        }
      }
    }
    return { deleted, missing };
  },

  readBackScopes: ['ZohoMail.messages.READ'],
  async readBack({ folderId, messageIds }, upstream: ZohoUpstream, { write }) {
    let gone = 0;
    for (const messageId of messageIds) {
      const place = `${pathOf({ folderId, messageId })}/details`;
      if ((await orAbsent(upstream.ask(place, z.unknown()))) === undefined) gone += 1;
    }
    if (gone > 0 && gone < messageIds.length) {
      const because = `${gone} of ${messageIds.length} messages are not in the folder any more. Settle it as not done, and have the others deleted in a call of their own.`;
      return { found: 'cannot_tell', because };
    }
    return stateFound({ what: 'The messages out of the folder', holds: gone > 0 }, write);
  },
});
