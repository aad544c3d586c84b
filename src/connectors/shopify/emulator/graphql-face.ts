import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isInputType,
  type OperationDefinitionNode,
  parse,
  print,
  TypeInfo,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { QueryCost } from '../queries/query-cost.ts';
import { resolveField } from './access.ts';
import type { Roots } from './areas/all-areas.ts';
import type { CostBucket, ThrottleStatus } from './cost-bucket.ts';
import type { Exchange } from './exchange.ts';
import { strangeId } from './global-ids.ts';
import { validateDocument } from './validation.ts';

/** What a client sends as JSON. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Variables | null;
  readonly operationName?: string | null;
}

type Variables = Readonly<Record<string, unknown>>;

/** What a client gets as JSON, with HTTP 200. */
export interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly unknown[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

interface Refusal {
  readonly errors: readonly unknown[];
}

interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown>;
}

/** The most that one query may ask for (shopify.dev/docs/api/usage/limits). */
const maximumQueryCost = 1000;

/** Answers GraphQL requests in Shopify's order: read, check, price, throttle, and only then execute. */
export class GraphqlFace {
  readonly #schema: GraphQLSchema;
  readonly #bucket: CostBucket;
  readonly #roots: Roots;

  constructor(schema: GraphQLSchema, bucket: CostBucket, roots: Roots) {
    this.#schema = schema;
    this.#bucket = bucket;
    this.#roots = roots;
  }

  /** `isDebugging` is the header `Shopify-Search-Query-Debug`: reports of searches without warnings are told too. */
  answer(request: GraphqlRequest, asking: Omit<Exchange, 'runWhole'>, isDebugging: boolean): GraphqlAnswer {
    const exchange: Exchange = { ...asking, runWhole: (document, whole) => this.#runWhole(document, whole, exchange) };
    const prepared = this.#prepare(request);
    if ('errors' in prepared) return prepared;
    const { document, operation, variables } = prepared;
    const cost = new QueryCost(this.#schema, document, operation, variables);
    const requested = cost.requested();
    if (requested > maximumQueryCost) return { errors: [tooDear(requested)] };
    if (!this.#bucket.take(requested)) return throttled(requested, this.#bucket.status());

    const result = executeSync({
      schema: this.#schema,
      document,
      rootValue: operation.operation === 'mutation' ? this.#roots.mutation : this.#roots.query,
      contextValue: exchange,
      variableValues: request.variables,
      operationName: request.operationName,
      fieldResolver: resolveField,
    });
    const actual = Math.min(result.data ? cost.actual(result.data) : 0, requested);
    this.#bucket.giveBack(requested - actual);
    const searches = exchange.searches.filter((report) => isDebugging || report.warnings.length > 0);
    return {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors ? { errors: result.errors } : {}),
      extensions: {
        cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: this.#bucket.status() },
        ...(searches.length > 0 ? { search: searches } : {}),
      },
    };
  }

  /** Answers as if the bucket had just been emptied by somebody else. */
  refuseAsThrottled(request: GraphqlRequest): GraphqlAnswer {
    const prepared = this.#prepare(request);
    if ('errors' in prepared) return prepared;
    const { document, operation, variables } = prepared;
    const requested = new QueryCost(this.#schema, document, operation, variables).requested();
    return throttled(requested, { ...this.#bucket.status(), currentlyAvailable: 0 });
  }

  #runWhole: (...args: [...Parameters<Exchange['runWhole']>, Exchange]) => ReturnType<Exchange['runWhole']> = (
    document,
    whole,
    exchange,
  ) => {
    const [error] = validateDocument(this.#schema, document);
    if (error) throw error;
    const info = new TypeInfo(this.#schema);
    const connections = new Set<FieldNode>();
    visit(
      document,
      visitWithTypeInfo(info, {
        Field(node) {
          if (getNamedType(info.getType())?.name.endsWith('Connection')) connections.add(node);
        },
      }),
    );
    const result = executeSync({
      schema: this.#schema,
      document: whole(document, (node) => connections.has(node)),
      rootValue: this.#roots.query,
      contextValue: exchange,
      fieldResolver: resolveField,
    });
    return { ...result, hasConnection: connections.size > 0 };
  };

  #prepare(request: GraphqlRequest): Refusal | Prepared {
    let document: DocumentNode;
    try {
      document = parse(request.query, { maxTokens: 20_000 });
    } catch (error) {
      return { errors: [error instanceof GraphQLError ? error : new GraphQLError('The query cannot be parsed.')] };
    }
    const errors = validateDocument(this.#schema, document);
    if (errors.length > 0) return { errors };
    const operation = getOperationAST(document, request.operationName);
    if (!operation) {
      const message = request.operationName
        ? `No operation named "${request.operationName}"`
        : 'An operation name is required';
      return { errors: [{ message }] };
    }
    const variables = this.#readVariables(operation, request.variables ?? {});
    return 'errors' in variables ? variables : { document, operation, variables: variables.coerced };
  }

  #readVariables(
    operation: OperationDefinitionNode,
    given: Variables,
  ): Refusal | { readonly coerced: Record<string, unknown> } {
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.#schema, definitions, given);
    if (errors) return { errors: errors.map((error) => invalidVariable(error, definitions)) };
    for (const definition of definitions) {
      const type = typeFromAST(this.#schema, definition.type);
      const id = isInputType(type) ? strangeId(type, coerced[definition.variable.name.value]) : undefined;
      if (id === undefined) continue;
      const error = new GraphQLError(`Invalid global id '${id}'`, { nodes: [definition] });
      return { errors: [invalidVariable(error, definitions)] };
    }
    return { coerced };
  }
}

/** Throttling is said in the body, with HTTP 200 and without data. */
function throttled(requested: number, throttleStatus: ThrottleStatus): GraphqlAnswer {
  const extensions = { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' };
  return {
    errors: [{ message: 'Throttled', extensions }],
    extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus } },
  };
}

function tooDear(cost: number) {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${maximumQueryCost}).`,
    extensions: {
      code: 'MAX_COST_EXCEEDED',
      cost,
      maxCost: maximumQueryCost,
      documentation: 'https://shopify.dev/api/usage/rate-limits',
    },
  };
}

function invalidVariable(error: GraphQLError, definitions: readonly VariableDefinitionNode[]) {
  const definition = definitions.find((candidate) => error.nodes?.includes(candidate));
  const subject = definition
    ? `Variable $${definition.variable.name.value} of type ${print(definition.type)}`
    : 'A variable';
  return {
    message: `${subject} was provided invalid value`,
    locations: error.toJSON().locations,
    extensions: { code: 'INVALID_VARIABLE', problems: [{ path: [], explanation: error.message }] },
  };
}
