import { randomBytes as systemRandomBytes } from 'node:crypto';
import { buildSchema } from 'graphql';
import type { Emulator } from '../../../emulation/emulator.ts';
import { type FaultSource, FaultSwitch } from '../../../emulation/faults.ts';
import { openFaultyWire } from '../../../emulation/faulty-wire.ts';
import { buildWorld, defaultSeed } from '../../../emulation/world/build-world.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { effectiveScopes } from './access.ts';
import { AccessTokens, type RandomBytes, type TokenRefusal } from './access-tokens.ts';
import { adminSchema } from './admin-schema.ts';
import { type BucketSize, CostBucket, standardPlan } from './cost-bucket.ts';
import { GraphqlFace } from './graphql-face.ts';
import { HttpFace } from './http-face.ts';
import { ShopState } from './shop-state.ts';

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
export const allScopes: readonly string[] = [
  'write_products',
  'write_orders',
  'read_all_orders',
  'write_customers',
  'write_inventory',
  'read_locations',
];

/**
 * Opens a Shopify shop made of our own code: the Admin GraphQL API and the token endpoint, over a `Wire`. Its data is the
 * fictional shop of the day of its first request, built then and not before; what is written to it stays in it and is
 * gone with it.
 */
export function openEmulator(options: EmulatorOptions): Emulator {
  const { clock, faults = new FaultSwitch(), randomBytes = systemRandomBytes } = options;
  const domain = options.shop ?? 'larkmoor-tea-emulated.myshopify.com';
  const tokens = new AccessTokens(clock, randomBytes);
  let wire: Wire | undefined;
  let requests = 0;
  return {
    wire: (request, signal) => {
      requests++;
      wire ??= openFaultyWire(openShop(options, domain, tokens, randomBytes), faults, clock);
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

function openShop(options: EmulatorOptions, domain: string, tokens: AccessTokens, randomBytes: RandomBytes): HttpFace {
  const { clock, seed = defaultSeed, bucket = standardPlan, scopes = allScopes, tokenRefusal } = options;
  return new HttpFace({
    clock,
    tokens,
    randomBytes,
    state: new ShopState(buildWorld(clock.now(), seed), domain),
    graphql: new GraphqlFace(buildSchema(adminSchema, { assumeValid: true }), new CostBucket(bucket, clock)),
    scopes: effectiveScopes(scopes),
    tokenRefusal,
  });
}
