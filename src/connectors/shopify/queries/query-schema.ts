import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildSchema, type GraphQLSchema } from 'graphql';

let schema: GraphQLSchema | undefined;

/** Gives the part of Shopify's Admin schema that raw queries may use; read once, some 30 ms. */
export function querySchema(): GraphQLSchema {
  schema ??= buildSchema(gunzipSync(readFileSync(new URL('admin-queries.graphql.gz', import.meta.url))).toString(), {
    assumeValid: true,
    noLocation: true,
  });
  return schema;
}
