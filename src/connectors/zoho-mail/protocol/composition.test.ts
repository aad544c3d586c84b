import { describe, expect, it } from 'vitest';
import type { ChannelRequest } from '../../../kernel/connector.ts';
import { AccountMemory } from './accounts.ts';
import { assertIntent, type Composition, composedBody, type Intent } from './composition.ts';
import { ZohoUpstream } from './upstream.ts';

const MAIL: Composition = { fromAddress: 'a@b.example', subject: 'Hi', content: 'x', mailFormat: 'plaintext' };
const POST = (body: string, path = '/api/accounts/1/messages'): ChannelRequest => ({ method: 'POST', path, body });
const check = (intent: Intent | undefined, body: string, path?: string) => () => assertIntent(POST(body, path), intent);

/** An upstream on a channel that keeps what would have left. */
function watched() {
  const left: ChannelRequest[] = [];
  const channel = {
    async send(request: ChannelRequest) {
      left.push(request);
      return { messageId: '7' };
    },
  };
  const target = { origin: 'https://mail.zoho.eu', hosts: [], facts: { accountId: '1' } };
  return { left, upstream: new ZohoUpstream(channel, target as never, new AccountMemory()) };
}

describe('a draft', () => {
  it('leaves as a draft', async () => {
    const { left, upstream } = watched();

    expect(await upstream.draft(MAIL)).toBe('7');
    expect(JSON.parse(String(left[0]?.body))).toEqual({ ...MAIL, mode: 'draft' });
  });

  const tricks: readonly (readonly [string, unknown])[] = [
    ['a mode of its own', { ...MAIL, mode: 'send' }],
    ['a mode of nothing', { ...MAIL, mode: undefined }],
    ['another way to be written', { ...MAIL, toJSON: () => ({ ...MAIL }) }],
    ['an answer’s action', { ...MAIL, action: 'reply' }],
    ['a prototype with a mode', Object.assign(Object.create({ mode: 'template' }), MAIL)],
    [
      'a mode that changes when it is read',
      Object.defineProperty({ ...MAIL }, 'mode', { enumerable: true, get: () => undefined }),
    ],
    ['text that looks like JSON', { ...MAIL, content: '","mode":"send","x":"' }],
  ];

  it.each(tricks)('with %s leaves as a draft all the same', async (_trick, mail) => {
    const { left, upstream } = watched();

    await upstream.draft(mail as Composition);

    const body = JSON.parse(String(left[0]?.body));
    expect(body.mode).toBe('draft');
    expect(left).toHaveLength(1);
  });

  it('does not leave at all where every object is made to write itself without its mode', async () => {
    const { left, upstream } = watched();
    const original = JSON.stringify;
    JSON.stringify = ((value: object) => original({ ...value, mode: undefined })) as typeof JSON.stringify;
    try {
      await expect(upstream.draft(MAIL)).rejects.toThrow('A draft was about to be delivered.');
    } finally {
      JSON.stringify = original;
    }
    expect(left).toEqual([]);
  });
});

describe('the last look', () => {
  it.each([
    '{"mode":"template"}',
    '{"mode":"Draft"}',
    '{"mode":null}',
    '{}',
    '[]',
    'null',
    '"draft"',
    '{"x":{"mode":"draft"}}',
  ])('lets no draft leave that says %s', (body) => {
    expect(check('draft', body)).toThrow('A draft was about to be delivered.');
  });

  it('lets no mail to be sent stay in Drafts', () => {
    expect(check('send', '{"mode":"draft"}')).toThrow('stay in Drafts');
    expect(check('send', '{"subject":"x"}')).not.toThrow();
  });

  it.each([
    '/api/accounts/1/messages',
    '/api/accounts/1/messages/',
    '/api/accounts/1/messages?x=1',
    '/api/accounts/1/messages/42',
  ])('lets nothing be posted to %s that does not say what it is', (path) => {
    expect(check(undefined, '{"mode":"draft"}', path)).toThrow('did not say whether it is a draft');
  });

  it('does not mind uploads, updates and questions', () => {
    expect(check(undefined, '', '/api/accounts/1/messages/attachments?uploadType=multipart')).not.toThrow();
    expect(() =>
      assertIntent({ method: 'PUT', path: '/api/accounts/1/updatemessage', body: '{}' }, undefined),
    ).not.toThrow();
    expect(() => assertIntent({ method: 'GET', path: '/api/accounts/1/messages/view' }, undefined)).not.toThrow();
  });

  it('lets nothing be composed elsewhere', () => {
    expect(check('draft', composedBody('draft', MAIL), '/api/accounts/1/messages/attachments')).toThrow(
      'composes none',
    );
  });

  it('stands in the way of other writes, too', async () => {
    const { left, upstream } = watched();

    await expect(upstream.change('POST', '/messages', {} as never, { ...MAIL })).rejects.toThrow(
      'whether it is a draft',
    );
    expect(left).toEqual([]);
  });
});
