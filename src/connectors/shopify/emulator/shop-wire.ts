import { buildSchema } from 'graphql';
import type { FaultSource } from '../../../emulation/faults.ts';
import { openFaultyWire } from '../../../emulation/faulty-wire.ts';
import { sharedWorld } from '../../../emulation/world/shared-world.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { effectiveScopes } from './access.ts';
import type { AccessTokens, RandomBytes, TokenRefusal } from './access-tokens.ts';
import { adminSchema } from './admin-schema.ts';
import { hasSources } from './api-versions.ts';
import { openAreas, type Roots } from './areas/all-areas.ts';
import { type BucketSize, CostBucket } from './cost-bucket.ts';
import { GraphqlFace } from './graphql-face.ts';
import { HttpFace } from './http-face.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { ShopState } from './shop-state.ts';
import { ruleSetSchema, sourcesSchema } from './versioned-schema.ts';

/** Everything that one emulated shop is made of, defaults filled in. */
export interface ShopParts {
  readonly clock: Clock;
  /** `undefined`: the seed that all emulators share. */
  readonly seed: string | undefined;
  readonly faults: FaultSource;
  /** `name.myshopify.com`. */
  readonly domain: string;
  readonly scopes: readonly string[];
  readonly bucket: BucketSize;
  readonly tokens: AccessTokens;
  readonly tokenRefusal: TokenRefusal | undefined;
  readonly randomBytes: RandomBytes;
}

/** Builds a shop and gives the wire that leads into it: some 100 ms of work, most of it the world and the schema. */
export function openShopWire(parts: ShopParts): Wire {
  const { clock, seed, domain, faults, bucket, tokens, randomBytes, tokenRefusal } = parts;
  const state = new ShopState(sharedWorld(clock.now(), seed), domain);
  const roots = openAreas(state, new IdempotencyKeys(clock));
  const face = new HttpFace({
    clock,
    tokens,
    randomBytes,
    tokenRefusal,
    scopes: effectiveScopes(parts.scopes),
    state,
    graphql: facesByVersion(new CostBucket(bucket, clock), roots),
  });
  return openFaultyWire(face, faults, clock);
}

/** One shop and one bucket, seen through the schema of each version; a schema is built when it is first asked for. */
function facesByVersion(bucket: CostBucket, roots: Roots): (version: string) => GraphqlFace {
  const faces = new Map<boolean, GraphqlFace>();
  return (version) => {
    const isNew = hasSources(version);
    let face = faces.get(isNew);
    if (face === undefined) {
      const sdl = adminSchema + (isNew ? sourcesSchema : ruleSetSchema);
      face = new GraphqlFace(buildSchema(sdl, { assumeValid: true }), bucket, roots);
      faces.set(isNew, face);
    }
    return face;
  };
}
