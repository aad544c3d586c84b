import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { piecesCountField } from '../input/pieces.ts';
import { defineMutation } from '../protocol/document.ts';
import { toShopifyKey } from '../protocol/idempotency-key.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';

const REASONS = [
  'correction',
  'cycle_count_available',
  'damaged',
  'other',
  'promotion',
  'received',
  'restock',
  'shrinkage',
] as const;
const CHANGES_MAX = 100;

const PAYLOAD = `
  inventoryAdjustmentGroup { changes { delta quantityAfterChange item { id } location { id } } }
  userErrors { field message code }`;

const Payload = z.object({
  inventoryAdjustmentGroup: z
    .object({
      changes: z.array(
        z.object({
          delta: z.number().int(),
          quantityAfterChange: z.number().int().nullish(),
          item: z.object({ id: z.string() }).nullish(),
          location: z.object({ id: z.string() }).nullish(),
        }),
      ),
    })
    .nullable(),
  userErrors: UserErrors,
});

export const adjustStockMutation = defineMutation(
  `mutation AdjustStock($input: InventoryAdjustQuantitiesInput!, $key: String!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { ${PAYLOAD} }
  }`,
  z.object({ inventoryAdjustQuantities: Payload }),
);

export const setStockMutation = defineMutation(
  `mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $key) { ${PAYLOAD} }
  }`,
  z.object({ inventorySetQuantities: Payload }),
);

const ChangeStockInput = z.object({
  mode: z.enum(['adjust', 'set']).describe('adjust adds pieces (negative takes); set counts anew.'),
  quantity: z.enum(['available', 'on_hand']).default('available').describe('on_hand only with set.'),
  reason: z.enum(REASONS).default('correction').describe('For the stock history.'),
  changes: z
    .array(
      z
        .object({
          inventoryItemId: idField('InventoryItem', 'Stock record.'),
          locationId: idField('Location', 'Where.'),
          pieces: piecesCountField('How many.'),
          expected: piecesCountField('Refuse all unless so many are there.').optional(),
        })
        .strict(),
    )
    .min(1)
    .max(CHANGES_MAX)
    .describe('To move: less in one place, more in another.'),
});

type Input = z.output<typeof ChangeStockInput>;

/**
 * `shopify_change_stock`: adds to stock, takes from it, or counts it anew; all changes or none. Shopify knows the call's
 * key, so an attempt of unknown fate may be repeated.
 */
export const changeStock = defineTool({
  name: 'shopify_change_stock',
  title: 'Change stock',
  description:
    'Adds, takes, counts anew or moves stock of Shopify variants at locations; all or none. Ids: shopify_list_locations.',
  effect: 'write',
  core: true,
  permission: 'shopify.inventory.write',
  scopes: ['read_inventory', 'write_inventory'],
  repeatable: true,
  input: ChangeStockInput.refine(({ mode, quantity }) => mode === 'set' || quantity === 'available', {
    error: 'on_hand can only be set, not adjusted.',
    path: ['quantity'],
  })
    .refine(({ mode, changes }) => mode === 'adjust' || changes.every(({ pieces }) => pieces >= 0), {
      error: 'Stock cannot be set below 0.',
      path: ['changes'],
    })
    .refine(isEachPlaceOnce, { error: 'Name each stock record at each location once.', path: ['changes'] }),
  output: z.object({
    changes: z
      .array(
        z.object({
          inventoryItemId: z.string().optional().describe('Stock record of the variant.'),
          locationId: z.string().optional().describe('Where.'),
          delta: z.number().int().describe('Pieces more, or less.'),
          after: z.number().int().optional().describe('Pieces now.'),
        }),
      )
      .describe('What was changed; without records where nothing had to be.'),
  }),
  list: 'changes',
  cost: () => 10 + 1 + 2,
  examples: [
    {
      title: 'A delivery of twenty',
      input: {
        mode: 'adjust',
        reason: 'received',
        changes: [{ inventoryItemId: '8100000000028', locationId: '8100000000001', pieces: 20 }],
      },
    },
    {
      title: 'Five pieces from one place to another',
      input: {
        mode: 'adjust',
        changes: [
          { inventoryItemId: '8100000000028', locationId: '8100000000001', pieces: -5 },
          { inventoryItemId: '8100000000028', locationId: '8100000000002', pieces: 5 },
        ],
      },
    },
  ],

  async run(input, upstream: ShopifyUpstream, { idempotencyKey }) {
    const { mode, quantity, reason, changes } = input;
    const key = toShopifyKey(idempotencyKey);
    const places = changes.map(({ inventoryItemId, locationId, expected, pieces }) => ({
      inventoryItemId: toGid('InventoryItem', inventoryItemId),
      locationId: toGid('Location', locationId),
      // Must be passed; null asks for no comparison.
      changeFromQuantity: expected ?? null,
      [mode === 'set' ? 'quantity' : 'delta']: pieces,
    }));
    const shared = { name: quantity, reason };
    const { inventoryAdjustmentGroup, userErrors } =
      mode === 'set'
        ? (await upstream.mutate(setStockMutation, { input: { ...shared, quantities: places }, key })).data
            .inventorySetQuantities
        : (await upstream.mutate(adjustStockMutation, { input: { ...shared, changes: places }, key })).data
            .inventoryAdjustQuantities;
    refuseStale(userErrors, input);
    refuseUserErrors(userErrors);
    // Shopify keeps no record of a change that changes nothing.
    if (inventoryAdjustmentGroup === null && mode === 'adjust') throw unconfirmed();
    return {
      changes: (inventoryAdjustmentGroup?.changes ?? []).map(({ delta, quantityAfterChange, item, location }) => ({
        inventoryItemId: item?.id,
        locationId: location?.id,
        delta,
        after: quantityAfterChange ?? undefined,
      })),
    };
  },
});

function isEachPlaceOnce({ changes }: Input): boolean {
  const places = changes.map(
    ({ inventoryItemId, locationId }) => `${toGid('InventoryItem', inventoryItemId)} ${toGid('Location', locationId)}`,
  );
  return new Set(places).size === places.length;
}

function refuseStale(errors: z.output<typeof UserErrors>, { changes }: Input): void {
  const stale = errors.filter(({ code }) => code === 'CHANGE_FROM_QUANTITY_STALE');
  if (stale.length === 0) return;
  const issues = stale.map(({ field }) => {
    const index = Number(field?.find((part) => /^\d+$/.test(part)));
    const expected = changes[index]?.expected;
    return {
      path: `changes.${index}.expected`,
      message: `There are no longer ${expected}; look again before you change.`,
    };
  });
  throw new PlatformError('upstream_rejected', 'The stock has changed meanwhile; nothing was done.', {
    issues,
    sent: 'no',
  });
}
