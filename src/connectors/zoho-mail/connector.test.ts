import { describe, expect, it } from 'vitest';
import { connectMailbox, FOLDERS, KEEPSAKE, type MailboxOptions } from '../../../test/support/connected-mailbox.ts';
import { openTestGateway } from '../../../test/support/test-gateway.ts';
import { FaultSwitch } from '../../emulation/faults.ts';
import { zohoMail } from './connector.ts';
import { LOCK_MS } from './protocol/classify.ts';

const MAIL = { to: ['ana@example.com'], subject: 'Your order', body: 'It left today.' };

/** The connector on its emulator, behind the real gateway and the real signer. */
async function openMailGateway(options: MailboxOptions = {}) {
  const mailbox = connectMailbox(options);
  const test = await openTestGateway({
    connectors: [zohoMail],
    connections: [mailbox.connection],
    wire: mailbox.wire,
    clock: mailbox.clock,
  });
  const call = (tool: string, input: object, role: 'viewer' | 'analyst' | 'operator' = 'operator', key?: string) =>
    test.gateway.call(
      test.request(test.principal(role), tool, input, key === undefined ? {} : { idempotencyKey: key }),
    );
  const answer = async (tool: string, input: object, role?: 'viewer' | 'analyst' | 'operator') =>
    JSON.parse((await call(tool, input, role)).rendered.json);
  return { ...mailbox, test, call, answer, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() };
}

describe('examples', () => {
  it.each(
    zohoMail.tools.flatMap((tool) => tool.examples.map(({ title, input }) => ({ name: tool.name, title, input }))),
  )('of $name work on the emulator: $title', async ({ name, input }) => {
    await using gateway = await openMailGateway();

    expect(await gateway.answer(name, input)).toMatchObject({
      mode: 'mock',
      source: { connector: 'zoho-mail', dataCenter: 'eu' },
    });
  });
});

describe('who may do what', () => {
  it('viewers see the mailbox and no mail', async () => {
    await using gateway = await openMailGateway();
    const mayNot = zohoMail.tools.filter(({ name }) => name !== 'zoho_list_mailbox').map(({ name }) => name);

    await expect(gateway.call('zoho_list_mailbox', {}, 'viewer')).resolves.toBeDefined();
    for (const name of mayNot) {
      const input = zohoMail.tools.find((tool) => tool.name === name)?.examples[0]?.input ?? {};
      await expect(gateway.call(name, input, 'viewer'), name).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|unknown_tool/),
      });
    }
    expect(gateway.asked().filter((path) => !path.startsWith('GET'))).toEqual([]);
  });

  it('analysts see when and how much, and of whom and what nothing', async () => {
    await using gateway = await openMailGateway();
    const { message, text, files } = await gateway.answer('zoho_get_message', KEEPSAKE, 'analyst');
    const listed = await gateway.answer('zoho_list_messages', { limit: 5 }, 'analyst');
    const all = JSON.stringify([message, text, files, listed.messages]);

    expect(message).toMatchObject({
      id: KEEPSAKE.messageId,
      from: '[masked]',
      subject: '[masked]',
      to: ['[masked]'],
      unread: false,
      hasAttachment: true,
    });
    expect(message.receivedAt).toBe('2025-07-20T08:26:40.000Z');
    expect([text, files[0].name]).toEqual(['[masked]', '[masked]']);
    expect(all).not.toMatch(/@|Orla|labels are ready|colours/);
  });

  it('drafting and sending are two permissions', () => {
    const permissionOf = (name: string) => zohoMail.tools.find((tool) => tool.name === name)?.permission;

    expect(permissionOf('zoho_save_draft')).toBe('zoho.drafts.write');
    expect(permissionOf('zoho_send_message')).toBe('zoho.messages.send');
    expect(zohoMail.tools.filter(({ permission }) => permission === 'zoho.messages.send')).toHaveLength(1);
  });
});

