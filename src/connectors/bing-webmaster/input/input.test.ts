import { describe, expect, it } from 'vitest';
import { addDays, dayField, daysBetween, isDay } from './period.ts';
import { lineField } from './plain-text.ts';
import { isSite, isWebAddress, refuseStrangers, siteField } from './web-address.ts';

describe('an address', () => {
  it.each([
    'https://www.larkmoor-tea.example/',
    'http://a.example/b?c=d#e',
    'https://a.example:8443/ü',
    'HTTPS://A.EXAMPLE',
  ])('may be %s', (url) => {
    expect(isWebAddress(url)).toBe(true);
  });

  it.each([
    '',
    'larkmoor-tea.example',
    '//larkmoor-tea.example',
    'ftp://a.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://user:secret@a.example/',
    'https://a.example/\r\nx-evil: 1',
    'https://a.example/ b',
    'https://a.example/\u0000',
    'https://a.example/\u202e',
    'https://a.example\\@evil.test/',
    'https://localhost/',
    'https://',
    'https://a.example/\ud800',
    `https://a.example/${'x'.repeat(2_048)}`,
  ])('may not be %j', (url) => {
    expect(isWebAddress(url)).toBe(false);
    expect(siteField().safeParse(url).success).toBe(false);
  });

  it('of a site has no query and no fragment', () => {
    expect(isSite('https://a.example/tea/')).toBe(true);
    expect(isSite('https://a.example/?a=1')).toBe(false);
    expect(isSite('https://a.example/#a')).toBe(false);
  });

  it('belongs to a host by the whole of it', () => {
    const urls = [
      'https://a.example/1',
      'https://www.a.example/2',
      'https://a.example.evil.test/3',
      'http://a.example/4',
    ];

    expect(() => refuseStrangers('https://a.example/', urls, 'urls')).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        details: expect.objectContaining({
          issues: [1, 2].map((at) => expect.objectContaining({ path: `urls[${at}]` })),
        }),
      }),
    );
    expect(() => refuseStrangers('https://a.example/', [urls[0]!, urls[3]!], 'urls')).not.toThrow();
  });
});

describe('a day', () => {
  it('exists', () => {
    expect(isDay('2024-02-29')).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '2026-11-22T00:00:00Z', 'today', '', '20261122']) {
      expect(isDay(text), text).toBe(false);
      expect(dayField('Day.').safeParse(text).success).toBe(false);
    }
  });

  it('is counted from', () => {
    expect(addDays('2026-10-31', 1)).toBe('2026-11-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });
});

describe('a line of text', () => {
  const field = lineField(20, 'A query.');

  it('loses the white space around it', () => {
    expect(field.parse('  earl grey ')).toBe('earl grey');
  });

  it.each(['', '   ', 'a\nb', 'a\r\nHost: evil', 'a\u0000', '\ud800', 'x'.repeat(21)])('may not be %j', (text) => {
    expect(field.safeParse(text).success).toBe(false);
  });
});
