import { GraphQLError } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { parseGid } from '../gid.ts';
import { appNamespace, digestOf, jsonOf, metafieldView } from '../metafields.ts';
import type { MetafieldRow } from '../records/custom-data.ts';
import type { ShopState } from '../shop-state.ts';
import type { UserError } from '../user-error.ts';

interface MetafieldIdentifier {
  readonly ownerId: string;
  readonly namespace?: string | null;
  readonly key: string;
}

interface MetafieldInput extends MetafieldIdentifier {
  readonly type?: string | null;
  readonly value: string;
  readonly compareDigest?: string | null;
}

interface SetError extends UserError {
  readonly elementIndex: number;
}

/** The most that one mutation may set (shopify.dev: metafieldsSet). */
const mostAtOnce = 25;

/** Sets metafields, all or none. A type must be named once; a digest that is not the value's refuses the change. */
export function setMetafields(state: ShopState, inputs: readonly MetafieldInput[], { nowMs, scopes }: Exchange) {
  for (const { ownerId } of inputs) demandWrite(parseGid(ownerId).type, scopes);
  if (inputs.length > mostAtOnce) {
    const message = `Exceeded the maximum metafields input limit of ${mostAtOnce}.`;
    return {
      metafields: null,
      userErrors: [{ field: ['metafields'], message, code: 'LESS_THAN_OR_EQUAL_TO', elementIndex: null }],
    };
  }
  const userErrors = inputs.flatMap((input, index) => faultsOf(state, input, index));
  if (userErrors.length > 0) return { metafields: null, userErrors };
  const rows = inputs.map((input): MetafieldRow => {
    const old = existing(state, input);
    const row = {
      id: old?.id ?? state.metafields.nextId(),
      owner: input.ownerId,
      namespace: input.namespace ?? appNamespace,
      key: input.key,
      type: input.type ?? old!.type,
      value: input.value,
      createdAtMs: old?.createdAtMs ?? nowMs,
      updatedAtMs: nowMs,
    };
    state.metafields.put(row);
    return row;
  });
  return { metafields: rows.map(metafieldView), userErrors: [] };
}

/** Takes metafields away: of one that does not exist nothing is said but `null` in its place. */
export function deleteMetafields(state: ShopState, wanted: readonly MetafieldIdentifier[], { scopes }: Exchange) {
  for (const { ownerId } of wanted) demandWrite(parseGid(ownerId).type, scopes);
  const deletedMetafields = wanted.map((identifier) => {
    const found = existing(state, identifier);
    if (found) state.metafields.delete(found.id);
    return found ? { ...identifier } : null;
  });
  return { deletedMetafields, userErrors: [] };
}

function existing(state: ShopState, { ownerId, namespace, key }: MetafieldIdentifier): MetafieldRow | undefined {
  return state.metafields
    .all()
    .find((row) => row.owner === ownerId && row.namespace === (namespace ?? appNamespace) && row.key === key);
}

function faultsOf(state: ShopState, input: MetafieldInput, index: number): SetError[] {
  const place = ['metafields', String(index)];
  const refuse = (name: string, message: string, code: string): SetError[] => [
    { field: [...place, name], message, code, elementIndex: index },
  ];
  const old = existing(state, input);
  const type = input.type ?? old?.type;
  if (!isOwner(state, input.ownerId)) return refuse('ownerId', 'Owner does not exist.', 'INVALID');
  if (type === undefined) return refuse('type', "Type can't be blank", 'BLANK');
  if (input.value.trim() === '') return refuse('value', "Value can't be blank", 'BLANK');
  if (input.compareDigest != null && input.compareDigest !== (old && digestOf(old))) {
    return refuse('compareDigest', 'The resource has been updated since it was loaded.', 'STALE_OBJECT');
  }
  if (!fits(type, input.value)) return refuse('value', `Value is not valid for the type ${type}.`, 'INVALID_VALUE');
  return [];
}

function isOwner(state: ShopState, gid: string): boolean {
  const { type, id } = parseGid(gid);
  const tables: Readonly<Record<string, { get(id: number): unknown }>> = {
    Product: state.products,
    ProductVariant: state.variants,
    Collection: state.collections,
    Customer: state.customers,
    Order: state.orders,
  };
  const isContent = ['Page', 'Article', 'Blog', 'Shop', 'Location'].includes(type);
  return isContent || tables[type]?.get(id) !== undefined;
}

/** Whether a value can be one of its type. */
export function fits(type: string, value: string): boolean {
  if (type === 'number_integer') return /^-?\d{1,16}$/.test(value);
  if (type === 'number_decimal') return /^-?\d+(\.\d+)?$/.test(value);
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'single_line_text_field') return !value.includes('\n');
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value);
  try {
    jsonOf(type, value);
    return true;
  } catch {
    return false;
  }
}

/** Which scope a metafield needs depends on its owner, so the schema cannot tell. */
function demandWrite(type: string, scopes: ReadonlySet<string>): void {
  const needed: Readonly<Record<string, string>> = {
    Product: 'write_products',
    ProductVariant: 'write_products',
    Collection: 'write_products',
    Customer: 'write_customers',
    Order: 'write_orders',
    Page: 'write_content',
    Article: 'write_content',
    Blog: 'write_content',
  };
  const scope = needed[type];
  if (scope === undefined || scopes.has(scope)) return;
  throw new GraphQLError(`Access denied for metafieldsSet field. Required access: \`${scope}\` access scope.`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: scope,
    },
  });
}
