type JsonSchema = Readonly<Record<string, unknown>>;

/** What arguments are held against when a call comes, and a model reads in words: listed, it would only cost attention. */
const CHECKED_ON_CALL = new Set(['pattern', 'minLength', 'maxLength']);

/**
 * The arguments as `tools/list` shows them: names, types, choices, bounds and descriptions, without the patterns and
 * lengths that the call is held against anyway. It takes everything that the full schema takes.
 */
export function listedInput(schema: JsonSchema): JsonSchema {
  return leaner(schema) as JsonSchema;
}

/**
 * The answer as `tools/list` shows it: its members and their types. It takes everything that the full schema takes, and
 * `describe_tool` gives that one.
 */
export function outlineOf({ type, properties = {}, required }: JsonSchema): JsonSchema {
  const members = Object.entries(properties as Record<string, JsonSchema>);
  const typed = members.map(([name, member]) => [name, member.type === undefined ? {} : { type: member.type }]);
  return { type, properties: Object.fromEntries(typed), required };
}

/** Members of `properties` are named by tools, not by JSON Schema: one that is called `pattern` stays. */
function leaner(value: unknown, areNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => leaner(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => areNames || !CHECKED_ON_CALL.has(name))
      .map(([name, member]) => [name, isData(name, areNames) ? member : leaner(member, name === 'properties')]),
  );
}

/** What a schema quotes rather than says. */
function isData(name: string, areNames: boolean): boolean {
  return !areNames && (name === 'default' || name === 'enum' || name === 'const' || name === 'examples');
}
