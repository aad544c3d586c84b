import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { lineField } from '../input/plain-text.ts';
import { webAddressField } from '../input/web-address.ts';
import { defineMutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { FILE, FileEntry, ShopifyFile, toFileEntry } from '../shapes/file.ts';

export const addFileMutation = defineMutation(
  `mutation AddFile($files: [FileCreateInput!]!) {
    fileCreate(files: $files) { files { ${FILE} } userErrors { field message code } }
  }`,
  z.object({ fileCreate: z.object({ files: z.array(ShopifyFile).nullish(), userErrors: UserErrors }) }),
);

/** `shopify_add_file`: has Shopify fetch a file from a public address. */
export const addFile = defineTool({
  name: 'shopify_add_file',
  title: 'Add a file from a web address',
  description:
    'Has Shopify fetch a picture or document from a public https address into the shop’s files. It is ready some seconds later: look with shopify_list_files.',
  effect: 'write',
  permission: 'shopify.files.write',
  scopes: ['read_files', 'write_files'],
  input: z.object({
    url: webAddressField('Public address of the file.'),
    type: z.enum(['image', 'file', 'video']).default('image').describe('What it is.'),
    alt: lineField(512, 'Alternative text.').optional(),
    filename: lineField(255, 'Name with extension; that of the address when absent.').optional(),
  }),
  output: z.object({ file: FileEntry.describe('The file.') }),
  cost: () => 10,
  examples: [
    {
      title: 'A picture',
      input: { url: 'https://images.example.com/tea/autumn.jpg', alt: 'A cup in the leaves' },
    },
    { title: 'A document', input: { url: 'https://files.example.com/prices.pdf', type: 'file' } },
  ],

  async run({ url, type, alt, filename }, upstream: ShopifyUpstream) {
    const { data } = await upstream.mutate(addFileMutation, {
      files: [{ originalSource: url, contentType: type.toUpperCase(), alt, filename }],
    });
    refuseUserErrors(data.fileCreate.userErrors);
    const file = data.fileCreate.files?.[0];
    if (!file) throw unconfirmed();
    return { file: toFileEntry(file) };
  },
});