describe('a mail whose sending ends in doubt', () => {
  it.each([
    ['a status', { kind: 'status', status: 502 }],
    ['a broken connection', { kind: 'reset' }],
    ['half a reply', { kind: 'truncate' }],
    ['a web page', { kind: 'html' }],
  ] as const)('after %s is sent once, is not repeated, and is told to be unknown', async (_what, what) => {
    const faults = new FaultSwitch();
    await using gateway = await openMailGateway({ faults });
    faults.add([{ what, isAfter: true, times: 1, match: 'compose' }]);

    await expect(gateway.call('zoho_send_message', MAIL, 'operator', 'key-1')).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    await expect(gateway.call('zoho_send_message', MAIL, 'operator', 'key-1')).rejects.toMatchObject({
      code: 'outcome_unknown',
    });

    const found = await gateway.answer('zoho_find_sent', {
      ...{ to: MAIL.to, subject: MAIL.subject },
      from: 'hello@larkmoor-tea.example',
      since: '2026-11-22T11:00:00Z',
      until: '2026-11-22T13:00:00Z',
    });
    expect(found.verdict).toBe('delivered');
    const sent = await gateway.answer('zoho_list_messages', { folder: FOLDERS.sent, limit: 5 });
    expect(sent.messages.filter(({ subject }: { subject: string }) => subject === MAIL.subject)).toHaveLength(1);
  });

  it('is carried out once for its key', async () => {
    await using gateway = await openMailGateway();
    const [first, again] = [
      await gateway.call('zoho_send_message', MAIL, 'operator', 'key-2'),
      await gateway.call('zoho_send_message', MAIL, 'operator', 'key-2'),
    ];

    expect(again.rendered.json).toBe(first.rendered.json);
    expect(gateway.asked().filter((path) => path === 'POST /messages')).toHaveLength(1);
  });
});

describe('a locked account', () => {
  it('is asked nothing for 15 minutes, and then again', async () => {
    const faults = new FaultSwitch();
    await using gateway = await openMailGateway({ faults });
    faults.add([{ what: { kind: 'throttle' }, isAfter: false, times: 1, match: 'viewMessages' }]);

    await expect(gateway.call('zoho_list_messages', { limit: 1 })).rejects.toMatchObject({ code: 'upstream_quota' });
    const asked = gateway.exchanged.length;
    await expect(gateway.call('zoho_list_messages', { limit: 2 })).rejects.toMatchObject({ code: 'upstream_quota' });
    await expect(gateway.call('zoho_send_message', MAIL)).rejects.toMatchObject({
      code: expect.stringMatching(/upstream_quota|parked/),
    });
    expect(gateway.exchanged).toHaveLength(asked);

    await gateway.clock.advance(LOCK_MS + 1_000);
    await expect(gateway.call('zoho_list_messages', { limit: 1 })).resolves.toBeDefined();
  });

  it('is what Zoho makes of more than 30 requests in a minute, and the platform keeps from it', async () => {
    await using gateway = await openMailGateway({ requestsPerMinute: 30 });
    const calls = Array.from({ length: 40 }, (_, index) => gateway.call('zoho_list_messages', { limit: index + 1 }));
    const ends = Promise.allSettled(calls);
    for (let second = 0; second < 70; second++) await gateway.clock.advance(1_000);
    const refused = (await ends).filter(({ status }) => status === 'rejected');

    expect(refused.length).toBeGreaterThan(5);
    expect(refused.every((end) => /throttled|busy/.test((end as PromiseRejectedResult).reason.code))).toBe(true);
    expect(gateway.exchanged.length).toBeGreaterThan(10);
    expect(gateway.exchanged.some(({ reply }) => reply.body.includes('THROTTLES'))).toBe(false);
  });

  it('is never asked more than 30 times in a minute, whatever tools ask for', () => {
    const { maximum, restorePerSecond } = zohoMail.quota ?? { maximum: 99, restorePerSecond: 99 };

    expect(maximum + 60 * restorePerSecond).toBeLessThan(28);
  });
});

