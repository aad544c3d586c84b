import { describe, expect, it } from 'vitest';
import { holds, siteField, urlField } from './site.ts';

const fault = (site: string) => siteField().safeParse(site).error?.issues[0]?.message;

describe('a property', () => {
  it.each([
    'sc-domain:example.com',
    'https://example.com/',
    'http://www.example.com/blog/',
    'https://example.com:8443/',
    'https://xn--bcher-kva.example/',
  ])('may be %s', (site) => {
    expect(fault(site)).toBeUndefined();
  });

  it.each([
    ['example.com', 'sc-domain:example.com or https://example.com/'],
    ['https://example.com', 'ends with a slash: https://example.com/'],
    ['https://example.com/blog', 'ends with a slash: https://example.com/blog/'],
    ['https://EXAMPLE.com/', 'Write the URL prefix as https://example.com/'],
    ['https://example.com/../x/', 'Write the URL prefix as https://example.com/x/'],
    ['sc-domain:https://example.com/', 'bare domain'],
    ['sc-domain:Example.com', 'lower case'],
    ['sc-domain:', 'bare domain'],
    ['https://user:pass@example.com/', 'credentials'],
    ['https://example.com/?a=1/', 'query'],
    ['https://example.com/#x/', 'fragment'],
    ['ftp://example.com/', 'sc-domain:example.com'],
    ['javascript:alert(1)//', 'sc-domain:example.com'],
    ['https://example.com/\r\nx-evil: 1/', 'control characters'],
    ['https://example.com/ /', 'white space'],
    ['', 'Write a property'],
    ['../../v1/urlInspection', 'Write a property'],
  ])('is not %j, and the message says what to write', (site, said) => {
    expect(fault(site)).toContain(said);
  });

  it('holds the addresses under it, and no others', () => {
    expect(holds('sc-domain:example.com', 'https://shop.example.com/a')).toBe(true);
    expect(holds('sc-domain:example.com', 'http://example.com/a')).toBe(true);
    expect(holds('sc-domain:example.com', 'https://badexample.com/')).toBe(false);
    expect(holds('sc-domain:example.com', 'https://example.com.evil.test/')).toBe(false);
    expect(holds('https://example.com/blog/', 'https://example.com/blog/x')).toBe(true);
    expect(holds('https://example.com/blog/', 'https://example.com/shop')).toBe(false);
    expect(holds('https://example.com/', 'http://example.com/')).toBe(false);
  });
});

describe('an address', () => {
  it.each(['https://example.com/', 'http://example.com/a?b=c', 'https://example.com/über'])('may be %s', (url) => {
    expect(urlField('x').safeParse(url).success).toBe(true);
  });

  it.each([
    'example.com',
    '/a',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://a:b@example.com/',
    'https://example.com/#x',
    'https://localhost/',
    'https://example.com/\n',
    `https://example.com/${'a'.repeat(2_050)}`,
  ])('is not %j', (url) => {
    expect(urlField('x').safeParse(url).success).toBe(false);
  });
});
