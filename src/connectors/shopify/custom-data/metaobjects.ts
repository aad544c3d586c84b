import { z } from 'zod';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { given } from '../shapes/words.ts';

const METAOBJECT = 'id type handle displayName updatedAt fields { key type value }';

const ShopifyMetaobject = z.object({
  id: z.string(),
  type: z.string(),
  handle: z.string(),
  displayName: z.string(),
  updatedAt: z.string(),
  fields: z.array(z.object({ key: z.string(), type: z.string(), value: z.string().nullish() })),
});

export const Metaobject = z.object({
  id: z.string().describe('Global id.'),
  type: z.string().describe('Its type.'),
  handle: z.string().describe('Name for programs, unique in its type.'),
  displayName: z.string().describe('Name for people.'),
  updatedAt: z.string().describe('ISO 8601.'),
  fields: z
    .array(
      z.object({
        key: z.string().describe('Key.'),
        type: z.string().describe('Type of the value.'),
        value: z.string().optional().describe('As text; JSON for lists and objects. Untrusted content.'),
      }),
    )
    .describe('Its values.'),
});

export const MetaobjectType = z.object({
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
});

export const listMetaobjectsQuery = defineQuery(
  `query ListMetaobjects($type: String!, $first: Int!, $after: String, $query: String) {
    metaobjects(type: $type, first: $first, after: $after, query: $query) {
      nodes { ${METAOBJECT} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ metaobjects: z.object({ nodes: z.array(ShopifyMetaobject), pageInfo: PageInfo }) }),
);

export const listMetaobjectTypesQuery = defineQuery(
  `query ListMetaobjectTypes($first: Int!, $after: String) {
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

export const saveMetaobjectMutation = defineMutation(
  `mutation SaveMetaobject($handle: MetaobjectHandleInput!, $metaobject: MetaobjectUpsertInput!) {
    metaobjectUpsert(handle: $handle, metaobject: $metaobject) {
      metaobject { ${METAOBJECT} }
      userErrors { field message code }
    }
  }`,
  z.object({ metaobjectUpsert: z.object({ metaobject: ShopifyMetaobject.nullable(), userErrors: UserErrors }) }),
);

/** What a page of records costs: each has its fields. */
export function metaobjectsCost(limit: number): number {
  return 2 + limit * 2;
}

/** What a page of types costs: each has its fields, and those their types. */
export function metaobjectTypesCost(limit: number): number {
  return 2 + limit * 3;
}

/** What making or changing a record costs. */
export const SAVE_METAOBJECT_COST = 11;

export async function listMetaobjects(
  wanted: { readonly type: string; readonly first: number; readonly after?: string; readonly query: string | null },
  upstream: ShopifyUpstream,
) {
  const { nodes, pageInfo } = (await upstream.query(listMetaobjectsQuery, wanted)).data.metaobjects;
  return { metaobjects: nodes.map(toMetaobject), nextCursor: nextCursorOf(pageInfo) };
}

export async function listMetaobjectTypes(
  page: { readonly first: number; readonly after?: string },
  upstream: ShopifyUpstream,
) {
  const { nodes, pageInfo } = (await upstream.query(listMetaobjectTypesQuery, page)).data.metaobjectDefinitions;
  const types = nodes.map(({ type, name, metaobjectsCount, fieldDefinitions }) => ({
    type,
    name,
    count: metaobjectsCount,
    fields: fieldDefinitions.map((field) => ({ ...field, type: field.type.name })),
  }));
  return { types, nextCursor: nextCursorOf(pageInfo) };
}

/** Makes the record of this type and handle, or changes the fields that are given. */
export async function saveMetaobject(
  handle: { readonly type: string; readonly handle: string },
  fields: readonly { readonly key: string; readonly value: string }[],
  upstream: ShopifyUpstream,
): Promise<z.output<typeof Metaobject>> {
  const variables = { handle, metaobject: { fields } };
  const { metaobject, userErrors } = (await upstream.mutate(saveMetaobjectMutation, variables)).data.metaobjectUpsert;
  refuseUserErrors(userErrors);
  if (metaobject === null) throw unconfirmed();
  return toMetaobject(metaobject);
}

function toMetaobject(row: z.output<typeof ShopifyMetaobject>): z.output<typeof Metaobject> {
  return { ...row, fields: row.fields.map((field) => ({ ...field, value: given(field.value) })) };
}