describe('mails', () => {
  it('are refused beyond what the plan allows in an hour, before Zoho is asked', async () => {
    await using gateway = await openMailGateway({ settings: { ZOHO_MAILS_PER_HOUR: '2' } });
    for (let count = 0; count < 2; count += 1) await gateway.call('zoho_send_message', MAIL);
    await gateway.clock.advance(60_000);
    const asked = gateway.asked().length;

    await expect(gateway.call('zoho_send_message', MAIL)).rejects.toMatchObject({
      code: 'upstream_quota',
      message: expect.stringContaining('in 1740 s'),
      details: { sent: 'no', retryAfterMs: 1_740_000 },
    });
    expect(gateway.asked()).toHaveLength(asked);
    await gateway.call('zoho_save_draft', MAIL);
    await gateway.call('zoho_send_message', { ...MAIL, sendAt: '2026-11-23T12:00:00Z' });
    await gateway.clock.advance(1_740_000);
    await expect(gateway.call('zoho_send_message', MAIL)).resolves.toBeDefined();
  });
});

describe('signing in', () => {
  it('sends Zoho’s own kind of token, and takes a new one when it is withdrawn', async () => {
    await using gateway = await openMailGateway();
    await gateway.call('zoho_list_messages', { limit: 1 });
    await gateway.clock.advance(10_000);
    gateway.emulator.revokeTokens();
    await gateway.call('zoho_list_messages', { limit: 2 });
    const sent = gateway.exchanged.map(
      ({ request, reply }) => `${request.headers.authorization?.split(' ')[0]} ${reply.status}`,
    );

    expect(sent).toEqual(['Zoho-oauthtoken 200', 'Zoho-oauthtoken 200', 'Zoho-oauthtoken 401', 'Zoho-oauthtoken 200']);
  });

  it('with wrong credentials says so and shows none', async () => {
    await using gateway = await openMailGateway({ settings: { ZOHO_REFRESH_TOKEN: '1000.stolen.token' } });
    const error = await gateway.call('zoho_list_messages', { limit: 1 }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'upstream_authentication' });
    expect(JSON.stringify(error) + String(error)).not.toContain('stolen');
  });

  it('without a scope says which kind of right is lacking, and changes nothing', async () => {
    const scopes = ['ZohoMail.accounts.READ', 'ZohoMail.folders.READ', 'ZohoMail.messages.READ'];
    await using gateway = await openMailGateway({ scopes });

    await expect(gateway.call('zoho_list_messages', { limit: 1 })).resolves.toBeDefined();
    await expect(gateway.call('zoho_send_message', MAIL)).rejects.toMatchObject({
      code: 'upstream_permission',
      message: expect.stringContaining('ZOHO_REFRESH_TOKEN'),
    });
  });
});

describe('the probe', () => {
  it('says whose mailbox it is', async () => {
    const { upstream } = connectMailbox();

    expect(await zohoMail.probe(upstream())).toEqual({
      summary: 'hello@larkmoor-tea.example, account 2560636000000008002, data centre eu.',
      warnings: [],
    });
  });

  it('names the scopes that are missing', async () => {
    const { upstream } = connectMailbox({ scopes: ['ZohoMail.accounts.READ', 'ZohoMail.folders.READ'] });
    const { warnings } = await zohoMail.probe(upstream());

    expect(warnings).toEqual([
      expect.stringContaining('ZohoMail.tags.READ'),
      expect.stringContaining('ZohoMail.messages.READ'),
    ]);
  });

  it('does not take another account for the configured one', async () => {
    const { upstream } = connectMailbox({ settings: { ZOHO_ACCOUNT_ID: '404' } });

    await expect(zohoMail.probe(upstream())).rejects.toMatchObject({
      code: 'upstream_authentication',
      message: expect.stringContaining('ZOHO_ACCOUNT_ID'),
    });
  });
});
