import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { jsonOf } from '../metafields.ts';
import { type PageArguments, paginate } from '../paging.ts';
import { type DefinitionRow, definitionsOf, type MetaobjectRow, metaobjectsOf } from '../records/custom-data.ts';
import { field } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';
import { toDateTime } from '../views/values.ts';
import { type Area, byId, showing } from './area.ts';
import { deleteMetafields, fits, setMetafields } from './metafields-set.ts';

type Handle = { readonly type: string; readonly handle: string };
type Fields = readonly { readonly key: string; readonly value: string }[];

/** Metafields and metaobjects: data of kinds that the merchant made up. */
export function customDataArea(state: ShopState): Area {
  const definitions = new Table<DefinitionRow>(definitionsOf());
  const objects = new Table<MetaobjectRow>(metaobjectsOf(state.world));
  const definitionOf = (type: string) => definitions.all().find((row) => row.type === type);
  const show = (row: MetaobjectRow) => objectView(row, definitionOf(row.type)!);
  const object = (id: number) => showing(objects.get(id), show);
  const byHandle = ({ type, handle }: Handle) =>
    objects.all().find((row) => row.type === type && row.handle === handle);
  return {
    queries: {
      metaobjects: (args: ListArguments & { type: string }, exchange: Exchange, info: GraphQLResolveInfo) =>
        list(
          objects.all().filter(({ type }) => type === args.type),
          args,
          exchange,
          info,
          {
            fields: {
              default: field('text', ({ values }) => Object.values(values).join(' ')),
              id: field('id', ({ id }) => id),
              handle: field('keyword', ({ handle }) => handle),
              display_name: field('text', ({ values }) => Object.values(values)[0]),
              updated_at: field('time', ({ updatedAtMs }) => updatedAtMs),
            },
            sortKeys: {},
            idOf: ({ id }) => id,
            toNode: show,
          },
        ),
      metaobject: byId('Metaobject', object),
      metaobjectByHandle: ({ handle }: { handle: Handle }) => showing(byHandle(handle), show),
      metaobjectDefinitions: (args: PageArguments) =>
        paginate(definitions.all(), args, {
          idOf: ({ id }) => id,
          keyOf: ({ id }) => id,
          toNode: (row) => definitionView(row, objects.all().filter(({ type }) => type === row.type).length),
        }),
    },
    mutations: {
      metafieldsSet: ({ metafields }, exchange) => setMetafields(state, metafields, exchange),
      metafieldsDelete: ({ metafields }, exchange) => deleteMetafields(state, metafields, exchange),
      metaobjectUpsert: (
        { handle, metaobject }: { handle: Handle; metaobject: { fields?: Fields | null; handle?: string | null } },
        { nowMs }: Exchange,
      ) => {
        const definition = definitionOf(handle.type);
        const old = byHandle(handle);
        const given = Object.fromEntries((metaobject.fields ?? []).map(({ key, value }) => [key, value]));
        const values = { ...old?.values, ...given };
        const userErrors = faultsOf(definition, handle, metaobject.fields ?? [], values);
        if (!definition || userErrors.length > 0) return { metaobject: null, userErrors };
        const row: MetaobjectRow = {
          id: old?.id ?? objects.nextId(),
          type: handle.type,
          handle: metaobject.handle || handle.handle,
          values,
          updatedAtMs: nowMs,
        };
        objects.put(row);
        return { metaobject: show(row), userErrors: [] };
      },
      metaobjectDelete: ({ id }: { id: string }) => {
        if (objects.delete(idOfType('Metaobject', id) ?? -1)) return { deletedId: id, userErrors: [] };
        const message = 'Record not found';
        return { deletedId: null, userErrors: [{ field: ['id'], message, code: 'RECORD_NOT_FOUND' }] };
      },
    },
    nodes: { Metaobject: object },
  };
}

function faultsOf(
  definition: DefinitionRow | undefined,
  { type }: Handle,
  given: Fields,
  values: Readonly<Record<string, string>>,
): UserError[] {
  if (!definition) {
    const message = `No metaobject definition exists for type "${type}"`;
    return [{ field: ['handle', 'type'], message, code: 'UNDEFINED_OBJECT_TYPE' }];
  }
  const strange = given.findIndex(({ key }) => !definition.fields.some((known) => known.key === key));
  if (strange >= 0) {
    const message = `Field definition "${given[strange]!.key}" does not exist`;
    const place = ['metaobject', 'fields', String(strange)];
    return [{ field: place, message, code: 'UNDEFINED_OBJECT_FIELD' }];
  }
  const types = new Map(definition.fields.map(({ key, type: kind }) => [key, kind]));
  const wrong = given.findIndex(({ key, value }) => !fits(types.get(key) ?? '', value));
  if (wrong >= 0) {
    const message = `Value is not valid for the type ${types.get(given[wrong]!.key)}.`;
    return [{ field: ['metaobject', 'fields', String(wrong)], message, code: 'INVALID_VALUE' }];
  }
  return definition.fields
    .filter(({ key, required }) => required && !values[key])
    .map(({ name }) => ({ field: ['metaobject'], message: `${name} can't be blank`, code: 'OBJECT_FIELD_REQUIRED' }));
}

function objectView(row: MetaobjectRow, definition: DefinitionRow) {
  return {
    __typename: 'Metaobject',
    id: toGid('Metaobject', row.id),
    handle: row.handle,
    type: row.type,
    displayName: row.values[definition.fields[0]!.key] ?? row.handle,
    updatedAt: toDateTime(row.updatedAtMs),
    fields: definition.fields.map(({ key, type }) => {
      const value = row.values[key];
      return { key, type, value: value ?? null, jsonValue: value === undefined ? null : jsonOf(type, value) };
    }),
  };
}

function definitionView(row: DefinitionRow, metaobjectsCount: number) {
  return {
    __typename: 'MetaobjectDefinition',
    id: toGid('MetaobjectDefinition', row.id),
    type: row.type,
    name: row.name,
    description: row.description ?? null,
    displayNameKey: row.fields[0]!.key,
    metaobjectsCount,
    fieldDefinitions: row.fields.map(({ type, ...fieldRow }) => ({
      ...fieldRow,
      description: null,
      type: { name: type, category: type.startsWith('number') ? 'NUMBER' : 'TEXT' },
    })),
  };
}
