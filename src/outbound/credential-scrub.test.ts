import { expect, it } from 'vitest';
import { createCredentialScrub } from './credential-scrub.ts';

const CREDENTIAL = 'hu"sh/cre\\d&ential';

it.each([
  ['as it is', CREDENTIAL],
  ['in JSON', JSON.stringify(CREDENTIAL).slice(1, -1)],
  ['in JSON that escapes slashes', JSON.stringify(CREDENTIAL).slice(1, -1).replaceAll('/', '\\/')],
  ['in a URL', encodeURIComponent(CREDENTIAL)],
])('a credential that a vendor gives back %s goes no further', (_how, form) => {
  const scrub = createCredentialScrub();
  const reply = { status: 200, headers: { location: `https://acme.example/?k=${form}` }, body: `you sent ${form}!` };

  const scrubbed = scrub(reply, CREDENTIAL);

  expect(JSON.stringify(scrubbed)).not.toContain(JSON.stringify(form).slice(1, -1));
  expect(scrubbed.body).toMatch(/^you sent .*!$/);
});

it('a reply that does not hold it is the very same', () => {
  const reply = { status: 200, headers: {}, body: 'hush' };

  expect(createCredentialScrub()(reply, CREDENTIAL)).toBe(reply);
});
