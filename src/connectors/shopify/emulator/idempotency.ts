import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from 'graphql';
import type { Clock } from '../../../kernel/clock.ts';
import type { Resolve } from './areas/area.ts';

/** How long Shopify remembers a key (shopify.dev/docs/api/usage/implementing-idempotency). */
const keyLifeMs = 24 * 60 * 60 * 1000;

interface Remembered {
  readonly fingerprint: string;
  readonly payload: unknown;
  readonly endsAtMs: number;
}

/** The keys that one shop was given by `@idempotent`, with what it answered. */
export class IdempotencyKeys {
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Remembered>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Makes a mutation one that must be sent with `@idempotent`: a known key gives the first answer again, with other
   * arguments a user error; the order of arguments counts, as it does at Shopify.
   */
  guard(name: string, mutate: Resolve): Resolve {
    return (args, exchange, info) => {
      const key = keyOf(info);
      const fingerprint = `${name} ${JSON.stringify(args)}`;
      const known = this.#byKey.get(key);
      if (known && known.endsAtMs > this.#clock.now()) {
        return known.fingerprint === fingerprint ? known.payload : mismatch;
      }
      const payload = mutate(args, exchange, info);
      this.#byKey.set(key, { fingerprint, payload, endsAtMs: this.#clock.now() + keyLifeMs });
      return payload;
    };
  }
}

const mismatch = {
  userErrors: [
    {
      field: null,
      message: 'The same idempotency key cannot be used with different operation parameters.',
      code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
    },
  ],
};

function keyOf(info: GraphQLResolveInfo): string {
  const directive = info.schema.getDirective('idempotent')!;
  const values = getDirectiveValues(directive, info.fieldNodes[0]!, info.variableValues);
  if (typeof values?.key === 'string' && values.key !== '') return values.key;
  throw new GraphQLError('The @idempotent directive is required for this mutation but was not provided.', {
    extensions: { code: 'BAD_REQUEST' },
  });
}
