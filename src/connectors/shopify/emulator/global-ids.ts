import {
  GraphQLError,
  GraphQLID,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  type ValidationRule,
} from 'graphql';
import { isGid } from './gid.ts';

/** Every `ID` at Shopify is a global id, and one that is none stops a request before anything runs. This rule looks at those that stand in the document. */
export const globalIdRule: ValidationRule = (context) => ({
  StringValue(node) {
    const type = context.getInputType();
    if (!type || getNullableType(type) !== GraphQLID || isGid(node.value)) return;
    const extensions = { code: 'argumentLiteralsIncompatible', typeName: 'CoercionError' };
    context.reportError(new GraphQLError(`Invalid global id '${node.value}'`, { nodes: [node], extensions }));
  },
});

/** Gives the first id among a variable's values that is none, wherever it stands; `undefined` when all are good. */
export function strangeId(type: GraphQLInputType, value: unknown): string | undefined {
  const inner = getNullableType(type);
  if (value === null || value === undefined) return undefined;
  if (isListType(inner)) return firstOf((value as unknown[]).map((item) => strangeId(inner.ofType, item)));
  if (isInputObjectType(inner)) {
    const values = value as Readonly<Record<string, unknown>>;
    return firstOf(Object.values(inner.getFields()).map((field) => strangeId(field.type, values[field.name])));
  }
  return inner === GraphQLID && !isGid(String(value)) ? String(value) : undefined;
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find((id) => id !== undefined);
}
