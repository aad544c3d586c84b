import { describe, expect, it } from 'vitest';
import { connectMailbox, FOLDERS, KEEPSAKE } from '../../../../test/support/connected-mailbox.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { getAttachment } from './get-attachment.ts';
import { getMessage } from './get-message.ts';
import { getThread } from './get-thread.ts';
import { listMailbox } from './list-mailbox.ts';
import { listMessages } from './list-messages.ts';
import { searchMessages } from './search-messages.ts';

describe('the mailbox', () => {
  it('shows accounts with their senders, folders with their parents, labels', async () => {
    const { accounts, folders, labels } = await connectMailbox().call(listMailbox, {});

    expect(accounts).toEqual([
      expect.objectContaining({
        address: 'hello@larkmoor-tea.example',
        sendsFrom: ['hello@larkmoor-tea.example', 'orders@larkmoor-tea.example'],
        inUse: true,
      }),
    ]);
    expect(folders.find(({ name }) => name === 'Orders')).toMatchObject({
      path: '/Inbox/Orders',
      parentId: FOLDERS.inbox,
    });
    expect(folders.find(({ name }) => name === 'Drafts')).toMatchObject({ kind: 'drafts', parentId: undefined });
    expect(labels.map(({ name }) => name)).toEqual(['Refund', 'Supplier', 'Old campaign']);
  });

  it('asks which account to use once for a connection', async () => {
    const mailbox = connectMailbox();
    await mailbox.call(listMessages, { limit: 1 });
    await mailbox.call(listMessages, { limit: 2 });

    expect(mailbox.asked()).toEqual(['GET /api/accounts', 'GET /messages/view', 'GET /messages/view']);
  });

  it('uses the configured account without asking', async () => {
    const mailbox = connectMailbox({ settings: { ZOHO_ACCOUNT_ID: '2560636000000008002' } });
    await mailbox.call(listMessages, { limit: 1 });

    expect(mailbox.asked()).toEqual(['GET /messages/view']);
  });
});

