import { parseGid, toGid, toLegacyId } from './gid.ts';
import { type PageArguments, paginate } from './paging.ts';
import type { MetafieldRow } from './records/custom-data.ts';
import type { ShopState } from './shop-state.ts';
import { toDateTime } from './views/values.ts';

/** The namespace that is meant when none is given: the app's own. */
export const appNamespace = 'app--1';

interface Selection extends PageArguments {
  readonly namespace?: string | null;
  readonly keys?: readonly string[] | null;
}

/** Answers the fields that every owner of metafields has. */
export function metafieldFields(state: ShopState, owner: string) {
  const rows = () => state.metafields.all().filter((row) => row.owner === owner);
  return {
    metafield: ({ namespace, key }: { namespace?: string | null; key: string }) => {
      const found = rows().find((row) => row.namespace === (namespace ?? appNamespace) && row.key === key);
      return found ? metafieldView(found) : null;
    },
    metafields: ({ namespace, keys, ...page }: Selection) =>
      paginate(
        rows().filter(
          (row) =>
            (namespace == null || row.namespace === namespace) &&
            (keys == null || keys.includes(`${row.namespace}.${row.key}`)),
        ),
        page,
        { idOf: ({ id }) => id, keyOf: ({ id }) => id, toNode: metafieldView },
      ),
  };
}

/** Shows a metafield as Shopify's `Metafield`. */
export function metafieldView(row: MetafieldRow) {
  return {
    __typename: 'Metafield',
    id: toGid('Metafield', row.id),
    legacyResourceId: toLegacyId(row.id),
    namespace: row.namespace,
    key: row.key,
    type: row.type,
    value: row.value,
    jsonValue: jsonOf(row.type, row.value),
    compareDigest: digestOf(row),
    ownerType: parseGid(row.owner).type.toUpperCase(),
    createdAt: toDateTime(row.createdAtMs),
    updatedAt: toDateTime(row.updatedAtMs),
  };
}

/** Gives what must be sent back for a change that is refused when somebody else has changed the value meanwhile. */
export function digestOf(row: MetafieldRow): string {
  return Buffer.from(`${row.id}/${row.updatedAtMs}/${row.value}`).toString('base64url');
}

/** Gives a value as JSON: numbers, lists and objects as such, all else as text. */
export function jsonOf(type: string, value: string): unknown {
  return /^(number_|boolean|json|list\.|dimension|weight|volume|rating|money|link|rich_text)/.test(type)
    ? JSON.parse(value)
    : value;
}
