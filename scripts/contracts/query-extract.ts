import {
  buildClientSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
  isUnionType,
} from 'graphql';

/** What the extract begins with, and which types and fields it leaves out, by their names. */
export interface Bounds {
  /** Fields of the root that may be asked. */
  readonly roots: ReadonlySet<string>;
  readonly types: RegExp;
  /** As `Type.field`. */
  readonly fields: RegExp;
  /** Interfaces through which nothing is reached that is not reached otherwise. */
  readonly looseInterfaces: ReadonlySet<string>;
}

/**
 * Writes, as SDL without descriptions, what may be asked in every one of the versions: what none has deprecated, all have
 * alike, what the bounds allow, and a query can reach.
 */
export function printQueryExtract(versions: readonly IntrospectionQuery[], bounds: Bounds): string {
  const schemas = versions.map((version) => buildClientSchema(version));
  return new QueryExtract(schemas, bounds).print();
}

type Member = { readonly name: string; readonly type?: unknown; readonly deprecationReason?: string | null };

class QueryExtract {
  readonly #schemas: readonly GraphQLSchema[];
  readonly #bounds: Bounds;
  readonly #root: string;
  readonly #texts = new Map<string, string>();

  constructor(schemas: readonly GraphQLSchema[], bounds: Bounds) {
    this.#schemas = schemas;
    this.#bounds = bounds;
    this.#root = schemas[0]!.getQueryType()!.name;
  }

  print(): string {
    this.#reach(this.#root);
    const texts = [...this.#texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
    return `schema { query: ${this.#root} }\n${texts.join('\n')}\n`;
  }

  /** Says whether a type is part of the extract, and writes it down the first time. */
  #reach(name: string): boolean {
    if (this.#texts.has(name)) return true;
    const types = this.#schemas.map((schema) => schema.getType(name));
    if (this.#bounds.types.test(name) || types.some((type) => !type)) return false;
    const [type] = types as [GraphQLNamedType];
    if (['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name)) return true;
    // Written before its fields are, because they may lead back to it.
    this.#texts.set(name, '');
    const text = this.#write(type);
    if (text === undefined) {
      this.#texts.delete(name);
      return false;
    }
    this.#texts.set(name, text);
    return true;
  }

  #write(type: GraphQLNamedType): string | undefined {
    const { name } = type;
    if (isScalarType(type)) return `scalar ${name}`;
    if (isEnumType(type)) {
      const values = type
        .getValues()
        .filter((value) => this.#isCommon(value, (other) => isEnumType(other) && other.getValue(value.name), name));
      return `enum ${name} { ${values.map((value) => value.name).join(' ')} }`;
    }
    if (isUnionType(type)) {
      const members = type.getTypes().filter((member) => this.#reach(member.name));
      return members.length > 0 ? `union ${name} = ${members.map((member) => member.name).join(' | ')}` : undefined;
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields())
        .filter((field) =>
          this.#isCommon(field, (other) => isInputObjectType(other) && other.getFields()[field.name], name),
        )
        .filter((field) => this.#reach(getNamedType(field.type).name));
      const isWhole = Object.values(type.getFields()).every(
        (field) => !isRequiredInputField(field) || fields.includes(field),
      );
      return fields.length > 0 && isWhole
        ? `input ${name} { ${fields.map((field) => `${field.name}: ${field.type}`).join(' ')} }`
        : undefined;
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    const fields = Object.values(type.getFields())
      .filter((field) => name !== this.#root || this.#bounds.roots.has(field.name))
      .filter((field) => !this.#bounds.fields.test(`${name}.${field.name}`))
      .flatMap((field) => this.#writeField(name, field));
    if (fields.length === 0) return undefined;
    const interfaces = type
      .getInterfaces()
      .filter((parent) => this.#implementsIn(name, parent.name) && this.#reach(parent.name));
    const head = interfaces.length > 0 ? ` implements ${interfaces.map((parent) => parent.name).join(' & ')}` : '';
    if (isInterfaceType(type) && !this.#bounds.looseInterfaces.has(name)) {
      for (const one of this.#schemas[0]!.getPossibleTypes(type)) this.#reach(one.name);
    }
    return `${isObjectType(type) ? 'type' : 'interface'} ${name}${head} { ${fields.join(' ')} }`;
  }

  #writeField(typeName: string, field: GraphQLField<unknown, unknown>): string[] {
    const fieldOf = (other: GraphQLNamedType) =>
      isObjectType(other) || isInterfaceType(other) ? other.getFields()[field.name] : undefined;
    if (!this.#isCommon(field, fieldOf, typeName)) return [];
    if (!this.#reach(getNamedType(field.type).name)) return [];
    const argOf = (arg: GraphQLArgument) => (other: GraphQLNamedType) =>
      fieldOf(other)?.args.find(({ name }) => name === arg.name);
    const args = field.args.filter(
      (arg) => this.#isCommon(arg, argOf(arg), typeName) && this.#reach(getNamedType(arg.type).name),
    );
    if (field.args.some((arg) => isRequiredArgument(arg) && !args.includes(arg))) return [];
    const written = args.map((arg) => `${arg.name}: ${arg.type}`).join(' ');
    return [`${field.name}${written ? `(${written})` : ''}: ${field.type}`];
  }

  #isCommon(
    member: Member,
    of: (type: GraphQLNamedType) => Member | null | undefined | false,
    typeName: string,
  ): boolean {
    return this.#schemas.every((schema) => {
      const other = of(schema.getType(typeName)!);
      return other && other.deprecationReason == null && String(other.type) === String(member.type);
    });
  }

  #implementsIn(name: string, parent: string): boolean {
    return this.#schemas.every((schema) => {
      const type = schema.getType(name);
      return (isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().some((one) => one.name === parent);
    });
  }
}
