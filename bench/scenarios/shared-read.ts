import { compare, type Figure } from '../figures.ts';
import { measureInTurn } from '../measure.ts';
import { assertOk } from '../requests.ts';
import { SharedServices } from '../shared-services.ts';
import { ARGUMENTS, type ConnectedPlatform, Vendor } from '../vendor.ts';
import type { Workplace } from '../workplace.ts';

const CALLS = 20_000;

/**
 * A governed, authenticated read that the cache answers, with the records in PostgreSQL and what replicas share in Redis,
 * against the same without either. Both servers are on this machine.
 */
export async function sharedRead(workplace: Workplace): Promise<Figure[]> {
  const { rounds, tell } = workplace;
  const calls = workplace.calls(CALLS);
  await using services = await SharedServices.open();
  if (services === undefined) {
    tell('shared is skipped: it needs PostgreSQL and Redis on the usual ports of this machine.\n');
    return [];
  }
  await using vendor = await Vendor.start(workplace);
  await using alone = await vendor.startPlatform();
  await using replica = await vendor.startPlatform(services.env, (cache) => services.audited(cache));
  const contender = async (platform: ConnectedPlatform) => {
    await platform.firstAnswer();
    const requests = Array.from({ length: ARGUMENTS }, (_, n) => platform.read(n + 1));
    await platform.fillCache(requests);
    const request = (n: number) => requests[n % ARGUMENTS] as Buffer;
    return { server: platform.governed.process, calls, load: { request, check: assertOk } };
  };
  const contenders = { alone: await contender(alone), replica: await contender(replica) };
  const before = await replica.governed.recordedCalls();
  const results = await measureInTurn(contenders, rounds, tell);
  const recorded = await replica.governed.recordedSince(before, calls * (rounds + 1));
  return [
    { name: 'cached calls sent, audited in PostgreSQL and logged, each as a hit', value: recorded, unit: 'calls' },
    ...compare('cached read with PostgreSQL and Redis', results.replica, 'without either', results.alone, 1.5),
  ];
}
