import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type GraphQLSchema,
  getNamedType,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import type { Tool } from '../../../kernel/tool.ts';
import { shopify } from '../connector.ts';
import { probeQuery } from '../probe.ts';
import { API_VERSIONS } from '../settings.ts';
import { findOrderQuery, getOrderQuery } from '../tools/get-order.ts';
import { getProductQuery } from '../tools/get-product.ts';
import { getLocationQuery, itemsOfProductQuery, itemsOfSkuQuery, listLocationsQuery } from '../tools/list-locations.ts';
import { listProductsQuery } from '../tools/list-products.ts';
import { searchOrdersQuery, shopTimeZoneQuery } from '../tools/search-orders.ts';
import { productSeoQuery, updateProductSeoMutation } from '../tools/update-product-seo.ts';
import type { Document } from './document.ts';

type AnyDocument = Document<'query' | 'mutation', unknown>;

/** What each tool sends; a document that is missing here fails a test below. */
const SENT: Readonly<Record<string, readonly AnyDocument[]>> = {
  shopify_list_products: [listProductsQuery],
  shopify_get_product: [getProductQuery],
  shopify_update_product_seo: [productSeoQuery, updateProductSeoMutation],
  shopify_search_orders: [shopTimeZoneQuery, searchOrdersQuery],
  shopify_get_order: [findOrderQuery, getOrderQuery],
  shopify_list_locations: [listLocationsQuery, getLocationQuery, itemsOfSkuQuery, itemsOfProductQuery],
};

const isDocument = (value: unknown): value is AnyDocument =>
  typeof value === 'object' && value !== null && 'text' in value && 'reply' in value;

/** Every document that a file of the connector exports, found in the files themselves. */
async function documents(): Promise<AnyDocument[]> {
  const folder = fileURLToPath(new URL('../', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('emulator'),
  );
  const modules = await Promise.all(files.map((path) => import(`${folder}${path}`)));
  return modules.flatMap((module) => Object.values(module)).filter(isDocument);
}

interface RealSchema {
  readonly schema: GraphQLSchema;
  /** By `Type` or `Type.field`: the scopes of which any one is enough. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

function readSchema(path: string): RealSchema {
  const { data, offline_scopes } = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
  const rows: { typeName: string; fieldName?: string; offlineScopes: string[] }[] = offline_scopes.items;
  const scopes = rows
    .filter(({ offlineScopes }) => offlineScopes.length > 0)
    .map(
      ({ typeName, fieldName, offlineScopes }) =>
        [fieldName ? `${typeName}.${fieldName}` : typeName, offlineScopes] as const,
    );
  return { schema: buildClientSchema(data), scopes: new Map(scopes) };
}

/** What a document touches that asks for a scope, each as the scopes of which one is needed. */
function needsOf({ text }: AnyDocument, { schema, scopes }: RealSchema): { what: string; anyOf: readonly string[] }[] {
  const touched = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field() {
        touched.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`);
        touched.add(getNamedType(info.getType())?.name ?? '');
      },
    }),
  );
  return [...touched].flatMap((what) => {
    const anyOf = scopes.get(what);
    return anyOf ? [{ what, anyOf }] : [];
  });
}

const missingScopes = (tool: Tool, document: AnyDocument, real: RealSchema) =>
  needsOf(document, real)
    .filter(({ anyOf }) => !anyOf.some((scope) => tool.scopes.includes(scope)))
    .map(({ what, anyOf }) => `${document.name}: ${what} needs ${anyOf.join(' or ')}`);

describe('the documents of the connector', () => {
  it('all belong to a tool of the table, or to the probe', async () => {
    const found = (await documents()).map(({ name }) => name);

    expect(found.toSorted()).toEqual(
      [
        ...Object.values(SENT)
          .flat()
          .map(({ name }) => name),
        probeQuery.name,
      ].toSorted(),
    );
    expect(Object.keys(SENT).toSorted()).toEqual(shopify.tools.map(({ name }) => name).toSorted());
  });

  it('hold no value that a caller gives: such values travel as variables', async () => {
    for (const { text, name } of await documents()) expect(text, name).not.toMatch(/\$\{|undefined|\[object/);
  });
});

describe.each(API_VERSIONS)('Shopify’s own schema of %s', (version) => {
  const file = sharedData('artifacts', 'shopify', `admin_${version}.json.gz`);
  const absent = file ? '' : ' (skipped: the schema is not beside the checkout)';
  let real: RealSchema;
  beforeAll(() => {
    if (file) real = readSchema(file);
  });

  it.skipIf(!file)(`takes every document, and none uses anything deprecated${absent}`, async () => {
    const faults = (await documents()).flatMap(({ name, text }) =>
      validate(real.schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]).map(
        ({ message }) => `${name}: ${message}`,
      ),
    );

    expect(faults).toEqual([]);
  });

  it.skipIf(!file)(`asks for no scope that the tool does not declare${absent}`, () => {
    const missing = shopify.tools.flatMap((tool) =>
      (SENT[tool.name] ?? []).flatMap((document) => missingScopes(tool, document, real)),
    );

    expect(missing).toEqual([]);
  });

  it.skipIf(!file)(`asks for every scope that a tool declares${absent}`, () => {
    for (const tool of shopify.tools) {
      const needs = (SENT[tool.name] ?? []).flatMap((document) => needsOf(document, real));
      const unused = tool.scopes.filter((scope) => !needs.some(({ anyOf }) => anyOf.includes(scope)));
      expect(unused, tool.name).toEqual([]);
    }
  });
});
