import { getNamedType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { readQuery, refused } from './check-query.ts';
import { querySchema } from './query-schema.ts';

// https://shopify.dev/docs/api/usage/bulk-operations/queries
const CONNECTIONS_MAX = 5;
const NESTING_MAX = 2;

/** Looks at a bulk query before Shopify is asked; throws `invalid_input` with what has to change. */
export function checkBulkQuery(text: string): void {
  const { document, operation } = readQuery(text);
  if (operation.variableDefinitions?.length)
    throw refused('query', 'A bulk query takes no variables; write values into it.');
  let connections = 0;
  let nesting = 0;
  let deepest = 0;
  const info = new TypeInfo(querySchema());
  const isConnection = () => getNamedType(info.getType())?.name.endsWith('Connection') ?? false;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter() {
          if (!isConnection()) return;
          connections++;
          nesting++;
          deepest = Math.max(deepest, nesting);
        },
        leave() {
          if (isConnection()) nesting--;
        },
      },
    }),
  );
  if (connections === 0)
    throw refused('query', 'A bulk query needs at least one connection, as products { edges { node { id } } }.');
  if (connections > CONNECTIONS_MAX)
    throw refused('query', `It has ${connections} connections, more than ${CONNECTIONS_MAX}.`);
  if (deepest > NESTING_MAX)
    throw refused('query', `Its connections are nested ${deepest} deep, more than ${NESTING_MAX}.`);
}
