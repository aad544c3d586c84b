import { expect, it } from 'vitest';
import { openTestGateway } from '../../../test/support/test-gateway.ts';

it('the rows of equal inputs have the same digest, however they were answered, and no other has it', async () => {
  await using platform = await openTestGateway();
  const caller = platform.principal('operator');
  const read = (limit: number) => platform.gateway.call(platform.request(caller, 'acme_list_rows', { limit }));

  for (const limit of [1, 1, 1, 2, 1, 2, 2]) await read(limit);
  await platform.trail.flush();

  const rows = await platform.audits.find({ subject: 'acme_list_rows', limit: 20 });
  const told = rows.map(({ answeredBy, inputDigest }) => [answeredBy, inputDigest]).reverse();
  const [one, two] = [told[0]?.[1], told[3]?.[1]];
  expect(told).toEqual([
    ['miss', one],
    ['hit', one],
    ['hit', one],
    ['miss', two],
    ['hit', one],
    ['hit', two],
    ['hit', two],
  ]);
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(two).not.toBe(one);
});
