import { expect, it } from 'vitest';
import { configure, HOST } from './configure.ts';

const configured = (...given: string[]) => configure({ value: () => undefined, has: (name) => given.includes(name) });

it('Sample is reached with a token, and only its own host', () => {
  expect(configured('SAMPLE_API_TOKEN')).toMatchObject({
    target: { origin: `https://${HOST}`, hosts: [HOST], authentication: { secret: 'SAMPLE_API_TOKEN' } },
  });
});

it('without its token Sample is not reached, and the setting is named', () => {
  expect(configured()).toEqual({ missing: ['SAMPLE_API_TOKEN'] });
});
