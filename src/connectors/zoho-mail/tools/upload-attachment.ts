import { z } from 'zod';
import { defineTool, personal } from '../../define.ts';
import { fileNameField, toHandle } from '../input/attachments.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';

const CHARACTERS_MAX = 1_000_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** `zoho_upload_attachment`: hands Zoho a file for a mail that is to be saved or sent. */
export const uploadAttachment = defineTool({
  name: 'zoho_upload_attachment',
  title: 'Upload a file to attach',
  description:
    'Uploads a file, so that zoho_save_draft or zoho_send_message can attach it by its handle. Nobody gets it before. Zoho does not ' +
    'say how long it keeps it; use it soon. A forward takes the files of its message along by itself.',
  effect: 'write',
  permission: 'zoho.drafts.write',
  scopes: ['ZohoMail.messages.CREATE'],
  repeatable: true,
  input: z
    .object({
      fileName: fileNameField('Name with its ending'),
      text: z.string().min(1).max(CHARACTERS_MAX).optional().describe('The file, if it is text'),
      base64: z
        .string()
        .min(1)
        .max(CHARACTERS_MAX)
        .refine((text) => text.length % 4 === 0 && BASE64.test(text), 'Write base64 of RFC 4648, padded, in one line.')
        .optional()
        .describe('The file otherwise'),
    })
    .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), {
      error: 'Give exactly one of text and base64.',
      path: ['text'],
    }),
  output: z.object({
    handle: z.string().describe('Give it in attachments.'),
    name: personal(z.string().describe('Name at Zoho.')),
    size: z.number().int().describe('Bytes.'),
  }),
  cost: () => 1,
  examples: [
    { title: 'A note', input: { fileName: 'returns.txt', text: 'Returns are free for 30 days.' } },
    { title: 'A small picture', input: { fileName: 'dot.gif', base64: 'R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=' } },
  ],

  async run({ fileName, text, base64 }, upstream: ZohoUpstream) {
    const bytes = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
    const stored = await upstream.upload(fileName, bytes);
    return { handle: toHandle(stored, bytes.length), name: stored.attachmentName, size: bytes.length };
  },
  noReadBack:
    'Zoho lists no uploads, and the handle was lost with the answer. A file that nobody attaches goes by itself: settle it as not done, and have it uploaded anew.',
});
