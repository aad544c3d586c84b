import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
type Data = Readonly<Record<string, unknown>>;

/** One field of a selection with everything that is selected below it, fragments resolved. */
interface Selected {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly args: Variables;
  readonly below: readonly SelectionSetNode[];
}

/**
 * Counts what a query costs, by Shopify's rules (shopify.dev/docs/api/usage/limits): a scalar 0, an object 1, a connection
 * 2 and its objects, a mutation 10. What a connection's edges and page information hold is in its 2; objects directly in a
 * mutation's payload are in its 10.
 */
export class QueryCost {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables) {
    this.#schema = schema;
    this.#operation = operation;
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.#variables = variables;
  }

  /** Gives what the query may cost at most: every connection as full as it was asked to be. */
  requested(): number {
    return this.#root(undefined);
  }

  /** Gives what the query has cost, by what came back. */
  actual(data: Data): number {
    return this.#root(data);
  }

  #root(data: Data | undefined): number {
    const root = this.#schema.getRootType(this.#operation.operation)!;
    const fields = this.#select(root, [this.#operation.selectionSet]);
    const isMutation = this.#operation.operation === 'mutation';
    let cost = 0;
    for (const [key, field] of fields) {
      const value = data?.[key];
      if (isMutation) cost += 10 + this.#payload(field, data ? value : undefined, data !== undefined);
      else cost += this.#field(field, value, data !== undefined);
    }
    return cost;
  }

  #payload(field: Selected, value: unknown, isActual: boolean): number {
    if (isActual && value == null) return 0;
    const type = getNamedType(field.type) as GraphQLObjectType;
    let cost = 0;
    for (const [key, member] of this.#select(type, field.below)) {
      const memberValue = (value as Data | undefined)?.[key];
      if (isConnection(member.type)) cost += this.#field(member, memberValue, isActual);
      else if (!isListType(getNullableType(member.type))) cost += this.#below(member, memberValue, isActual);
    }
    return cost;
  }

  #field(field: Selected, value: unknown, isActual: boolean): number {
    if (!isCompositeType(getNamedType(field.type)) || field.name.startsWith('__')) return 0;
    if (isActual && value == null) return 0;
    if (isConnection(field.type)) return 2 + this.#items(field, value as Data | undefined);
    if (!isListType(getNullableType(field.type))) return 1 + this.#below(field, value, isActual);
    if (isActual)
      return (value as unknown[]).reduce<number>(
        (sum, item) => sum + (item == null ? 0 : 1 + this.#below(field, item, true)),
        0,
      );
    return sizeOf(field.args, 1) * (1 + this.#below(field, undefined, false));
  }

  /** What a connection's objects cost, whether they are selected as nodes, through edges, or both. */
  #items(field: Selected, value: Data | undefined): number {
    const connection = getNamedType(field.type) as GraphQLObjectType;
    const members = [...this.#select(connection, field.below)];
    const item: Selected[] = [];
    const lists: unknown[][] = [];
    for (const [key, member] of members) {
      if (member.name === 'nodes') {
        item.push(member);
        lists.push((value?.[key] as unknown[]) ?? []);
      } else if (member.name === 'edges') {
        for (const [nodeKey, node] of this.#select(getNamedType(member.type) as GraphQLObjectType, member.below)) {
          if (node.name !== 'node') continue;
          item.push(node);
          lists.push(((value?.[key] as Data[]) ?? []).map((edge) => edge[nodeKey]));
        }
      }
    }
    if (!value) {
      const below = item.flatMap((member) => member.below);
      return sizeOf(field.args, 0) * (1 + (item[0] ? this.#below({ ...item[0], below }, undefined, false) : 0));
    }
    const costs = item.map((member, index) =>
      lists[index]!.reduce<number>((sum, node) => sum + this.#below(member, node, true), 0),
    );
    return (lists[0]?.length ?? 0) + costs.reduce((sum, cost) => sum + cost, 0);
  }

  /** The cost of what is selected below an object: of the dearest type that it may turn out to be. */
  #below(field: Selected, value: unknown, isActual: boolean): number {
    if (isActual && value == null) return 0;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 0;
    const concrete = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
    const costs = concrete.map((candidate) => {
      let cost = 0;
      for (const [key, member] of this.#select(candidate, field.below)) {
        if (!isActual || key in (value as Data))
          cost += this.#field(member, (value as Data | undefined)?.[key], isActual);
      }
      return cost;
    });
    return Math.max(0, ...costs);
  }

  /** Gives the fields that are selected on a type by response name, fragments and directives resolved. */
  #select(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, Selected> {
    const selected = new Map<string, Selected>();
    for (const set of sets) this.#collect(type, set, selected);
    return selected;
  }

  #collect(type: GraphQLObjectType, set: SelectionSetNode, into: Map<string, Selected>): void {
    for (const node of set.selections) {
      if (getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.if === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.if === false) continue;
      if (node.kind === Kind.FIELD) this.#add(type, node, into);
      else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value)! : node;
        if (this.#applies(type, fragment.typeCondition?.name.value)) this.#collect(type, fragment.selectionSet, into);
      }
    }
  }

  #add(type: GraphQLObjectType, node: FieldNode, into: Map<string, Selected>): void {
    const definition = type.getFields()[node.name.value];
    if (!definition) return;
    const key = node.alias?.value ?? node.name.value;
    const below = [...(into.get(key)?.below ?? []), ...(node.selectionSet ? [node.selectionSet] : [])];
    const args = getArgumentValues(definition, node, this.#variables);
    into.set(key, { name: node.name.value, type: definition.type, args, below });
  }

  #applies(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    return type.getInterfaces().some((candidate) => candidate.name === condition);
  }
}

function isConnection(type: GraphQLOutputType): boolean {
  return getNamedType(type).name.endsWith('Connection');
}

function sizeOf(args: Variables, otherwise: number): number {
  const size = args.first ?? args.last;
  return typeof size === 'number' ? Math.max(size, 0) : otherwise;
}
