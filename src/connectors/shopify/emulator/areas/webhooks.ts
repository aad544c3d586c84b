import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType, toGid, toLegacyId } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { emptyFields, field } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';
import { toDateTime } from '../views/values.ts';
import { type Area, byId, showing } from './area.ts';

interface WebhookRow {
  readonly id: number;
  readonly topic: string;
  readonly uri: string;
  readonly format: 'JSON' | 'XML';
  readonly filter: string | undefined;
  readonly includeFields: readonly string[];
  readonly atMs: number;
}

interface WebhookInput {
  readonly uri?: string | null;
  readonly format?: 'JSON' | 'XML' | null;
  readonly filter?: string | null;
  readonly includeFields?: readonly string[] | null;
}

interface WebhookArguments extends ListArguments {
  readonly topics?: readonly string[] | null;
  readonly uri?: string | null;
  readonly format?: string | null;
}

/** What topics that begin so tell of, and the scope that reads it. */
const READERS: readonly (readonly [prefix: string, scope: string])[] = [
  ['ORDERS_', 'read_orders'],
  ['REFUNDS_', 'read_orders'],
  ['DRAFT_ORDERS_', 'read_draft_orders'],
  ['CUSTOMERS_', 'read_customers'],
  ['PRODUCTS_', 'read_products'],
  ['INVENTORY_', 'read_inventory'],
  ['DISCOUNTS_', 'read_discounts'],
];

/** Subscriptions of this app to webhooks. */
export function webhookArea(state: ShopState): Area {
  const rows = new Table<WebhookRow>(webhooksOf(state));
  const webhook = (id: number) => showing(rows.get(id), webhookView);
  return {
    queries: {
      webhookSubscriptions: (args: WebhookArguments, exchange: Exchange, info: GraphQLResolveInfo) => {
        const kept = rows.all().filter(({ topic, uri, format }) => {
          const { topics, uri: wantedUri, format: wantedFormat } = args;
          const isTopic = !topics?.length || topics.includes(topic);
          return (
            isTopic && (wantedUri == null || uri === wantedUri) && (wantedFormat == null || format === wantedFormat)
          );
        });
        return list(kept, args, exchange, info, {
          fields: {
            id: field('id', ({ id }) => id),
            created_at: field('time', ({ atMs }) => atMs),
            updated_at: field('time', ({ atMs }) => atMs),
            ...emptyFields<WebhookRow>('default endpoint_type'),
          },
          idOf: ({ id }) => id,
          toNode: webhookView,
          sortKeys: { CREATED_AT: ({ atMs }) => atMs },
        });
      },
      webhookSubscription: byId('WebhookSubscription', webhook),
    },
    mutations: {
      webhookSubscriptionCreate: (
        { topic, webhookSubscription: input }: { topic: string; webhookSubscription: WebhookInput },
        exchange: Exchange,
      ) => {
        const fault = faultOf(topic, input, rows.all(), exchange);
        if (fault) return { webhookSubscription: null, userErrors: [fault] };
        const row: WebhookRow = {
          id: rows.nextId(),
          topic,
          uri: input.uri!,
          format: input.format ?? 'JSON',
          filter: input.filter ?? undefined,
          includeFields: input.includeFields ?? [],
          atMs: exchange.nowMs,
        };
        rows.put(row);
        return { webhookSubscription: webhookView(row), userErrors: [] };
      },
      webhookSubscriptionDelete: ({ id: gid }: { id: string }) => {
        const id = idOfType('WebhookSubscription', gid);
        if (id !== undefined && rows.delete(id)) {
          return { deletedWebhookSubscriptionId: toGid('WebhookSubscription', id), userErrors: [] };
        }
        const userErrors = [{ field: ['id'], message: 'Webhook subscription does not exist' }];
        return { deletedWebhookSubscriptionId: null, userErrors };
      },
    },
    nodes: { WebhookSubscription: webhook },
  };

  function faultOf(
    topic: string,
    { uri }: WebhookInput,
    others: readonly WebhookRow[],
    { scopes }: Exchange,
  ): UserError | undefined {
    const at = ['webhookSubscription', 'uri'];
    if (!uri) return { field: at, message: "Address can't be blank" };
    const isKnown = /^(https:\/\/|pubsub:\/\/|arn:aws:events:)/.test(uri);
    if (!isKnown) return { field: at, message: 'Address protocol http:// is not supported' };
    if (uri.startsWith(`https://${state.domain}`)) return { field: at, message: 'Address is not allowed' };
    if (others.some((other) => other.topic === topic && other.uri === uri)) {
      return { field: at, message: 'Address for this topic has already been taken' };
    }
    const reader = READERS.find(([prefix]) => topic.startsWith(prefix))?.[1];
    if (reader === undefined || scopes.has(reader)) return undefined;
    const name = topic.toLowerCase().replace(/_([a-z]+)$/, '/$1');
    return {
      field: ['topic'],
      message: `You do not have permission to create or update webhooks with ${name} topic. This topic might require one of the following scopes: ${reader}`,
    };
  }
}

/** A new shop has two, of the day it opened. */
function webhooksOf(state: ShopState): WebhookRow[] {
  const base = { format: 'JSON', filter: undefined, includeFields: [], atMs: state.world.firstDayMs } as const;
  return [
    { ...base, id: 1, topic: 'ORDERS_CREATE', uri: `https://hooks.${state.world.shop.host}/orders` },
    { ...base, id: 2, topic: 'APP_UNINSTALLED', uri: `https://hooks.${state.world.shop.host}/gone` },
  ];
}

function webhookView(row: WebhookRow) {
  return {
    __typename: 'WebhookSubscription',
    id: toGid('WebhookSubscription', row.id),
    legacyResourceId: toLegacyId(row.id),
    topic: row.topic,
    uri: row.uri,
    format: row.format,
    filter: row.filter ?? null,
    includeFields: row.includeFields,
    name: null,
    apiVersion: { handle: '2026-10', displayName: '2026-10', supported: true },
    createdAt: toDateTime(row.atMs),
    updatedAt: toDateTime(row.atMs),
  };
}
