import {
  type DocumentNode,
  type GraphQLError,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { type Issue, PlatformError } from '../../../kernel/errors.ts';
import { quotedIssues } from '../protocol/quoted.ts';
import { QueryCost } from './query-cost.ts';
import { querySchema } from './query-schema.ts';

const TOKENS_MAX = 4_000;
const DEPTH_MAX = 12;
const FIELDS_MAX = 300;
/** Shopify answers no query that costs more (https://shopify.dev/docs/api/usage/limits). */
const QUERY_COST_MAX = 1000;

type Variables = Readonly<Record<string, unknown>>;

/** A query that may be sent. */
export interface CheckedQuery {
  readonly name: string;
  readonly variables: Variables;
  /** Points that it may cost at most, as Shopify counts. */
  readonly cost: number;
}

/** Looks at a query before Shopify is asked; throws `invalid_input` with all that has to change. */
export function checkQuery(text: string, variablesText: string | undefined, costMax: number): CheckedQuery {
  const { document, operation } = readQuery(text);
  const name = operation.name?.value;
  if (name === undefined) throw refused('query', 'Give the query a name: query Products { … }.');
  const variables = readVariables(variablesText);
  const { coerced, errors } = getVariableValues(querySchema(), operation.variableDefinitions ?? [], variables, {
    maxErrors: 5,
  });
  if (errors) throw refusedAll('variables', errors);
  const cost = new QueryCost(querySchema(), document, operation, coerced).requested();
  const most = Math.min(costMax, QUERY_COST_MAX);
  if (cost > most) {
    throw refused('query', `It may cost ${cost} points, more than ${most}; ask for smaller pages or fewer fields.`);
  }
  return { name, variables, cost };
}

/** Reads one query and holds it against the extract; throws `invalid_input` with all that has to change. */
export function readQuery(text: string): { document: DocumentNode; operation: OperationDefinitionNode } {
  const document = parsed(text);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1) throw refused('query', 'Write one operation, no more.');
  if (operation.operation !== 'query') {
    throw refused('query', `This tool only reads: a ${operation.operation} is not sent. Use the tool for the change.`);
  }
  measure(document);
  const errors = validate(querySchema(), document, specifiedRules, { maxErrors: 10 });
  if (errors.length > 0) throw refusedAll('query', errors);
  return { document, operation };
}

/** Gives the error for one thing that has to change. */
export function refused(path: string, message: string): PlatformError {
  return refusal([{ path, message }]);
}

function refusal(issues: Issue[]): PlatformError {
  const message = `The query was not sent: ${issues[0]?.message}`;
  return new PlatformError('invalid_input', message, { issues, sent: 'no' });
}

/** Names that the extract lacks are often real at Shopify, so the message says why they cannot be asked for. */
function refusedAll(path: string, errors: readonly GraphQLError[]): PlatformError {
  const told = errors.map(({ message }) => {
    const isUnknown = /^(Cannot query field|Unknown type)/.test(message);
    return {
      path,
      message: isUnknown ? `${message} Raw queries reach the catalogue and the store's content only.` : message,
    };
  });
  return refusal(quotedIssues(told));
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: TOKENS_MAX });
  } catch (error) {
    throw refusedAll('query', [error as GraphQLError]);
  }
}

/** Bounds what validation has to walk, and refuses introspection: the schema is for the platform to know. */
function measure(document: DocumentNode): void {
  let depth = 0;
  let deepest = 0;
  let fields = 0;
  let introspection: string | undefined;
  visit(document, {
    Field: {
      enter({ name }) {
        depth++;
        fields++;
        deepest = Math.max(deepest, depth);
        if (name.value === '__schema' || name.value === '__type') introspection = name.value;
      },
      leave() {
        depth--;
      },
    },
  });
  if (introspection !== undefined)
    throw refused('query', `Leave ${introspection} out; read Shopify's reference instead.`);
  if (deepest > DEPTH_MAX) throw refused('query', `It is ${deepest} fields deep, more than ${DEPTH_MAX}.`);
  if (fields > FIELDS_MAX) throw refused('query', `It names ${fields} fields, more than ${FIELDS_MAX}.`);
}

function readVariables(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through: what is not JSON is no object either.
  }
  throw refused('variables', 'Write the variables as a JSON object: {"first": 10}.');
}
