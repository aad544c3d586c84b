import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  getNamedType,
  isObjectType,
} from 'graphql';
import { accessScopes } from './access-scopes.ts';
import type { Exchange } from './exchange.ts';

/**
 * Resolves a field from what its view holds, once the app has the scopes that the field and its type ask for. Otherwise
 * the field is null and an error with its path stands beside the data.
 */
export const resolveField: GraphQLFieldResolver<unknown, Exchange> = (source, args, exchange, info) => {
  const fieldScopes = accessScopes[`${info.parentType.name}.${info.fieldName}`];
  demand(fieldScopes, exchange, info.fieldName);
  demand(accessScopes[shownType(getNamedType(info.returnType)).name], exchange, info.fieldName);
  return defaultFieldResolver(source, args, exchange, info);
};

/** Adds what a granted scope includes: who may write may read. */
export function effectiveScopes(granted: readonly string[]): ReadonlySet<string> {
  return new Set(
    granted.flatMap((scope) => (scope.startsWith('write_') ? [scope, scope.replace('write_', 'read_')] : [scope])),
  );
}

function shownType(type: GraphQLNamedType): GraphQLNamedType {
  if (!isObjectType(type) || !type.name.endsWith('Connection')) return type;
  return getNamedType(type.getFields().nodes!.type);
}

function demand(scopes: readonly string[] | undefined, exchange: Exchange, fieldName: string): void {
  if (!scopes || scopes.some((scope) => exchange.scopes.has(scope))) return;
  const named = scopes.map((scope) => `\`${scope}\` access scope`);
  const requiredAccess = `${[named.slice(0, -1).join(', '), named.at(-1)].filter(Boolean).join(' or ')}.`;
  throw new GraphQLError(`Access denied for ${fieldName} field. Required access: ${requiredAccess}`, {
    extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes', requiredAccess },
  });
}

/** Refuses what needs a scope that the schema cannot tell of, because it depends on the arguments or is told in words alone. */
export function demandScope(scope: string, { scopes }: Exchange): void {
  if (scopes.has(scope)) return;
  throw new GraphQLError(`Access denied. Required access: \`${scope}\` access scope.`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: scope,
    },
  });
}
