import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { hostsOf, openEmulatorOf } from '../../scripts/emulators/open-emulators.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { serveEmulators } from '../../src/emulation/https-shell.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Wire } from '../../src/kernel/wire.ts';
import { restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';
import { createPostgresPlace } from '../support/postgres.ts';
import { redisUrl, removeKeys } from '../support/redis.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const SEALING_KEY = 'q0Zk7cT5vXw2nR8mJ4hLs9bYdG1fPaEuVi3oKx6tBzQ';
const ADMIN = 'mcpk_Zr5Wc8Xq1Lm4Vt7Bn0Ky3Hj6Gf9Ds2Pa5Ou8Ie1Qw4';
const VENDOR = 'zoho-mail';
const CONNECTION = { connection: `${VENDOR}/default` };
/** Between two platforms a notice needs a moment; a machine that is busy, a longer one. */
const WITHIN = { timeout: 15_000, interval: 50 };

/** A mailbox that locks itself after a few requests, over HTTPS, and counts what comes. */
async function openLockingMailbox(opened: AsyncDisposableStack) {
  const connector = CONNECTORS.find(({ id }) => id === VENDOR)!;
  const emulator = await openEmulatorOf(VENDOR, { clock: systemClock, requestsPerMinute: 6 });
  const came = { requests: 0 };
  const wire: Wire = (request) => {
    came.requests += 1;
    return emulator.wire(request);
  };
  const authority = createCertificateAuthority();
  const certificate = authority.issue(['127.0.0.1', ...hostsOf(connector, emulator)]);
  const { origin, credentials } = emulator;
  const served = opened.use(
    await serveEmulators([{ connector: VENDOR, emulator: { wire, origin, credentials, requests: 0 } }], certificate),
  );
  const caFile = join(opened.use(createTemporaryFolder()).path, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const settings = {
    ...credentials,
    EMULATOR_ORIGINS: `${VENDOR}=${served.origins[VENDOR]}`,
    EMULATOR_CA_FILE: caFile,
  };
  return { came, settings };
}

async function call(platform: PlatformProcess): Promise<string> {
  const { status, json } = await restOf(platform, ADMIN).call('zoho_list_mailbox');
  return status === 200 ? 'ok' : json.error.code;
}

it('a quota that one replica was told of is obeyed by the other and by one that starts then, and freed for all', async () => {
  await using opened = new AsyncDisposableStack();
  const mailbox = await openLockingMailbox(opened);
  const prefix = `t-${randomBytes(8).toString('hex')}:`;
  opened.defer(() => removeKeys(prefix));
  const settings = {
    ...mailbox.settings,
    DATABASE_URL: opened.use(createPostgresPlace()).url,
    OAUTH_ENCRYPTION_KEY: SEALING_KEY,
    ADMIN_API_KEY: ADMIN,
    REDIS_URL: redisUrl(),
    REDIS_PREFIX: prefix,
    REDIS_TIMEOUT_MS: '2000',
    RETRY_ATTEMPTS: '0',
    CACHE_TTL_MS: '0',
    CACHE_STALE_MS: '0',
    CACHE_REFUSAL_MS: '0',
  };
  const start = async () => opened.use(await startPlatform({ settings }));
  const [one, other] = [await start(), await start()];
  const usedUp = async (platform: PlatformProcess) => {
    const { circuits } = await restOf(platform, ADMIN).act('circuits.list');
    return circuits.find((row: { connection: string }) => row.connection === CONNECTION.connection).usedUpForMs;
  };

  const ends: string[] = [];
  while (!ends.includes('upstream_quota') && ends.length < 20) ends.push(await call(one));
  await vi.waitFor(async () => expect(await usedUp(other)).toBeGreaterThan(0), WITHIN);
  const asked = mailbox.came.requests;
  const late = await start();

  expect(ends.at(-1)).toBe('upstream_quota');
  expect([await call(other), await call(late), mailbox.came.requests]).toEqual([
    'upstream_quota',
    'upstream_quota',
    asked,
  ]);
  await restOf(late, ADMIN).act('circuits.close', CONNECTION);
  await vi.waitFor(
    async () => expect([await usedUp(one), await usedUp(other)]).toEqual([undefined, undefined]),
    WITHIN,
  );
}, 90_000);
