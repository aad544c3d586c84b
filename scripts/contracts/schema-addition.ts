import { buildSchema, type GraphQLNamedType, printType } from 'graphql';

/** Writes what a schema has and a smaller one has not: new types, and extensions of those that have more members. */
export function printAddition(whole: string, base: string): string {
  const known = buildSchema(base).getTypeMap();
  return Object.values(buildSchema(whole).getTypeMap())
    .map((type) => additionOf(type, known[type.name]))
    .filter((text) => text !== '')
    .join('\n\n');
}

function additionOf(type: GraphQLNamedType, before: GraphQLNamedType | undefined): string {
  if (before === undefined) return printType(type);
  const known = new Set(printType(before).split('\n'));
  const [opening = '', ...lines] = printType(type).split('\n');
  const added = lines.filter((line) => !known.has(line));
  if (added.length === 0) return '';
  return ['extend', ' ', opening.replace(/ implements [^{]+/, ' '), '\n', added.join('\n'), '\n}'].join('');
}
