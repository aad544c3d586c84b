import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { nameField } from '../input/name.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { METAOBJECT, Metaobject, ShopifyMetaobject, toMetaobject } from '../shapes/metaobject.ts';

export const listMetaobjectsQuery = defineQuery(
  `query ListMetaobjects($type: String!, $first: Int!, $after: String, $query: String) {
    metaobjects(type: $type, first: $first, after: $after, query: $query) {
      nodes { ${METAOBJECT} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ metaobjects: z.object({ nodes: z.array(ShopifyMetaobject), pageInfo: PageInfo }) }),
);

export const listDefinitionsQuery = defineQuery(
  `query ListMetaobjectDefinitions($first: Int!, $after: String) {
    metaobjectDefinitions(first: $first, after: $after) {
      nodes { type name metaobjectsCount fieldDefinitions { key required type { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({
    metaobjectDefinitions: z.object({
      nodes: z.array(
        z.object({
          type: z.string(),
          name: z.string(),
          metaobjectsCount: z.number().int(),
          fieldDefinitions: z.array(
            z.object({ key: z.string(), required: z.boolean(), type: z.object({ name: z.string() }) }),
          ),
        }),
      ),
      pageInfo: PageInfo,
    }),
  }),
);

/** `shopify_list_metaobjects`: the kinds of records that the merchant made up, or the records of one kind. */
export const listMetaobjects = defineTool({
  name: 'shopify_list_metaobjects',
  title: 'List metaobjects or their types',
  description:
    'Lists the metaobjects (records of the merchant’s own types) of one type in the Shopify shop; without type it lists the types with their fields.',
  effect: 'read',
  permission: 'shopify.metaobjects.read',
  scopes: ['read_metaobjects', 'read_metaobject_definitions'],
  input: z
    .object({
      type: nameField(255, 'Type, as in tea_garden.').optional(),
      text: lineField(200, 'Words in the name shown of them.').optional(),
      limit: limitField('rows', 100, 50),
      cursor: cursorField('rows', 'nextCursor'),
    })
    .refine(({ type, text }) => type !== undefined || text === undefined, {
      error: 'Give the type to search in.',
      path: ['text'],
    }),
  output: z.object({
    metaobjects: z.array(Metaobject).optional().describe('Records of the type.'),
    types: z
      .array(
        z.object({
          type: z.string().describe('Name for programs.'),
          name: z.string().describe('Name for people.'),
          count: z.number().int().describe('How many records there are.'),
          fields: z
            .array(
              z.object({
                key: z.string().describe('Key.'),
                type: z.string().describe('Type of the value.'),
                required: z.boolean().describe('Whether it must be given.'),
              }),
            )
            .describe('Fields of a record.'),
        }),
      )
      .optional()
      .describe('The types, where none was given.'),
    nextCursor: nextCursorField('rows', 'cursor'),
  }),
  cost: ({ type, limit }) => 2 + limit * (type === undefined ? 3 : 2),
  examples: [
    { title: 'The types', input: {} },
    { title: 'Records of one type', input: { type: 'tea_garden' } },
  ],

  async run({ type, text, limit, cursor }, upstream: ShopifyUpstream) {
    const page = { first: limit, after: cursor };
    if (type === undefined) {
      const { nodes, pageInfo } = (await upstream.query(listDefinitionsQuery, page)).data.metaobjectDefinitions;
      const types = nodes.map(({ metaobjectsCount, fieldDefinitions, ...definition }) => ({
        ...definition,
        count: metaobjectsCount,
        fields: fieldDefinitions.map((field) => ({ ...field, type: field.type.name })),
      }));
      return { types, nextCursor: nextCursorOf(pageInfo) };
    }
    const query = toSearchString([{ argument: 'text', field: 'display_name', value: text }]);
    const { nodes, pageInfo } = (await upstream.query(listMetaobjectsQuery, { type, query, ...page })).data.metaobjects;
    return { metaobjects: nodes.map(toMetaobject), nextCursor: nextCursorOf(pageInfo) };
  },
});
