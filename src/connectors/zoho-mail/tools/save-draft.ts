import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { idField } from '../input/ids.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { headerNamed, headersOf, pathOf } from '../shapes/body.ts';
import { listFolders, systemFolder } from '../shapes/folders.ts';
import { ZohoMessage } from '../shapes/message.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { costOfPreparing, outgoingFields, outgoingOutput, prepare } from '../shapes/outgoing.ts';

/** `zoho_save_draft`: a mail in Drafts, which a person can read, change and send. */
export const saveDraft = defineTool({
  name: 'zoho_save_draft',
  title: 'Save a draft',
  description:
    'Saves a mail in Drafts and sends nothing: a person reads and sends it in Zoho Mail. The right tool whenever somebody asks for a ' +
    'mail to be written. With answers it is a reply or forward. To change a draft save it anew and name the old one in replaces.',
  core: true,
  effect: 'write',
  permission: 'zoho.drafts.write',
  scopes: ['ZohoMail.messages.CREATE', 'ZohoMail.messages.READ', 'ZohoMail.accounts.READ'],
  input: z
    .object({ ...outgoingFields, replaces: idField('Id of a draft to put in the trash then').optional() })
    .refine(({ replaces, answers }) => replaces === undefined || answers?.how !== 'forward', {
      error: 'A forward cannot replace a draft; save it without replaces, and trash the old one.',
      path: ['replaces'],
    }),
  output: z.object({
    ...outgoingOutput,
    replaced: z.boolean().optional().describe('Whether the old draft is in the trash.'),
    notices: Notices,
  }),
  cost: (input) =>
    costOfPreparing(input) + (input.answers?.how.startsWith('reply') ? 2 : 1) + (input.replaces === undefined ? 0 : 3),
  examples: [
    {
      title: 'A new draft',
      input: { to: ['ana@example.com'], subject: 'Your order', body: 'Dear Ana,\n\nit left today.' },
    },
    {
      title: 'A draft of a reply',
      input: {
        body: 'Thank you, we look into it.',
        answers: { folderId: '2560636000000008014', messageId: '1753000000000100001', how: 'reply' },
      },
    },
  ],

  async run({ replaces, ...input }, upstream: ZohoUpstream) {
    const old = replaces === undefined ? undefined : await draftOf(upstream, replaces);
    const { composition, repliesTo, recipients } = await prepare(upstream, input);
    const threading = repliesTo ? await threadingOf(upstream, repliesTo) : {};
    const id = await upstream.draft({ ...composition, ...threading });
    const replaced = old === undefined ? undefined : await trashed(upstream, old);
    return {
      id,
      from: composition.fromAddress,
      to: [...recipients.to],
      cc: [...recipients.cc],
      bcc: [...recipients.bcc],
      subject: composition.subject,
      replaced,
      notices: noticesOf(
        replaced === false ? 'The old draft could not be put in the trash; both are there.' : undefined,
      ),
    };
  },
  noReadBack:
    'A draft carries no mark of the call, and two may be alike. Look in Drafts for one that was saved at that time; a second one does no harm.',
});

/** The path of a draft, looked up in Drafts alone, so that nothing but a draft is ever replaced. */
async function draftOf(upstream: ZohoUpstream, messageId: string): Promise<string> {
  const folderId = systemFolder(await listFolders(upstream), 'Drafts');
  const path = pathOf({ folderId, messageId });
  await upstream.ask(`${path}/details`, ZohoMessage);
  return path;
}

/** Zoho threads a draft by the Message-IDs of what it answers; a reply that is sent it threads by itself. */
async function threadingOf(upstream: ZohoUpstream, place: { folderId: string; messageId: string }) {
  const headers = await headersOf(upstream, place);
  const answered = messageIdsIn(headerNamed(headers, 'Message-ID')).at(0);
  if (answered === undefined) return {};
  const before = messageIdsIn(headerNamed(headers, 'References'));
  return { inReplyTo: answered, refHeader: [...before, answered].slice(-REFERENCES_MAX).join(' ') };
}

const REFERENCES_MAX = 20;

function messageIdsIn(header: string | undefined): string[] {
  return header?.match(/<[^<>\s]{1,250}>/g) ?? [];
}

/** The new draft is saved, so a failure here only leaves two of them. */
async function trashed(upstream: ZohoUpstream, path: string): Promise<boolean> {
  try {
    await upstream.change('DELETE', path, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof PlatformError) return false;
    throw error;
  }
}
