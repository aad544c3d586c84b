import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookSignature } from '../kernel/webhooks.ts';
import { sameText, verifies } from './verify-signature.ts';

const SIGNATURES: readonly WebhookSignature[] = [
  { header: 'x-hmac', hash: 'sha256', encoding: 'base64' },
  { header: 'hmac', hash: 'sha256', encoding: 'hex' },
];
const body = Buffer.from('{"id":1}');
const sign = (secret: string, encoding: 'base64' | 'hex' = 'base64', of: Uint8Array = body) =>
  createHmac('sha256', secret).update(of).digest(encoding);
const check = (headers: Record<string, string>, secrets: readonly string[], of: Uint8Array = body) =>
  verifies({ headers, body: of }, SIGNATURES, secrets);

describe('a signature', () => {
  it('is valid by the old and by the new secret, in each of its headers', () => {
    expect(check({ 'x-hmac': sign('new') }, ['new', 'old'])).toBe(true);
    expect(check({ 'x-hmac': sign('old') }, ['new', 'old'])).toBe(true);
    expect(check({ hmac: sign('new', 'hex') }, ['new'])).toBe(true);
  });

  it.each([
    ['another secret', { 'x-hmac': sign('other') }, ['new']],
    ['no secret at all', { 'x-hmac': sign('') }, []],
    ['the encoding of the other header', { 'x-hmac': sign('new', 'hex') }, ['new']],
    ['a signature cut short', { 'x-hmac': sign('new').slice(0, 20) }, ['new']],
    ['an empty signature', { 'x-hmac': '' }, ['new']],
    ['no header', {}, ['new']],
    ['two headers, one of them valid', { 'x-hmac': sign('new'), hmac: sign('other', 'hex') }, ['new']],
    ['two signatures in one header', { 'x-hmac': `${sign('new')}, ${sign('other')}` }, ['new']],
  ])('is not valid with %s', (_what, headers, secrets) => {
    expect(check(headers as Record<string, string>, secrets)).toBe(false);
  });

  it('is of every bit of the body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (bytes, at) => {
        const changed = Buffer.from(bytes);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ (1 << (at % 8));
        const headers = { 'x-hmac': sign('new', 'base64', bytes) };
        return check(headers, ['new'], bytes) && !check(headers, ['new'], changed);
      }),
    );
  });
});

it('texts are compared whole', () => {
  expect([sameText('a', 'a'), sameText('a', 'b'), sameText('a', 'aa'), sameText('', '')]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
