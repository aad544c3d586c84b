import { describe, expect, it } from 'vitest';
import {
  type ConnectedMailbox,
  connectMailbox,
  FOLDERS,
  KEEPSAKE,
} from '../../../../test/support/connected-mailbox.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import type { PlatformError } from '../../../kernel/errors.ts';
import { bytesOf, toHandle } from '../input/attachments.ts';
import { findSent } from './find-sent.ts';
import { getMessage } from './get-message.ts';
import { getThread } from './get-thread.ts';
import { listMessages } from './list-messages.ts';
import { saveDraft } from './save-draft.ts';
import { searchMessages } from './search-messages.ts';
import { sendMessage } from './send-message.ts';
import { uploadAttachment } from './upload-attachment.ts';

const MAIL = { to: ['ana@example.com'], subject: 'Your order', body: 'Dear Ana,\n\nit left <today>.' };
const REPLY = (how: 'reply' | 'reply_all' | 'forward') => ({ ...KEEPSAKE, how });

const newestIn = async (mailbox: ConnectedMailbox, folder: string) => {
  const { messages } = await mailbox.call(listMessages, { folder, limit: 1 });
  return messages[0];
};

describe('saving a draft', () => {
  it('keeps the mail in Drafts and sends nothing', async () => {
    const mailbox = connectMailbox();
    const sentBefore = await newestIn(mailbox, 'Sent');
    const { id, from, to } = await mailbox.call(saveDraft, MAIL);
    const { message, text } = await mailbox.call(getMessage, { folderId: FOLDERS.drafts, messageId: id });

    expect({ from, to }).toEqual({ from: 'hello@larkmoor-tea.example', to: ['ana@example.com'] });
    expect(message).toMatchObject({ subject: 'Your order', to: ['ana@example.com'] });
    expect(text).toBe(MAIL.body);
    expect(mailbox.bodyOf('POST', '/messages')).toMatchObject({ mode: 'draft', mailFormat: 'plaintext' });
    expect((await newestIn(mailbox, 'Sent'))?.id).toBe(sentBefore?.id);
  });

  it('of a reply is threaded by the Message-ID of what it answers', async () => {
    const mailbox = connectMailbox();
    const { messages } = await mailbox.call(searchMessages, { from: 'Harbour Freight', limit: 1 });
    const answers = { folderId: messages[0]?.folderId, messageId: messages[0]?.id, how: 'reply' };
    await mailbox.call(saveDraft, { body: 'Thanks.', answers });
    const { inReplyTo, refHeader, action } = mailbox.bodyOf('POST', '/messages') as Record<string, string>;

    expect(inReplyTo).toMatch(/^<supply\..*\.2@harbour-freight\.example>$/);
    expect(refHeader?.split(' ')).toHaveLength(3);
    expect(refHeader?.endsWith(inReplyTo ?? '')).toBe(true);
    expect(action).toBeUndefined();
  });

  it('may lack recipients, and may not lack a subject of its own', async () => {
    const mailbox = connectMailbox();

    await expect(mailbox.call(saveDraft, { subject: 'Idea', body: 'x' })).resolves.toMatchObject({ to: [] });
    await expect(mailbox.call(saveDraft, { body: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('in the place of an older one puts that into the trash afterwards', async () => {
    const mailbox = connectMailbox();
    const old = await mailbox.call(saveDraft, MAIL);
    const { id, replaced } = await mailbox.call(saveDraft, { ...MAIL, body: 'New', replaces: old.id });
    const trash = await mailbox.call(listMessages, { folder: 'Trash', limit: 100 });

    expect(replaced).toBe(true);
    expect((await newestIn(mailbox, 'Drafts'))?.id).toBe(id);
    expect(trash.messages.map((message) => message.id)).toContain(old.id);
  });

  it('replaces nothing that is no draft, and saves nothing then', async () => {
    const mailbox = connectMailbox();

    await expect(mailbox.call(saveDraft, { ...MAIL, replaces: KEEPSAKE.messageId })).rejects.toMatchObject({
      code: 'not_found',
      details: { sent: 'no' },
    });
    expect(mailbox.asked()).not.toContain('POST /messages');
  });

  it('that is saved is saved, even if the old one stays', async () => {
    const faults = new FaultSwitch();
    const mailbox = connectMailbox({ faults });
    const old = await mailbox.call(saveDraft, MAIL);
    faults.add([{ what: { kind: 'status', status: 500 }, isAfter: false, times: 1, match: 'deleteMessage' }]);
    const { id, replaced, notices } = await mailbox.call(saveDraft, { ...MAIL, replaces: old.id });

    expect(id).not.toBe(old.id);
    expect(replaced).toBe(false);
    expect(notices).toEqual([expect.stringContaining('both are there')]);
  });
});

describe('sending', () => {
  it('delivers, and the mail is in Sent', async () => {
    const mailbox = connectMailbox();
    const { id, scheduledFor } = await mailbox.call(sendMessage, {
      ...MAIL,
      cc: ['b@example.com'],
      bcc: ['c@example.com'],
      askReceipt: true,
    });
    const body = mailbox.bodyOf('POST', '/messages');

    expect((await newestIn(mailbox, 'Sent'))?.id).toBe(id);
    expect(body).toMatchObject({
      toAddress: 'ana@example.com',
      ccAddress: 'b@example.com',
      bccAddress: 'c@example.com',
      askReceipt: 'yes',
    });
    expect(body).not.toHaveProperty('mode');
    expect(scheduledFor).toBeUndefined();
  });

  it('comes from an address of the account or not at all', async () => {
    const mailbox = connectMailbox();
    const { from } = await mailbox.call(sendMessage, { ...MAIL, from: 'Orders@larkmoor-tea.example' });

    expect(from).toBe('orders@larkmoor-tea.example');
    await expect(mailbox.call(sendMessage, { ...MAIL, from: 'ceo@larkmoor-tea.example' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { sent: 'no', issues: [{ path: 'from', message: expect.stringContaining('zoho_list_mailbox') }] },
    });
    expect(mailbox.asked().filter((path) => path === 'POST /messages')).toHaveLength(1);
  });

  it('a reply goes to who wrote, in the same conversation', async () => {
    const mailbox = connectMailbox();
    const { to, cc, subject } = await mailbox.call(sendMessage, { body: 'Yes, print.', answers: REPLY('reply') });
    const sent = await newestIn(mailbox, 'Sent');
    const { messages } = await mailbox.call(getThread, { threadId: sent?.threadId });

    expect({ to, cc, subject }).toEqual({
      to: ['orla@quirke-design.example'],
      cc: [],
      subject: 'Re: The new labels: last look before print',
    });
    expect(mailbox.bodyOf('POST', `/messages/${KEEPSAKE.messageId}`)).toMatchObject({ action: 'reply' });
    expect(messages.map(({ id }) => id)).toContain(KEEPSAKE.messageId);
  });

  it('a reply to all goes to everybody but the shop itself, each once', async () => {
    const mailbox = connectMailbox();
    const { to, cc, bcc } = await mailbox.call(sendMessage, {
      body: 'Yes.',
      answers: REPLY('reply_all'),
      cc: ['ORLA@quirke-design.example', 'new@example.com'],
      bcc: ['new@example.com'],
    });

    expect({ to, cc, bcc }).toEqual({
      to: ['orla@quirke-design.example'],
      cc: ['studio@fairgreen-print.example', 'new@example.com'],
      bcc: [],
    });
  });

  it('a reply to an own mail goes on to whom that went', async () => {
    const mailbox = connectMailbox();
    const sent = await mailbox.call(sendMessage, MAIL);
    const { to, subject } = await mailbox.call(sendMessage, {
      body: 'One more thing.',
      answers: { folderId: FOLDERS.sent, messageId: sent.id, how: 'reply' },
    });

    expect({ to, subject }).toEqual({ to: ['ana@example.com'], subject: 'Re: Your order' });
  });

  it('a forward is composed here: our text, who wrote, the original, its files', async () => {
    const mailbox = connectMailbox();
    const { id, subject } = await mailbox.call(sendMessage, {
      to: ['print@example.com'],
      body: 'See <below>',
      answers: REPLY('forward'),
    });
    const { text, files } = await mailbox.call(getMessage, { folderId: FOLDERS.sent, messageId: id });

    expect(subject).toBe('Fwd: The new labels: last look before print');
    expect(text).toContain('See <below>');
    expect(text).toContain('From: Orla Quirke <orla@quirke-design.example>');
    expect(text).toContain('Say yes and they go to print.');
    expect(files).toMatchObject([{ name: 'colours.csv', size: 52 }]);
    expect(mailbox.bodyOf('POST', '/messages')).not.toHaveProperty('action');
  });

  it('a forward needs somebody to go to', async () => {
    const mailbox = connectMailbox();

    await expect(mailbox.call(sendMessage, { body: 'x', answers: REPLY('forward') })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(mailbox.asked()).not.toContain('POST /messages');
  });

  it('waits in the Outbox until its time, whose order of day and month is a setting', async () => {
    const mailbox = connectMailbox();
    const later = await mailbox.call(sendMessage, { ...MAIL, sendAt: '2026-12-25T09:30:00+01:00' });
    const months = connectMailbox({ settings: { ZOHO_SCHEDULE_DATES: 'month_first' } });
    await expect(months.call(sendMessage, { ...MAIL, sendAt: '2026-12-25T08:30:00Z' })).rejects.toMatchObject({
      code: 'upstream_rejected',
    });

    expect(later).toMatchObject({ scheduledFor: '2026-12-25T08:30:00.000Z', notices: undefined });
    expect(mailbox.bodyOf('POST', '/messages')).toMatchObject({
      isSchedule: true,
      scheduleType: 6,
      timeZone: 'GMT',
      scheduleTime: '25/12/2026 08:30:00',
    });
    expect(months.bodyOf('POST', '/messages')).toMatchObject({ scheduleTime: '12/25/2026 08:30:00' });
    expect((await newestIn(mailbox, 'Outbox'))?.subject).toBe('Your order');
  });

  it('warns of a date that can be read two ways', async () => {
    const { notices } = await connectMailbox().call(sendMessage, { ...MAIL, sendAt: '2026-12-05T09:00:00Z' });

    expect(notices).toEqual([expect.stringContaining('Outbox')]);
  });

  it.each(['2026-11-22T12:01:00Z', '2026-11-21T12:00:00Z', '2028-01-01T00:00:00Z'])('not at %s', async (sendAt) => {
    await expect(connectMailbox().call(sendMessage, { ...MAIL, sendAt })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { sent: 'no' },
    });
  });

  it('to more people than Zoho takes is refused before it is asked', async () => {
    const many = (count: number, at: string) => Array.from({ length: count }, (_, index) => `p${index}@${at}.example`);
    const mailbox = connectMailbox();

    await expect(mailbox.call(sendMessage, { ...MAIL, to: many(60, 'a'), cc: many(60, 'b') })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(sendMessage.input.safeParse({ ...MAIL, to: many(101, 'a') }).success).toBe(false);
  });

  it('larger than Zoho takes is refused before it is asked, as far as the parts tell', async () => {
    const MIB = 1024 * 1024;
    const handle = (bytes: number) =>
      toHandle({ storeName: 's', attachmentPath: '/p', attachmentName: 'a.bin' }, bytes);
    const mailbox = connectMailbox();
    const refusal = async (tool: typeof sendMessage | typeof saveDraft, input: object) =>
      await mailbox.call(tool as typeof sendMessage, { ...MAIL, ...input }).then(
        () => 'taken',
        ({ code, message }: PlatformError) => `${code}: ${message}`,
      );

    const two = { attachments: [handle(20 * MIB), handle(20 * MIB)] };
    expect(await refusal(sendMessage, two)).toMatch(/^invalid_input: .* 40\.0 MB together, .* fewer or smaller files/);
    expect(await refusal(saveDraft, two)).toMatch(/^invalid_input/);
    expect(mailbox.asked()).toEqual([]);
    const forward = { attachments: [handle(40 * MIB - 100)], answers: REPLY('forward'), to: ['ana@example.com'] };
    expect(await refusal(sendMessage, forward)).toMatch(/^invalid_input: .* 40 MB a mail/);
    expect(mailbox.asked().filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  it('counts an uploaded file by what was uploaded', async () => {
    const mailbox = connectMailbox();
    const { handle, size } = await mailbox.call(uploadAttachment, { fileName: 'a.txt', text: 'Größe' });
    expect([bytesOf([handle]), size]).toEqual([7, 7]);
    expect(bytesOf([Buffer.from('["s","/p","a"]').toString('base64url')])).toBe(0);
  });

  it('knows what a failure means: before the mail left nothing, afterwards nobody can say', async () => {
    const faults = new FaultSwitch();
    const mailbox = connectMailbox({ faults });
    const struck = async (match: string, isAfter: boolean) => {
      faults.add([{ what: { kind: 'status', status: 502 }, isAfter, times: 1, match }]);
      const error = await mailbox.call(sendMessage, MAIL).catch((thrown: unknown) => thrown);
      faults.clear();
      return error;
    };

    expect(await struck('listAccounts', false)).toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
    expect(await struck('compose', true)).toMatchObject({ code: 'upstream_failed', details: { sent: 'unknown' } });
  });

  const bad: readonly object[] = [
    { to: ['Ana <ana@example.com>'] },
    { to: ['ana@example.com,eve@evil.example'] },
    { to: ['ana@example.com\r\nBcc: eve@evil.example'] },
    { to: ['ana'] },
    { to: ['ana@localhost'] },
    { to: 'ana@example.com' },
    { subject: 'Hi\r\nBcc: eve@evil.example' },
    { subject: 'Hi\u0085there' },
    { body: 'bell\u0007' },
    { body: 'x'.repeat(200_001) },
    { from: 'a b@example.com' },
    { attachments: ['not a handle'] },
    { attachments: [Buffer.from('["a","b"]').toString('base64url')] },
    { attachments: [Buffer.from('["a\\n","b","c"]').toString('base64url')] },
    { answers: { ...KEEPSAKE, how: 'Reply' } },
    { answers: { messageId: '1', how: 'reply' } },
    { answers: { ...KEEPSAKE, how: 'reply', mode: 'draft' } },
    { sendAt: '2026-12-25' },
    { sendAt: '2026-02-30T09:00:00Z' },
    { mode: 'draft' },
  ];

  it.each(bad)('refuses %j', (input) => {
    expect(sendMessage.input.safeParse({ ...MAIL, ...input }).success).toBe(false);
  });
});

describe('attaching', () => {
  it('uploads a file, names it in the mail, and the receiver has every byte', async () => {
    const mailbox = connectMailbox();
    const { handle, name, size } = await mailbox.call(uploadAttachment, {
      fileName: 'Über uns & mehr.txt',
      text: 'Tee\r\n\u0000--x',
    });
    const { id } = await mailbox.call(sendMessage, { ...MAIL, attachments: [handle] });
    const { files } = await mailbox.call(getMessage, { folderId: FOLDERS.sent, messageId: id, format: 'summary' });

    expect({ name, size }).toEqual({ name: 'Über uns & mehr.txt', size: 9 });
    expect(files).toMatchObject([{ name: 'Über uns & mehr.txt', size: 9 }]);
  });

  it('a file that nobody uploaded is refused by Zoho, and nothing leaves', async () => {
    const handle = Buffer.from('["1","/Mail/1-x","x"]').toString('base64url');

    await expect(connectMailbox().call(sendMessage, { ...MAIL, attachments: [handle] })).rejects.toMatchObject({
      code: 'upstream_rejected',
      details: { sent: 'no' },
    });
  });

  it.each([
    { fileName: '../../etc/passwd', text: 'x' },
    { fileName: 'a"; filename="b', text: 'x' },
    { fileName: 'a\r\nX: y', text: 'x' },
    { fileName: '..', text: 'x' },
    { fileName: 'a.txt' },
    { fileName: 'a.txt', text: 'x', base64: 'eA==' },
    { fileName: 'a.txt', base64: 'not base64!' },
    { fileName: 'a.txt', base64: 'eA=' },
    { fileName: 'a.txt', text: '' },
  ])('refuses %j', (input) => {
    expect(uploadAttachment.input.safeParse(input).success).toBe(false);
  });
});

describe('finding out whether a mail was sent', () => {
  const WINDOW = { from: 'hello@larkmoor-tea.example', since: '2026-11-22T11:00:00Z', until: '2026-11-22T13:00:00Z' };
  const SOUGHT = { ...WINDOW, to: ['ana@example.com'], subject: 'Your order' };

  it('says delivered for exactly one mail that has all of it, although its sender was told of a failure', async () => {
    const faults = new FaultSwitch();
    const mailbox = connectMailbox({ faults });
    faults.add([{ what: { kind: 'reset' }, isAfter: true, times: 1, match: 'compose' }]);
    const { handle } = await mailbox.call(uploadAttachment, { fileName: 'a.txt', text: 'x' });
    const mail = { ...MAIL, cc: ['b@example.com'], bcc: ['c@example.com'], attachments: [handle] };
    await expect(mailbox.call(sendMessage, mail)).rejects.toMatchObject({ details: { sent: 'unknown' } });

    const all = {
      ...SOUGHT,
      to: ['ANA@example.com'],
      cc: ['b@example.com'],
      bcc: ['c@example.com'],
      fileNames: ['a.txt'],
    };
    const found = await mailbox.call(findSent, all);
    expect(found).toMatchObject({ verdict: 'delivered', matches: 1, message: { subject: 'Your order' } });
    for (const other of [
      { cc: [] },
      { bcc: [] },
      { to: [] },
      { fileNames: ['b.txt'] },
      { fileNames: [] },
      { subject: 'Your Order' },
      { from: 'orders@larkmoor-tea.example' },
      { since: '2026-11-22T12:30:00Z' },
    ]) {
      expect(await mailbox.call(findSent, { ...all, ...other }), JSON.stringify(other)).toMatchObject({
        verdict: 'unknown',
        matches: 0,
      });
    }
  });

  it('says unknown for none, and that this proves nothing', async () => {
    const { verdict, reason } = await connectMailbox().call(findSent, SOUGHT);

    expect(verdict).toBe('unknown');
    expect(reason).toContain('does not prove');
  });

  it('says unknown for two that are alike', async () => {
    const mailbox = connectMailbox();
    await mailbox.call(sendMessage, MAIL);
    await mailbox.call(sendMessage, MAIL);

    expect(await mailbox.call(findSent, SOUGHT)).toMatchObject({ verdict: 'unknown', matches: 2 });
  });

  it.each([{ until: '2026-11-24T11:00:00Z' }, { until: '2026-11-22T10:00:00Z' }, { since: 'today' }, { from: 'x' }])(
    'refuses %j',
    (input) => {
      expect(findSent.input.safeParse({ ...SOUGHT, ...input }).success).toBe(false);
    },
  );
});
