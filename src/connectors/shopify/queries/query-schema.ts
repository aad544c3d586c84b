import { buildSchema, type GraphQLSchema } from 'graphql';
import { adminQueries } from './admin-queries.ts';

let schema: GraphQLSchema | undefined;

/** Gives the part of Shopify's Admin schema that raw queries may use; read once, some 30 ms. */
export function querySchema(): GraphQLSchema {
  schema ??= buildSchema(adminQueries, { assumeValid: true, noLocation: true });
  return schema;
}
