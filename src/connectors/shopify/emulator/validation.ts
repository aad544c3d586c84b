import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isRequiredArgument,
  Kind,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import { globalIdRule } from './global-ids.ts';

/** Checks a document against the schema, with Shopify's messages, codes and paths for the mistakes that people make. */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return validate(schema, document, [shopifyRule, globalIdRule, ...otherRules]);
}

/** The rules whose findings `shopifyRule` reports in Shopify's words. */
const replaced = new Set([
  'FieldsOnCorrectTypeRule',
  'KnownArgumentNamesRule',
  'ProvidedRequiredArgumentsRule',
  'ScalarLeafsRule',
]);
const otherRules = specifiedRules.filter((rule) => !replaced.has(rule.name));

const shopifyRule: ValidationRule = (context): ASTVisitor => ({
  Field(node, _key, _parent, _path, ancestors) {
    const error = fieldError(context, node);
    if (!error) return undefined;
    const path = [...ancestors.flatMap(nameOf), node.alias?.value ?? node.name.value, ...error.under];
    context.reportError(new ShapedError(error.message, node, path, error.extensions));
    // Below a field that is wrong itself there is nothing to learn.
    return false;
  },
});

/** An error whose path is Shopify's: the operation, then response names. */
class ShapedError extends GraphQLError {
  readonly shapedPath: readonly string[];

  constructor(message: string, node: FieldNode, path: readonly string[], extensions: Record<string, unknown>) {
    super(message, { nodes: [node], extensions });
    this.shapedPath = path;
  }

  override toJSON() {
    const { locations } = super.toJSON();
    return { message: this.message, locations, path: [...this.shapedPath], extensions: this.extensions };
  }
}

interface Finding {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
  readonly under: readonly string[];
}

function fieldError(context: ValidationContext, node: FieldNode): Finding | undefined {
  const parent = context.getParentType();
  const definition = context.getFieldDef();
  const fieldName = node.name.value;
  if (!parent) return undefined;
  if (!definition) {
    return {
      message: `Field '${fieldName}' doesn't exist on type '${parent.name}'`,
      extensions: { code: 'undefinedField', typeName: parent.name, fieldName },
      under: [],
    };
  }
  const given = node.arguments ?? [];
  const unknown = given.find(({ name }) => !definition.args.some((arg) => arg.name === name.value));
  if (unknown) {
    return {
      message: `Field '${fieldName}' doesn't accept argument '${unknown.name.value}'`,
      extensions: { code: 'argumentNotAccepted', name: fieldName, typeName: 'Field', argumentName: unknown.name.value },
      under: [unknown.name.value],
    };
  }
  const missing = definition.args.filter(
    (arg) => isRequiredArgument(arg) && !given.some(({ name }) => name.value === arg.name),
  );
  if (missing.length > 0) {
    const names = missing.map((arg) => arg.name).join(', ');
    return {
      message: `Field '${fieldName}' is missing required arguments: ${names}`,
      extensions: { code: 'missingRequiredArguments', className: 'Field', name: fieldName, arguments: names },
      under: [],
    };
  }
  return selectionError(node, getNamedType(definition.type));
}

function selectionError(node: FieldNode, type: GraphQLNamedType): Finding | undefined {
  const nodeName = `field '${node.name.value}'`;
  if (isLeafType(type) && node.selectionSet) {
    const message = `Selections can't be made on scalars (${nodeName} returns ${type.name} but has selections)`;
    return { message, extensions: { code: 'selectionMismatch', nodeName, typeName: type.name }, under: [] };
  }
  if (!isLeafType(type) && !node.selectionSet) {
    const message = `Field must have selections (${nodeName} returns ${type.name} but has no selections. Did you mean '${node.name.value} { ... }'?)`;
    return { message, extensions: { code: 'selectionMismatch', nodeName, typeName: type.name }, under: [] };
  }
  return undefined;
}

function nameOf(ancestor: unknown): string[] {
  if (!ancestor || typeof ancestor !== 'object' || !('kind' in ancestor)) return [];
  const node = ancestor as FieldNode | DocumentNode['definitions'][number] | { kind: Kind.INLINE_FRAGMENT };
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return [node.name ? `${node.operation} ${node.name.value}` : node.operation];
    case Kind.FRAGMENT_DEFINITION:
      return [`fragment ${node.name.value}`];
    case Kind.FIELD:
      return [node.alias?.value ?? node.name.value];
    default:
      return [];
  }
}
