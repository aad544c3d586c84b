import type { JsonSchema } from './route.ts';

/**
 * Collects the schemas of a document. A schema that stands alone points into itself (`#`, `#/$defs/Order`); inside a
 * document those pointers would miss, so its definitions become components of their own and the pointers follow.
 */
export class Components {
  readonly #schemas: Record<string, unknown>;

  constructor(shared: Readonly<Record<string, JsonSchema>>) {
    this.#schemas = { ...shared };
  }

  /** Gives what to put where the schema is wanted. `name` is unique in the document: `listOrders.body`. */
  place(name: string, schema: JsonSchema): JsonSchema {
    const { $schema: _dialect, $defs, ...rest } = schema;
    const repoint = (pointer: string) => {
      if (pointer === '#') return `#/components/schemas/${name}`;
      const definition = /^#\/\$defs\/(.+)$/.exec(pointer)?.[1];
      return definition === undefined ? pointer : `#/components/schemas/${name}.${definition}`;
    };
    for (const [definition, value] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
      this.#schemas[`${name}.${definition}`] = repointed(value, repoint);
    }
    const placed = repointed(rest, repoint) as JsonSchema;
    const pointsToItself = JSON.stringify(placed).includes(`"#/components/schemas/${name}"`);
    if (!pointsToItself) return placed;
    this.#schemas[name] = placed;
    return { $ref: `#/components/schemas/${name}` };
  }

  schemas(): JsonSchema {
    return this.#schemas;
  }
}

function repointed(value: unknown, repoint: (pointer: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => repointed(item, repoint));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string' ? repoint(member) : repointed(member, repoint),
    ]),
  );
}
