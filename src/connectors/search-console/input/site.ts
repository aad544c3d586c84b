import { z } from 'zod';

const SITE_CHARACTERS_MAX = 2_048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u0020\u007f-\u009f\u2028\u2029\ufeff]/;

/** Input field for a property, spelled exactly as Search Console has it; anything else is refused before Google is asked. */
export function siteField() {
  return z
    .string()
    .max(SITE_CHARACTERS_MAX)
    .superRefine((site, context) => {
      const message = faultOf(site);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .describe('sc-domain:example.com or https://example.com/');
}

const DOMAIN = /^sc-domain:[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const BARE = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

function faultOf(site: string): string | undefined {
  if (UNPRINTABLE.test(site)) return 'Write it without white space and control characters.';
  if (site.startsWith('sc-domain:')) {
    return DOMAIN.test(site) ? undefined : 'After sc-domain: comes a bare domain in lower case: sc-domain:example.com.';
  }
  const url = URL.parse(site);
  if (BARE.test(site)) return `Write it as sc-domain:${site.toLowerCase()} or https://${site.toLowerCase()}/.`;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'Write a property as sc-domain:example.com, or as a URL prefix such as https://example.com/.';
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return 'A URL prefix has no credentials, query or fragment.';
  }
  if (!site.endsWith('/')) return `A URL prefix ends with a slash: ${url.href.replace(/\/?$/, '/')}`;
  return url.href === site ? undefined : `Write the URL prefix as ${url.href}`;
}

/** Whether a property holds an address: a domain property all of its hosts, a URL prefix what begins with it. */
export function holds(site: string, url: string): boolean {
  if (!site.startsWith('sc-domain:')) return url.startsWith(site);
  const domain = site.slice('sc-domain:'.length);
  const host = URL.parse(url)?.hostname ?? '';
  return host === domain || host.endsWith(`.${domain}`);
}

/** Input field for one web address. */
export function urlField(description: string) {
  return z
    .string()
    .max(SITE_CHARACTERS_MAX)
    .refine((url) => !UNPRINTABLE.test(url), 'Write it without white space and control characters.')
    .refine(isWebAddress, 'Write a whole address such as https://example.com/page, without credentials or fragment.')
    .describe(description);
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.hash === '' && url.hostname.includes('.');
}
