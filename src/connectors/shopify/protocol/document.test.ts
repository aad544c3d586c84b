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
import { API_VERSIONS, type ApiVersion } from '../settings.ts';
import type { Document } from './document.ts';

type AnyDocument = Document<'query' | 'mutation', unknown>;

const isDocument = (value: unknown): value is AnyDocument =>
  typeof value === 'object' && value !== null && 'text' in value && 'reply' in value;

const isTool = (value: unknown): value is Tool =>
  typeof value === 'object' && value !== null && 'run' in value && 'permission' in value;

const folder = fileURLToPath(new URL('../', import.meta.url));
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('emulator'),
);

/** What each file of the connector exports that this test looks at. */
const files = await Promise.all(
  paths.map(async (path) => {
    const exported = Object.values(await import(`${folder}${path}`));
    return { path, text: readFileSync(`${folder}${path}`, 'utf8'), exported };
  }),
);

const allDocuments = files.flatMap(({ exported }) => exported.filter(isDocument));

/**
 * What each tool sends, by its name: the documents of its own file, and, of the files that it takes some from, the queries
 * if it reads and the mutations if it writes.
 */
const SENT: ReadonlyMap<string, readonly AnyDocument[]> = new Map(
  files.flatMap((file) =>
    file.exported.filter(isTool).map((tool) => {
      const kind = tool.effect === 'read' ? 'query' : 'mutation';
      const taken = files
        .filter(({ path }) => path !== file.path && file.text.includes(`/${path.split('/').at(-1)}'`))
        .flatMap(({ exported }) => exported.filter(isDocument).filter((document) => document.kind === kind));
      return [tool.name, [...file.exported.filter(isDocument), ...taken]] as const;
    }),
  ),
);

const isFor =
  (version: ApiVersion) =>
  ({ versions }: AnyDocument): boolean =>
    versions?.includes(version) ?? true;

const sentBy = (tool: Tool, version: ApiVersion) => (SENT.get(tool.name) ?? []).filter(isFor(version));

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
      InlineFragment({ typeCondition }) {
        touched.add(typeCondition?.name.value ?? '');
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

/** Scopes of which documents cannot tell: they follow from whose metafields are set, and from what a caller asks for. */
const UNTOLD: Readonly<Record<string, readonly string[]>> = {
  shopify_refund_order: ['write_orders'],
  shopify_cancel_fulfillment: ['write_merchant_managed_fulfillment_orders'],
  shopify_save_custom_data: ['write_products', 'write_content'],
  shopify_delete_custom_data: ['write_products', 'write_content'],
  shopify_query_graphql: ['read_products', 'read_inventory', 'read_content'],
  shopify_start_bulk_query: ['read_products', 'read_inventory', 'read_content'],
  shopify_get_bulk_query: ['read_products'],
};

describe('the documents of the connector', () => {
  it('all belong to a tool of the connector, or to the probe', () => {
    const tools = files.filter(({ exported }) => exported.some(isTool));
    const taken = files.filter(({ path }) => tools.some(({ text }) => text.includes(`/${path.split('/').at(-1)}'`)));
    const sent = new Set([...SENT.values(), ...taken.map(({ exported }) => exported.filter(isDocument))].flat());

    expect(allDocuments.filter((document) => !sent.has(document) && document !== probeQuery)).toEqual([]);
    expect([...SENT.keys()].toSorted()).toEqual(shopify.tools.map(({ name }) => name).toSorted());
    for (const [name, documents] of SENT)
      expect(documents.length, name).toBeGreaterThan(name === 'shopify_query_graphql' ? -1 : 0);
  });

  it('have names of their own, by which replies are told apart', () => {
    const names = allDocuments.map(({ name }) => name);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('are for versions that a connection can be pinned to, and where one is for some alone its tool has as many for each other', () => {
    for (const tool of shopify.tools) {
      const own = (SENT.get(tool.name) ?? []).filter(({ versions, kind }) => versions && kind === 'mutation');
      const counts = API_VERSIONS.map((version) => own.filter(isFor(version)).length);

      expect(new Set(counts).size, tool.name).toBe(1);
    }
  });

  it('hold no value that a caller gives: such values travel as variables', () => {
    for (const { text, name } of allDocuments) expect(text, name).not.toMatch(/\$\{|undefined|\[object/);
  });
});

describe.each(API_VERSIONS)('Shopify’s own schema of %s', (version) => {
  const file = sharedData('artifacts', 'shopify', `admin_${version}.json.gz`);
  const absent = file ? '' : ' (skipped: the schema is not beside the checkout)';
  let real: RealSchema;
  beforeAll(() => {
    if (file) real = readSchema(file);
  });

  it.skipIf(!file)(`takes every document, and none uses anything deprecated${absent}`, () => {
    const faults = allDocuments
      .filter(isFor(version))
      .flatMap(({ name, text }) =>
        validate(real.schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]).map(
          ({ message }) => `${name}: ${message}`,
        ),
      );

    expect(faults).toEqual([]);
  });

  it.skipIf(!file)(`asks for no scope that the tool does not declare${absent}`, () => {
    const missing = shopify.tools.flatMap((tool) =>
      sentBy(tool, version).flatMap((document) => missingScopes(tool, document, real)),
    );

    expect(missing).toEqual([]);
  });

  it.skipIf(!file)(`asks for every scope that a tool declares${absent}`, () => {
    for (const tool of shopify.tools) {
      const needs = sentBy(tool, version).flatMap((document) => needsOf(document, real));
      const untold = UNTOLD[tool.name] ?? [];
      const unused = tool.scopes.filter(
        (scope) => !untold.includes(scope) && !needs.some(({ anyOf }) => anyOf.includes(scope)),
      );
      expect(unused, tool.name).toEqual([]);
    }
  });
});
