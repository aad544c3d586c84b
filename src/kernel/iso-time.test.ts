import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoTime } from './iso-time.ts';

it('writes every instant as Date does, in whatever order they come', () => {
  const near = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_003_000 });
  const any = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(fc.array(fc.oneof(near, any), { minLength: 1 }), (instants) => {
      expect(instants.map(isoTime)).toEqual(instants.map((at) => new Date(at).toISOString()));
    }),
  );
});
