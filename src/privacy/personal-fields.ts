import { z } from 'zod';

/** What stands in place of a masked text. */
export const MASK = '[masked]';

/** Gives a copy of the value with personal fields masked; what holds none is shared, not copied. */
export type Masker = (value: unknown) => unknown;

/**
 * Compiles an output schema into a masker that visits only the places where a field is declared `personal`.
 * `undefined` when the schema declares none.
 */
export function compileMasker(schema: z.ZodType): Masker | undefined {
  if (schema.meta()?.personal === true) return (value) => (typeof value === 'string' ? MASK : value);
  const inner = innerOf(schema);
  if (inner) return compileMasker(inner);
  if (schema instanceof z.ZodArray) return maskItems(compileMasker(schema.element as z.ZodType));
  if (schema instanceof z.ZodRecord) return maskMembers(compileMasker(schema.valueType as z.ZodType));
  if (schema instanceof z.ZodObject) return maskFields(schema);
  if (schema instanceof z.ZodUnion) return maskOptions(schema.options as z.ZodType[]);
  return undefined;
}

/** What a schema puts something around: optional, nullable, with a default, read-only. */
function innerOf(schema: z.ZodType): z.ZodType | undefined {
  const { def } = schema as { readonly def: { readonly innerType?: z.ZodType } };
  return def.innerType;
}

function maskItems(item: Masker | undefined): Masker | undefined {
  return item && ((value) => (Array.isArray(value) ? value.map(item) : value));
}

function maskMembers(member: Masker | undefined): Masker | undefined {
  if (!member) return undefined;
  return (value) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, held]) => [name, member(held)])) : value;
}

function maskFields(schema: z.ZodObject): Masker | undefined {
  const fields = Object.entries(schema.shape).flatMap(([name, field]) => {
    const masker = compileMasker(field as z.ZodType);
    return masker ? [[name, masker] as const] : [];
  });
  if (fields.length === 0) return undefined;
  return (value) => {
    if (!isObject(value)) return value;
    const copy: Record<string, unknown> = { ...value };
    for (const [name, mask] of fields) if (name in copy) copy[name] = mask(copy[name]);
    return copy;
  };
}

/** Which option a value belongs to is not known here, so every option's masks are applied. */
function maskOptions(options: readonly z.ZodType[]): Masker | undefined {
  const maskers = options.flatMap((option) => compileMasker(option) ?? []);
  return maskers.length === 0 ? undefined : (value) => maskers.reduce((held, mask) => mask(held), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
