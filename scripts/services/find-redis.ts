import { createClient } from 'redis';

const USUAL = 'redis://127.0.0.1:6379';
const TIMEOUT_MS = 2_000;

/**
 * The URL of a Redis that takes scripts: the configured one, else the one on the usual port of this machine. A configured
 * one that does not is an error.
 */
export async function findRedis(configured: string | undefined): Promise<string | undefined> {
  if (!configured) return (await faultOf(USUAL)) === undefined ? USUAL : undefined;
  const fault = await faultOf(configured);
  if (fault !== undefined) throw new Error(`The Redis of TEST_REDIS_URL cannot be used: ${fault}`);
  return configured;
}

async function faultOf(url: string): Promise<string | undefined> {
  const client = createClient({ url, socket: { connectTimeout: TIMEOUT_MS, reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.eval('return 1', { keys: [], arguments: [] });
    return undefined;
  } catch (error) {
    return (error as Error).message || 'it does not answer';
  } finally {
    if (client.isOpen) client.destroy();
  }
}
