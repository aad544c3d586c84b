import {
  buildClientSchema,
  type IntrospectionField,
  type IntrospectionInputTypeRef,
  type IntrospectionInputValue,
  type IntrospectionOutputTypeRef,
  type IntrospectionQuery,
  type IntrospectionType,
  printSchema,
} from 'graphql';

/** Which names stay: fields by type name, and arguments that are left out as `Type.field(argument)`. */
export interface Selection {
  readonly keptNames: Readonly<Record<string, string>>;
  readonly droppedArguments: ReadonlySet<string>;
  /** Arguments that some version demands and others do not; the extract demands them. */
  readonly requiredArguments: ReadonlySet<string>;
  readonly keptDirectives: ReadonlySet<string>;
  /** By enum its values, by object its interfaces: those that every version has, where `keptNames` names none. */
  readonly common?: ReadonlyMap<string, ReadonlySet<string>>;
}

type Reference = IntrospectionInputTypeRef | IntrospectionOutputTypeRef;

/** Names the type that stands inside any lists and non-nulls. */
function namedType(reference: Reference): string {
  return reference.kind === 'LIST' || reference.kind === 'NON_NULL' ? namedType(reference.ofType) : reference.name;
}

/** Writes the part of a schema that a selection keeps, as SDL without descriptions. Throws when a kept name does not exist or is deprecated. */
export function printSubset(introspection: IntrospectionQuery, selection: Selection): string {
  const cutter = new SchemaCutter(introspection, selection);
  return printSchema(buildClientSchema(cutter.cut()));
}

class SchemaCutter {
  readonly #introspection: IntrospectionQuery;
  readonly #types: ReadonlyMap<string, IntrospectionType>;
  readonly #selection: Selection;
  readonly #kept = new Map<string, IntrospectionType>();

  constructor(introspection: IntrospectionQuery, selection: Selection) {
    this.#introspection = introspection;
    this.#types = new Map(introspection.__schema.types.map((type) => [type.name, type]));
    this.#selection = selection;
  }

  cut(): IntrospectionQuery {
    for (const name of Object.keys(this.#selection.keptNames)) this.#keep(name);
    const directives = this.#introspection.__schema.directives
      .filter(({ name }) => this.#selection.keptDirectives.has(name))
      .map((directive) => ({ ...directive, description: null, args: directive.args.map(this.#input) }));
    const types = [...this.#kept.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const { queryType, mutationType } = this.#introspection.__schema;
    return { __schema: { queryType, mutationType, subscriptionType: null, types, directives } };
  }

  #keep(name: string): void {
    if (this.#kept.has(name)) return;
    const type = this.#types.get(name);
    if (!type) throw new Error(`The schema has no type ${name}.`);
    this.#kept.set(name, type);
    this.#kept.set(name, this.#cutType(type));
  }

  #cutType(type: IntrospectionType): IntrospectionType {
    switch (type.kind) {
      case 'SCALAR':
        return { ...type, description: null, specifiedByURL: null };
      case 'ENUM': {
        const names = this.#names(type.name);
        const enumValues = type.enumValues
          .filter((value) => (names ? names.has(value.name) : !value.isDeprecated))
          .filter((value) => names || this.#isCommon(type.name, value.name))
          .map((value) => ({ ...value, description: null }));
        return { ...type, description: null, enumValues };
      }
      case 'INPUT_OBJECT':
        return { ...type, description: null, inputFields: this.#members(type.name, type.inputFields).map(this.#input) };
      case 'OBJECT':
        return {
          ...type,
          description: null,
          interfaces: this.#listed(type.interfaces).filter(({ name }) => this.#isCommon(type.name, name)),
          fields: this.#fields(type.name, type.fields),
        };
      case 'INTERFACE':
        return {
          ...type,
          description: null,
          interfaces: [],
          possibleTypes: this.#listed(type.possibleTypes),
          fields: this.#fields(type.name, type.fields),
        };
      case 'UNION':
        return { ...type, description: null, possibleTypes: this.#listed(type.possibleTypes) };
    }
  }

  #fields(typeName: string, fields: readonly IntrospectionField[]): IntrospectionField[] {
    return this.#members(typeName, fields).map((field) => {
      this.#keep(namedType(field.type));
      const args = field.args
        .filter((arg) => this.#isKept(arg, `${typeName}.${field.name}(${arg.name})`))
        .map((arg) => this.#input(this.#demanded(arg, `${typeName}.${field.name}(${arg.name})`)));
      return { ...field, description: null, args };
    });
  }

  #members<T extends { readonly name: string; readonly isDeprecated?: boolean }>(
    typeName: string,
    all: readonly T[],
  ): T[] {
    const names = this.#names(typeName) ?? connectionNames(typeName);
    if (!names) throw new Error(`The selection says nothing about the fields of ${typeName}.`);
    return [...names].map((name) => {
      const member = all.find((candidate) => candidate.name === name);
      if (!member) throw new Error(`${typeName} has no field ${name}.`);
      if (member.isDeprecated) throw new Error(`${typeName}.${name} is deprecated.`);
      return member;
    });
  }

  #names(typeName: string): Set<string> | undefined {
    const names = this.#selection.keptNames[typeName];
    return names === undefined ? undefined : new Set(names.trim().split(/\s+/));
  }

  #isKept(arg: IntrospectionInputValue, path: string): boolean {
    const type = this.#types.get(namedType(arg.type));
    const isKnown = type?.kind !== 'INPUT_OBJECT' || type.name in this.#selection.keptNames;
    return isKnown && !arg.isDeprecated && !this.#selection.droppedArguments.has(path);
  }

  #isCommon(typeName: string, name: string): boolean {
    return this.#selection.common?.get(typeName)?.has(name) ?? true;
  }

  #demanded(arg: IntrospectionInputValue, path: string): IntrospectionInputValue {
    if (arg.type.kind === 'NON_NULL' || !this.#selection.requiredArguments.has(path)) return arg;
    return { ...arg, type: { kind: 'NON_NULL', ofType: arg.type } };
  }

  readonly #input = (value: IntrospectionInputValue): IntrospectionInputValue => {
    this.#keep(namedType(value.type));
    return { ...value, description: null };
  };

  #listed<T extends { readonly name: string }>(types: readonly T[]): T[] {
    return types.filter((type) => type.name in this.#selection.keptNames);
  }
}

function connectionNames(typeName: string): Set<string> | undefined {
  if (typeName.endsWith('Connection')) return new Set(['edges', 'nodes', 'pageInfo']);
  return typeName.endsWith('Edge') ? new Set(['cursor', 'node']) : undefined;
}

/** Gives the values of each enum and the interfaces of each object that all versions have and none has deprecated. */
export function commonNames(versions: readonly IntrospectionQuery[]): Map<string, ReadonlySet<string>> {
  const common = new Map<string, ReadonlySet<string>>();
  for (const type of versions.flatMap((version) => version.__schema.types)) {
    if (type.kind !== 'ENUM' && type.kind !== 'OBJECT') continue;
    const members = type.kind === 'ENUM' ? type.enumValues.filter((value) => !value.isDeprecated) : type.interfaces;
    const names = new Set(members.map(({ name }) => name));
    const before = common.get(type.name) ?? names;
    common.set(type.name, new Set([...before].filter((name) => names.has(name))));
  }
  return common;
}
