import { describe, expect, it } from 'vitest';
import { FaultSwitch, parseFaults } from './faults.ts';

describe('the fault header', () => {
  it.each([
    ['status=503; retryAfter=2', { kind: 'status', status: 503, retryAfterSeconds: 2 }],
    ['delayMs=1500', { kind: 'delay', delayMs: 1500 }],
    ['reset', { kind: 'reset' }],
    ['truncate', { kind: 'truncate', keepBytes: undefined }],
    ['truncate=40', { kind: 'truncate', keepBytes: 40 }],
    ['throttle', { kind: 'throttle' }],
    ['html', { kind: 'html' }],
  ])('reads %s', (header, what) => {
    expect(parseFaults(header)).toEqual([{ what, isAfter: false, times: 1, match: undefined }]);
  });

  it('reads several faults, each with its own conditions', () => {
    const [first, second] = parseFaults('reset; when=after; times=3; match=Update, delayMs=5');

    expect(first).toEqual({ what: { kind: 'reset' }, isAfter: true, times: 3, match: 'Update' });
    expect(second).toEqual({ what: { kind: 'delay', delayMs: 5 }, isAfter: false, times: 1, match: undefined });
  });

  it.each([
    ['', /Unknown fault part/],
    ['staus=503', /Unknown fault part "staus"/],
    ['times=2', /exactly one of/],
    ['reset; html', /exactly one of/],
    ['status=abc', /whole number from 200 to 599/],
    ['status=99', /whole number from 200 to 599/],
    ['reset=1', /takes no value/],
    ['reset; when=later', /before or after/],
    ['reset; times=0', /times is a whole number/],
  ])('refuses %j and says why', (header, message) => {
    expect(() => parseFaults(header)).toThrow(message);
  });
});

describe('a fault switch', () => {
  it('strikes as often as it was told, then no more', () => {
    const faults = new FaultSwitch();
    faults.add(parseFaults('reset; times=2'));

    expect([1, 2, 3].map(() => faults.take(['ListOrders']).length)).toEqual([1, 1, 0]);
  });

  it('strikes only what matches, whatever the case, and keeps the rule for it', () => {
    const faults = new FaultSwitch();
    faults.add(parseFaults('reset; match=listorders'));

    expect(faults.take(['GetProduct', '/admin/api'])).toEqual([]);
    expect(faults.take(['ListOrders', '/admin/api'])).toHaveLength(1);
  });

  it('gives two faults for one request in the order in which they were added', () => {
    const faults = new FaultSwitch();
    faults.add(parseFaults('delayMs=5, status=503'));

    expect(faults.take(['']).map(({ what }) => what.kind)).toEqual(['delay', 'status']);
  });

  it('forgets everything when cleared', () => {
    const faults = new FaultSwitch();
    faults.add(parseFaults('reset; times=9'));
    faults.clear();

    expect(faults.take([''])).toEqual([]);
  });
});
