import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { quoted } from '../../../kernel/quoted.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { exactlyOne } from '../input/exactly-one.ts';
import { idField, toGid } from '../input/gid.ts';
import { lineField } from '../input/plain-text.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { publishedStateQuery } from '../read-backs/published.ts';

/** How many channels are looked through; a shop has a handful. */
const CHANNELS_MAX = 50;

export const channelsQuery = defineQuery(
  `query Channels {
    publications(first: ${CHANNELS_MAX}) { nodes { id channels(first: 1) { nodes { name } } } }
  }`,
  z.object({
    publications: z.object({
      nodes: z.array(
        z.object({
          id: z.string(),
          channels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
        }),
      ),
    }),
  }),
);

const PAYLOAD = 'publishable { publishedOnPublication(publicationId: $publication) } userErrors { field message }';
const Payload = z.object({
  publishable: z.object({ publishedOnPublication: z.boolean() }).nullable(),
  userErrors: UserErrors,
});

export const publishMutation = defineMutation(
  `mutation Publish($id: ID!, $publication: ID!) {
    publishablePublish(id: $id, input: [{ publicationId: $publication }]) { ${PAYLOAD} }
  }`,
  z.object({ publishablePublish: Payload }),
);

export const unpublishMutation = defineMutation(
  `mutation Unpublish($id: ID!, $publication: ID!) {
    publishableUnpublish(id: $id, input: [{ publicationId: $publication }]) { ${PAYLOAD} }
  }`,
  z.object({ publishableUnpublish: Payload }),
);

/** `shopify_set_published`: whether a product or collection is to be seen in a sales channel. */
export const setPublished = defineTool({
  name: 'shopify_set_published',
  title: 'Publish or unpublish in a channel',
  description:
    'Publishes a Shopify product or collection in a sales channel, or takes it out. To be seen, a product must also be active.',
  effect: 'write',
  permission: 'shopify.products.write',
  scopes: ['read_publications', 'write_publications'],
  repeatable: true,
  input: z
    .object({
      productId: idField('Product', 'Id of a product.').optional(),
      collectionId: idField('Collection', 'Id of a collection.').optional(),
      channel: lineField(100, 'Name of the sales channel.').default('Online Store'),
      published: z.boolean().describe('false takes it out.'),
    })
    .refine(...exactlyOne('productId', 'collectionId')),
  output: z.object({
    id: z.string().describe('Global id of the product or collection.'),
    channel: z.string().describe('Name of the sales channel.'),
    published: z.boolean().describe('Whether it is published there now.'),
  }),
  object: ({ productId, collectionId }) =>
    productId === undefined ? toGid('Collection', collectionId as string) : toGid('Product', productId),
  cost: () => 2 + CHANNELS_MAX * 4 + 10,
  examples: [
    { title: 'Into the online store', input: { productId: '8100000000010', published: true } },
    { title: 'Out of the tills', input: { collectionId: '8100000000002', channel: 'Point of Sale', published: false } },
  ],

  async run({ productId, collectionId, channel, published }, upstream: ShopifyUpstream) {
    const id = productId === undefined ? toGid('Collection', collectionId ?? '') : toGid('Product', productId);
    const variables = { id, publication: await publicationOf(channel, upstream) };
    const { publishable, userErrors } = published
      ? (await upstream.mutate(publishMutation, variables)).data.publishablePublish
      : (await upstream.mutate(unpublishMutation, variables)).data.publishableUnpublish;
    refuseUserErrors(userErrors);
    if (publishable === null) throw unconfirmed();
    return { id, channel, published: publishable.publishedOnPublication };
  },

  async readBack({ productId, collectionId, channel, published }, upstream: ShopifyUpstream, { write }) {
    const id = productId === undefined ? toGid('Collection', collectionId ?? '') : toGid('Product', productId);
    const publication = await publicationOf(channel, upstream);
    const { node } = (await upstream.query(publishedStateQuery, { id, publication })).data;
    const holds = node?.publishedOnPublication === published;
    return stateFound(
      { what: 'The place in the channel', holds, isThere: node !== null, output: { id, channel, published } },
      write,
    );
  },
});

async function publicationOf(channel: string, upstream: ShopifyUpstream): Promise<string> {
  const { data } = await upstream.query(channelsQuery);
  const named = data.publications.nodes.map(({ id, channels }) => ({ id, name: channels?.nodes[0]?.name ?? '' }));
  const found = named.find(({ name }) => name.toLowerCase() === channel.toLowerCase());
  if (found) return found.id;
  const names = named
    .map(({ name }) => quoted(name))
    .filter(Boolean)
    .join(', ');
  const issues = [{ path: 'channel', message: `The shop has: ${names}.` }];
  throw new PlatformError('invalid_input', 'The shop has no such sales channel.', { issues, sent: 'no' });
}
