import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { hasSources } from '../collections/read-sources.ts';
import { saveByRuleSet } from '../collections/rule-sets.ts';
import { rulesField } from '../collections/rules.ts';
import { SOURCES_COST, saveBySources } from '../collections/sources.ts';
import { idField, toGid } from '../input/gid.ts';
import { htmlField } from '../input/html.ts';
import { lineField } from '../input/plain-text.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { toWord } from '../shapes/words.ts';

const PRODUCTS_MAX = 100;

const SaveCollectionInput = z.object({
  id: idField('Collection', 'Collection to change. Without it, a new one.').optional(),
  title: lineField(255, 'Title; needed when new.').optional(),
  descriptionHtml: htmlField(500_000, 'Description as HTML.').optional(),
  handle: lineField(255, 'Last part of its address; the old address is redirected.').optional(),
  seoTitle: z.string().trim().max(255).optional().describe('Title for search engines; empty: its own.'),
  seoDescription: z.string().trim().max(1000).optional().describe('Description for search engines; empty: its own.'),
  sortOrder: z
    .enum(['manual', 'best_selling', 'alpha_asc', 'alpha_desc', 'price_asc', 'price_desc', 'created', 'created_desc'])
    .optional()
    .describe('How its products are sorted.'),
  rules: rulesField.optional().describe('Makes it smart: products that meet them are in it. Replaces all its rules.'),
  match: z
    .enum(['all', 'any'])
    .optional()
    .describe('Which rules a product must meet; all when absent. Give rules too.'),
  productIds: z
    .array(idField('Product', 'Product.'))
    .min(1)
    .max(PRODUCTS_MAX)
    .optional()
    .describe('New without rules: its products. Later: shopify_update_product.'),
});

type Input = z.output<typeof SaveCollectionInput>;

/** `shopify_save_collection`: a new collection, or a change to one, in the words of the version that the connection is pinned to. */
export const saveCollection = defineTool({
  name: 'shopify_save_collection',
  title: 'Create or change a collection',
  description:
    'Creates or, with id, changes a collection (group of products) of the Shopify shop: picked by hand, or smart with rules. A new one is hidden until shopify_set_published. Products of new rules arrive within minutes.',
  effect: 'write',
  feature: 'shopify-advanced',
  permission: 'shopify.products.write',
  scopes: ['read_products', 'write_products'],
  input: SaveCollectionInput.superRefine(check),
  output: z.object({
    collection: z
      .object({
        id: z.string().describe('Global id.'),
        title: z.string().describe('Title in the shop.'),
        handle: z.string().describe('Last part of its address, under /collections/.'),
        sortOrder: z.string().describe('How its products are sorted.'),
      })
      .describe('As it is now.'),
    stillSorting: z.boolean().describe('Shopify is still working out which products are in it.'),
  }),
  cost: ({ id, rules }) =>
    10 + (id !== undefined && rules ? SOURCES_COST : 0) + (rules?.some(({ field }) => field === 'price') ? 1 : 0),
  examples: [
    {
      title: 'All oolongs under 20, by rules',
      input: {
        title: 'Oolong under 20',
        rules: [
          { field: 'tag', value: 'oolong' },
          { field: 'price', relation: 'less_than', value: '20' },
        ],
      },
    },
    { title: 'Two products, by hand', input: { title: 'New in', productIds: ['8100000000010', '8100000000016'] } },
    { title: 'New rules', input: { id: '8100000000002', rules: [{ field: 'type', value: 'Black Tea' }] } },
  ],

  async run(input, upstream: ShopifyUpstream) {
    const { id, match, rules, productIds } = input;
    const change = {
      id: id === undefined ? undefined : toGid('Collection', id),
      texts: textsOf(input),
      match,
      rules,
      productIds: productIds?.map((product) => toGid('Product', product)),
    };
    const save = hasSources(upstream) ? saveBySources : saveByRuleSet;
    const { collection, job, userErrors } = await save(change, upstream);
    refuseUserErrors(userErrors);
    if (collection === null) throw unconfirmed();
    return {
      collection: { ...collection, sortOrder: toWord(collection.sortOrder) },
      stillSorting: job ? !job.done : id === undefined && rules !== undefined,
    };
  },
});

function check(input: Input, context: z.RefinementCtx<Input>): void {
  const refuse = (path: keyof Input, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const { id, title, match, rules, productIds, ...texts } = input;
  if (match !== undefined && rules === undefined)
    refuse('match', 'Give the rules with it: they are replaced together.');
  if (productIds && (id !== undefined || rules)) {
    refuse('productIds', 'Only a new collection without rules takes products; others join by shopify_update_product.');
  }
  if (id === undefined && title === undefined) refuse('title', 'A new collection needs a title.');
  const isEmpty = Object.values({ ...texts, title, rules }).every((value) => value === undefined);
  if (id !== undefined && isEmpty) refuse('id', 'Give something to change.');
}

function textsOf({ id, title, descriptionHtml, handle, seoTitle, seoDescription, sortOrder }: Input) {
  const hasSeo = seoTitle !== undefined || seoDescription !== undefined;
  return {
    title,
    descriptionHtml,
    handle,
    ...(id === undefined || handle === undefined ? {} : { redirectNewHandle: true }),
    ...(hasSeo ? { seo: { title: seoTitle, description: seoDescription } } : {}),
    sortOrder: sortOrder?.toUpperCase(),
  };
}
