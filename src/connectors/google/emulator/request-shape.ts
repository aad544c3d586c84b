import type { WireReply } from '../../../kernel/wire.ts';
import { googleFailure } from './google-voice.ts';

/** A field's type in the words of protocol buffers: `['Dimension', 'QUERY', …]` is an enum with its name first. */
export type FieldShape =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'double'
  | { readonly enum: string; readonly values: readonly string[] }
  | { readonly listOf: FieldShape }
  | { readonly message: MessageShape };

/** The fields of a request's body, by their JSON names. */
export type MessageShape = Readonly<Record<string, FieldShape>>;

/** What does not fit, in Google's words. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

/** How a shape is read. */
export interface ReadingOptions {
  /** The type's name in messages: `google.searchconsole.v1`. */
  readonly package: string;
  /** Takes `byPage` and `by_page` for `BY_PAGE`, as the older APIs do. */
  readonly isLenientWithEnums?: boolean;
}

/** Gives everything in a body that does not fit its shape: unknown fields, wrong types, values that an enum has not. */
export function violationsOf(shape: MessageShape, body: unknown, options: ReadingOptions, path = ''): Violation[] {
  if (!isObject(body)) return [{ field: path, description: `Invalid value at '${path}', ${JSON.stringify(body)}` }];
  return Object.entries(body).flatMap(([name, value]) => {
    const field = shape[name];
    if (field === undefined) {
      const at = path === '' ? '' : ` at '${path}'`;
      const description = `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`;
      return [{ field: path, description }];
    }
    return violationsOfField(field, value, options, path === '' ? name : `${path}.${name}`);
  });
}

/** Reads a JSON body and holds it against its shape: the body, or the reply that refuses it. */
export function readBody(
  text: string,
  shape: MessageShape,
  options: ReadingOptions,
): { readonly body: Record<string, unknown> } | { readonly refusal: WireReply } {
  let body: unknown;
  try {
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { refusal: invalid('Invalid JSON payload received. Unexpected token.', []) };
  }
  const violations = violationsOf(shape, body, options);
  if (violations.length > 0) {
    return { refusal: invalid(violations.map(({ description }) => description).join('\n'), violations) };
  }
  return { body: body as Record<string, unknown> };
}

/** Gives `INVALID_ARGUMENT` with a message and the fields that it is about. */
export function invalid(message: string, fieldViolations: readonly Violation[] = []): WireReply {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations }];
  return googleFailure({
    code: 400,
    status: 'INVALID_ARGUMENT',
    message,
    reason: 'badRequest',
    ...(fieldViolations.length > 0 && { details }),
  });
}

/** Gives an enum's value in the form that all spellings of it share: `byPage`, `by_page` and `BY_PAGE` are `BYPAGE`. */
export function plainEnum(value: string): string {
  return value.replaceAll('_', '').toUpperCase();
}

function violationsOfField(shape: FieldShape, value: unknown, options: ReadingOptions, path: string): Violation[] {
  if (value === null) return [];
  if (typeof shape === 'string') {
    return fits(shape, value) ? [] : [wrongValue(path, `TYPE_${shape.toUpperCase()}`, value)];
  }
  if ('listOf' in shape) {
    // A single value stands for a list of one, as in every JSON reading of protocol buffers at Google.
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item, index) => violationsOfField(shape.listOf, item, options, `${path}[${index}]`));
  }
  if ('message' in shape) return violationsOf(shape.message, value, options, path);
  const alike = options.isLenientWithEnums ? plainEnum : (text: string) => text;
  const isKnown = typeof value === 'string' && shape.values.some((known) => alike(known) === alike(value));
  return isKnown ? [] : [wrongValue(path, `type.googleapis.com/${options.package}.${shape.enum}`, value)];
}

function wrongValue(path: string, type: string, value: unknown): Violation {
  return { field: path, description: `Invalid value at '${path}' (${type}), ${JSON.stringify(value)}` };
}

const wholeNumber = /^-?\d{1,19}$/;

function fits(type: Extract<FieldShape, string>, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'int32':
      return (
        (typeof value === 'number' || (typeof value === 'string' && wholeNumber.test(value))) && isInt32(Number(value))
      );
    case 'int64':
      return Number.isInteger(value) || (typeof value === 'string' && wholeNumber.test(value));
    case 'double':
      return typeof value === 'number';
  }
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
