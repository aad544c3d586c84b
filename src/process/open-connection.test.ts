import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { parseSettings } from '../config/parse-settings.ts';
import { type PlatformSettings, SETTINGS } from '../config/settings.ts';
import { shopify } from '../connectors/shopify/connector.ts';
import { openEmulator } from '../connectors/shopify/emulator/emulator.ts';
import { openOutbound } from '../outbound/client.ts';
import { keepInMemory } from '../outbound/refresh-token.ts';
import { createKeyedDigest } from '../vault/keyed-digest.ts';
import { openCircuits } from './open-circuits.ts';
import { openConnection } from './open-connection.ts';

const SHOP = { SHOPIFY_SHOP: 'one.myshopify.com', SHOPIFY_ACCESS_TOKEN: 'shpat_0123456789abcdef0123456789abcdef' };

/** What the replicas of one key share a connection of these settings as. */
async function sharedAs(values: Readonly<Record<string, string>>, key = 'a key of the platform') {
  await using outbound = openOutbound({ userAgent: 'test/1' });
  const clock = createFakeClock();
  const settings = parseSettings(SETTINGS, {}, '/').settings as unknown as PlatformSettings;
  const { connection } = await openConnection(
    { connector: shopify, name: 'default', credentialVersion: 1, values, mock: false },
    {
      settings,
      outbound,
      clock,
      openEmulator: async () => openEmulator({ clock }),
      refreshTokenOf: keepInMemory,
      digest: createKeyedDigest(key, 'answers'),
      circuits: await openCircuits({ settings, connectors: [shopify], clock }),
    },
  );
  return connection.sharedAs;
}

describe('what replicas share of a connection', () => {
  it('is of the same settings, secrets included, and tells none of them', async () => {
    const shared = await sharedAs(SHOP);

    expect(shared).toMatch(/^[\w-]{43}$/);
    expect(await sharedAs({ ...SHOP })).toBe(shared);
    expect(await sharedAs({ ...SHOP, ANOTHER_SETTING: 'of another connector' })).toBe(shared);
  });

  it('is another for another account, another secret and another key', async () => {
    const all = [
      await sharedAs(SHOP),
      await sharedAs({ ...SHOP, SHOPIFY_SHOP: 'two.myshopify.com' }),
      await sharedAs({ ...SHOP, SHOPIFY_ACCESS_TOKEN: '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' }),
      await sharedAs(SHOP, 'another key of a platform'),
    ];

    expect(new Set(all).size).toBe(4);
  });

  it('is nothing where an emulator in the process answers', async () => {
    expect(await sharedAs({})).toBeUndefined();
  });
});
