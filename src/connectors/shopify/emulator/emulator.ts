import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { Emulator } from '../../../emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../emulation/faults.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { AccessTokens, type RandomBytes, type TokenRefusal } from './access-tokens.ts';
import { type BucketSize, standardPlan } from './cost-bucket.ts';

/** How an emulated shop differs from the one that everybody gets. */
export interface EmulatorOptions {
  /** Dates the world, ends tokens and refills the cost bucket. */
  readonly clock: Clock;
  /** Emulators with the same seed and day speak of the same products, orders and customers. */
  readonly seed?: string;
  /** Where faults come from; the request header works with or without it. */
  readonly faults?: FaultSource;
  /** `name.myshopify.com`. */
  readonly shop?: string;
  /** What the app was granted; `write_x` includes `read_x`. */
  readonly scopes?: readonly string[];
  /** The plan's cost bucket; the Standard plan's when absent. */
  readonly bucket?: BucketSize;
  /** Makes the token endpoint refuse a client whose id and secret are right. */
  readonly tokenRefusal?: TokenRefusal;
  /** Makes the credentials and request ids. */
  readonly randomBytes?: RandomBytes;
}

/** The scopes of an app that may do all that the emulator can. */
const allScopes: readonly string[] = [
  'write_products',
  'write_orders',
  'read_all_orders',
  'write_draft_orders',
  'write_merchant_managed_fulfillment_orders',
  'write_returns',
  'write_customers',
  'write_customer_merge',
  'write_discounts',
  'write_inventory',
  'read_locations',
  'write_publications',
  'write_content',
  'write_online_store_navigation',
  'write_metaobjects',
  'read_metaobject_definitions',
  'write_files',
  'read_themes',
  'read_reports',
];

/**
 * Opens a Shopify shop made of our own code: the Admin GraphQL API and the token endpoint, over a `Wire`. Its data is the
 * fictional shop of the day of its first request; code and data are loaded then and not before. What is written to it
 * stays in it and is gone with it.
 */
export function openEmulator(options: EmulatorOptions): Emulator {
  const { clock, randomBytes = systemRandomBytes } = options;
  const domain = options.shop ?? 'larkmoor-tea-emulated.myshopify.com';
  const tokens = new AccessTokens(clock, randomBytes);
  const openShop = async (): Promise<Wire> => {
    const { openShopWire } = await import('./shop-wire.ts');
    const { seed, faults = new FaultSwitch(), scopes = allScopes, bucket = standardPlan, tokenRefusal } = options;
    return openShopWire({ clock, seed, faults, domain, scopes, bucket, tokens, tokenRefusal, randomBytes });
  };
  let opening: Promise<Wire> | undefined;
  let requests = 0;
  return {
    wire: async (request, signal) => {
      requests++;
      opening ??= openShop();
      const wire = await opening;
      return wire(request, signal);
    },
    origin: `https://${domain}`,
    credentials: {
      SHOPIFY_SHOP: domain,
      SHOPIFY_CLIENT_ID: tokens.clientId,
      SHOPIFY_CLIENT_SECRET: tokens.clientSecret,
      SHOPIFY_ACCESS_TOKEN: tokens.staticToken,
    },
    get requests() {
      return requests;
    },
  };
}