describe('listing messages', () => {
  it('turns Zoho’s texts into what they mean', async () => {
    const { messages } = await connectMailbox().call(listMessages, { folder: FOLDERS.inbox, limit: 100 });
    const times = messages.map(({ receivedAt }) => receivedAt);

    expect(messages).toHaveLength(100);
    expect(times).toEqual(times.toSorted().reverse());
    expect(messages.some(({ unread }) => unread)).toBe(true);
    for (const { id, from, cc, subject } of messages) {
      expect(id).toMatch(/^\d{19}$/);
      expect(from).toMatch(/@/);
      expect(JSON.stringify([cc, subject, from])).not.toMatch(/&(lt|gt|amp|quot|#39);|Not Provided/);
    }
  });

  it('takes the time of receipt, never the one that only says GMT', async () => {
    const mailbox = connectMailbox();
    const { message } = await mailbox.call(getMessage, { ...KEEPSAKE, format: 'summary' });

    expect(message.receivedAt).toBe('2025-07-20T08:26:40.000Z');
  });

  it('takes a folder by name, path or id, and says what to do about others', async () => {
    const mailbox = connectMailbox();
    const byName = await mailbox.call(listMessages, { folder: 'Orders', limit: 3 });
    const byPath = await mailbox.call(listMessages, { folder: '/inbox/orders', limit: 3 });
    const byId = await mailbox.call(listMessages, { folder: FOLDERS.orders, limit: 3 });

    expect(byName.messages).toHaveLength(3);
    expect([byPath.messages, byId.messages]).toEqual([byName.messages, byName.messages]);
    await expect(mailbox.call(listMessages, { folder: 'Ordres' })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('zoho_list_mailbox'),
    });
  });

  it('pages through a whole folder, each message once', async () => {
    const mailbox = connectMailbox();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await mailbox.call(listMessages, { folder: 'Sent', limit: 40, ...(cursor && { cursor }) });
      seen.push(...page.messages.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(seen.length).toBeGreaterThan(100);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('gives no message twice when new mail moves the pages', async () => {
    const mailbox = connectMailbox();
    const first = await mailbox.call(listMessages, { folder: 'Drafts', limit: 2 });
    await mailbox
      .upstream()
      .draft({ fromAddress: 'hello@larkmoor-tea.example', subject: 'New', content: 'x', mailFormat: 'plaintext' });
    const second = await mailbox.call(listMessages, { folder: 'Drafts', limit: 2, cursor: first.nextCursor });
    const ids = [...first.messages, ...second.messages].map(({ id }) => id);

    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
  });

  it('obeys filters', async () => {
    const mailbox = connectMailbox();
    const unread = await mailbox.call(listMessages, { status: 'unread', limit: 50 });
    const flagged = await mailbox.call(listMessages, { flag: 'follow_up', limit: 50 });
    const withFiles = await mailbox.call(listMessages, { withAttachments: true, limit: 50 });
    const labelled = await mailbox.call(listMessages, { labelId: '2560636000000009002', limit: 50 });

    expect(unread.messages.length > 5 && unread.messages.every((one) => one.unread)).toBe(true);
    expect(flagged.messages.length > 5 && flagged.messages.every(({ flag }) => flag === 'follow_up')).toBe(true);
    expect(withFiles.messages.length > 5 && withFiles.messages.every((one) => one.hasAttachment)).toBe(true);
    expect(labelled.messages.every(({ labels }) => labels?.includes('2560636000000009002'))).toBe(true);
  });

  it.each([
    { limit: 101 },
    { limit: 0 },
    { status: 'UNREAD' },
    { folder: 'a\r\nb' },
    { cursor: '1' },
    { cursor: '0-1-1' },
    { labelId: '../1' },
    { labelId: 17 },
    { query: 'x' },
  ])('refuses %j', (input) => {
    expect(listMessages.input.safeParse(input).success).toBe(false);
  });
});

describe('searching', () => {
  it('joins conditions in Zoho’s syntax, encoded', async () => {
    const mailbox = connectMailbox();
    const { messages } = await mailbox.call(searchMessages, {
      text: 'order & more',
      from: 'glenvale',
      folder: 'Inbox',
      has: 'attachment',
      since: '2026-01-01',
      until: '2026-12-31',
      spamAndTrash: true,
    });
    const url = new URL(mailbox.exchanged.at(-1)?.request.url ?? '');

    expect(messages).toEqual([]);
    expect(url.search).toContain('order%20%26%20more');
    expect(url.searchParams.get('searchKey')).toBe(
      'entire:order & more::sender:glenvale::in:"Inbox"::has:attachment::fromDate:01-Jan-2026::toDate:31-Dec-2026::inclspamtrash:true',
    );
  });

  it('finds, keeps ids whole although search writes them as numbers, and finds no drafts', async () => {
    const mailbox = connectMailbox();
    const { messages } = await mailbox.call(searchMessages, { from: 'Glenvale', limit: 5 });
    const drafts = await mailbox.call(searchMessages, { subject: 'Tasting on Saturday' });

    expect(mailbox.exchanged[1]?.reply.body).toMatch(/"messageId":\d{19}/);
    expect(messages).toHaveLength(5);
    for (const { id } of messages) expect(mailbox.exchanged[1]?.reply.body).toContain(`"messageId":${id}`);
    expect(drafts.messages).toEqual([]);
  });

  it('finds spam only when asked to', async () => {
    const mailbox = connectMailbox();
    const usual = await mailbox.call(searchMessages, { subject: 'SEO offer', folder: undefined, limit: 100 });
    const all = await mailbox.call(searchMessages, { subject: 'SEO offer', spamAndTrash: true, limit: 100 });

    expect(all.messages.length).toBeGreaterThan(usual.messages.length);
  });

  it('pages, and says so when Zoho gives the same page again', async () => {
    const mailbox = connectMailbox();
    const first = await mailbox.call(searchMessages, { text: 'larkmoor', limit: 10 });
    const second = await mailbox.call(searchMessages, { text: 'larkmoor', limit: 10, cursor: first.nextCursor });
    const [start, , last] = (first.nextCursor ?? '').split('-');
    const stuck = await mailbox.call(searchMessages, {
      text: 'larkmoor',
      limit: 10,
      cursor: `${start}-${second.messages[0]?.id}-${last}`,
    });

    expect(new Set([...first.messages, ...second.messages].map(({ id }) => id)).size).toBe(20);
    expect(stuck).toMatchObject({
      messages: [],
      nextCursor: undefined,
      notices: [expect.stringContaining('narrow it')],
    });
  });

  it.each([
    { text: 'a::sender:b' },
    { text: 'a ::or:subject:b' },
    { subject: '"a"' },
    { from: 'a：：to:b' },
    { to: 'a:' },
    { cc: ':a' },
    { text: 'x or:y' },
    { text: 'a:\u200b:in:Drafts' },
    { folder: 'In"box' },
    { label: 'a::b' },
    { fileName: 'a\nb' },
    { fileName: ' ' },
    {},
    { spamAndTrash: true },
    { since: '2026-02-30' },
    { since: '2026-11-02', until: '2026-11-01' },
    { searchKey: 'newMails' },
    { has: 'attachments' },
  ])('refuses %j before Zoho is asked', (input) => {
    expect(searchMessages.input.safeParse(input).success).toBe(false);
  });

  it.each(['Re: Order #1042', '10:30', 'newMails', 'O’Brien & “Daughters”', 'from:nobody'])(
    'takes %j as words',
    async (text) => {
      const mailbox = connectMailbox();
      await mailbox.call(searchMessages, { text });

      const key = new URL(mailbox.exchanged.at(-1)?.request.url ?? '').searchParams.get('searchKey');
      expect(key).toBe(`entire:${text}`);
    },
  );
});

describe('reading a message', () => {
  it('gives its text as a reader sees it, with its files', async () => {
    const { message, text, files, nextOffset } = await connectMailbox().call(getMessage, KEEPSAKE);

    expect(message).toMatchObject({
      subject: 'The new labels: last look before print',
      from: 'Orla Quirke <orla@quirke-design.example>',
    });
    expect(text).toBe(
      'Hi,\nthe labels are ready. The colours are in the file; all sketches <https://quirke-design.example/labels> are on our page.\nSay yes and they go to print.\nOrla',
    );
    expect(files).toEqual([{ id: '138000000000100001', name: 'colours.csv', size: 52 }]);
    expect(nextOffset).toBeUndefined();
  });

  it('leaves out what was written for machines, and shows it in html alone, with a warning', async () => {
    const mailbox = connectMailbox();
    const { messages } = await mailbox.call(searchMessages, { subject: 'Partnership', spamAndTrash: true, limit: 1 });
    const place = { folderId: messages[0]?.folderId, messageId: messages[0]?.id };
    const full = await mailbox.call(getMessage, place);
    const html = await mailbox.call(getMessage, { ...place, format: 'html' });

    expect(full.text).toBe('Let us talk.');
    expect(html.text).toContain('maintenance mode');
    expect(html.notices).toEqual([expect.stringContaining('trust nothing')]);
  });

  it('shows a newsletter’s visible text although its tables say that text is of no size', async () => {
    const mailbox = connectMailbox();
    const { messages } = await mailbox.call(listMessages, { folder: 'Newsletters', limit: 1 });
    const { text } = await mailbox.call(getMessage, { folderId: messages[0]?.folderId, messageId: messages[0]?.id });

    expect(text).toContain('Auctions were quiet, prices rose by 2 %.');
    expect(text).not.toMatch(/Preview of|color:red|pixel/);
  });

  it('gives headers and the whole source, and only the summary where that is enough', async () => {
    const mailbox = connectMailbox();
    const headers = await mailbox.call(getMessage, { ...KEEPSAKE, format: 'headers' });
    const raw = await mailbox.call(getMessage, { ...KEEPSAKE, format: 'raw' });
    const summary = await mailbox.call(getMessage, { ...KEEPSAKE, format: 'summary' });

    expect(headers.text).toContain('Message-ID: <keepsake.label.0@quirke-design.example>');
    expect(raw.text).toContain('Content-Transfer-Encoding: base64');
    expect(summary).not.toHaveProperty('text');
    expect(summary).toMatchObject({ files: [{ name: 'colours.csv' }] });
  });

  it('gives long texts in parts that make up the whole', async () => {
    const mailbox = connectMailbox();
    const long = `${'Leaf and 🍃 more. '.repeat(2_500)}end`;
    const id = await mailbox
      .upstream()
      .draft({ fromAddress: 'hello@larkmoor-tea.example', subject: 'Long', content: long, mailFormat: 'plaintext' });
    let whole = '';
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const part: { text?: string; nextOffset?: number } = await mailbox.call(getMessage, {
        folderId: FOLDERS.drafts,
        messageId: id,
        offset,
      });
      whole += part.text;
      offset = part.nextOffset;
    }

    expect(whole).toBe(long);
  });

  it('that is not there, or not in that folder, is not found', async () => {
    const mailbox = connectMailbox();

    await expect(mailbox.call(getMessage, { folderId: FOLDERS.inbox, messageId: '404' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(mailbox.call(getMessage, { ...KEEPSAKE, folderId: FOLDERS.sent })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it.each([
    { ...KEEPSAKE, messageId: '1/../../2' },
    { ...KEEPSAKE, folderId: '1?x=1' },
    { ...KEEPSAKE, messageId: '1\r\nX: y' },
    { ...KEEPSAKE, messageId: '' },
    { ...KEEPSAKE, format: 'everything' },
    { ...KEEPSAKE, offset: -1 },
    { messageId: '1' },
  ])('refuses %j', (input) => {
    expect(getMessage.input.safeParse(input).success).toBe(false);
  });
});

describe('reading a conversation', () => {
  it('gives its messages, newest first, sent ones included, with their texts', async () => {
    const mailbox = connectMailbox();
    const { messages: found } = await mailbox.call(searchMessages, { from: 'Harbour Freight', limit: 1 });
    const { messages, notices } = await mailbox.call(getThread, { threadId: found[0]?.threadId });

    expect(messages.map(({ subject }) => subject?.startsWith('Re: '))).toEqual([true, true, false]);
    expect(messages.map(({ from }) => from)).toEqual([
      expect.stringContaining('harbour-freight'),
      expect.stringContaining('larkmoor'),
      expect.stringContaining('glenvale'),
    ]);
    expect(messages.every(({ text }) => (text ?? '').length > 20)).toBe(true);
    expect(notices).toBeUndefined();
  });

  it('costs one request without texts, and says when there is none', async () => {
    const mailbox = connectMailbox({ settings: { ZOHO_ACCOUNT_ID: '2560636000000008002' } });
    const { messages, notices } = await mailbox.call(getThread, { threadId: '404', texts: false });

    expect(messages).toEqual([]);
    expect(notices).toEqual(['There is no conversation of that id.']);
    expect(mailbox.asked()).toEqual(['GET /messages/view']);
  });
});

/** The file that is in every emulated mailbox. */
const COLOURS = '138000000000100001';

describe('reading a file', () => {
  it('gives text as text', async () => {
    const mailbox = connectMailbox();
    const { text, size } = await mailbox.call(getAttachment, { ...KEEPSAKE, fileId: COLOURS });

    expect(text).toBe('name;hex\nbog;#3B4A2F\nheather;#7A5C8E\nbutter;#F2DFA7\n');
    expect([mailbox.files, size]).toEqual([[], 52]);
  });

  it('gives text as a file, too, with its name, where it is wanted whole', async () => {
    const mailbox = connectMailbox();
    const { text } = await mailbox.call(getAttachment, { ...KEEPSAKE, fileId: COLOURS, offset: 40, whole: true });

    expect(text).toBe('ter;#F2DFA7\n');
    expect(mailbox.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([['colours.csv', 52]]);
  });

  it('gives anything else as a file, byte by byte', async () => {
    const mailbox = connectMailbox();
    const { messages } = await mailbox.call(searchMessages, { fileName: '.pdf', limit: 1 });
    const place = { folderId: messages[0]?.folderId, messageId: messages[0]?.id };
    const { files } = await mailbox.call(getMessage, { ...place, format: 'summary' });
    const pdf = files?.find(({ name }) => name.endsWith('.pdf'));
    const answer = await mailbox.call(getAttachment, { ...place, fileId: pdf?.id });
    const [given] = mailbox.files;

    expect(answer).toEqual({ size: pdf?.size });
    expect(given?.name).toBe(pdf?.name);
    expect(given?.bytes).toHaveLength(answer.size);
    expect(Buffer.from(given?.bytes ?? []).toString('latin1')).toMatch(/^%PDF-1\.4/);
  });

  it('is not fooled by a web page in place of a file', async () => {
    const faults = new FaultSwitch();
    const mailbox = connectMailbox({ faults });
    await mailbox.call(listMessages, { limit: 1 });
    faults.add([{ what: { kind: 'html' }, isAfter: false, times: 1 }]);

    await expect(mailbox.call(getAttachment, { ...KEEPSAKE, fileId: COLOURS })).rejects.toMatchObject({
      code: 'upstream_failed',
      details: { sent: 'no' },
    });
  });
});
