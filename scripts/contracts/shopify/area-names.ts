/** The names of one area of Shopify's Admin schema that the emulator knows. */
export interface AreaNames {
  /** Fields of `QueryRoot`. */
  readonly queries?: string;
  /** Fields of `Mutation`. */
  readonly mutations?: string;
  /** By type, the names to keep. Connections, edges, enums and scalars follow by themselves; an enum that is named keeps these values alone. */
  readonly types: Readonly<Record<string, string>>;
  /** Arguments that the emulator has no data to obey, as `Type.field(argument)`: using one is an error, never a filter that silently does nothing. */
  readonly droppedArguments?: readonly string[];
  /** Arguments that an older version demands, as `Type.field(argument)`: the emulator demands them always. */
  readonly requiredArguments?: readonly string[];
}
