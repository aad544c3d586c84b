import { describe, expect, it } from 'vitest';
import { connectMailbox, FOLDERS, KEEPSAKE } from '../../../../test/support/connected-mailbox.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import { deleteFolder } from './delete-folder.ts';
import { deleteMessages } from './delete-messages.ts';
import { getMessage } from './get-message.ts';
import { listMailbox } from './list-mailbox.ts';
import { saveFolder } from './save-folder.ts';
import { updateMessages } from './update-messages.ts';

const IDS = [KEEPSAKE.messageId];
const SUPPLIER = '2560636000000009002';
const read = { ...KEEPSAKE, format: 'summary' };

describe('updating messages', () => {
  it('marks, flags and labels', async () => {
    const mailbox = connectMailbox();
    const steps: readonly (readonly [object, object])[] = [
      [{ action: 'mark_unread' }, { unread: true }],
      [{ action: 'mark_read' }, { unread: false }],
      [{ action: 'set_flag', flag: 'follow_up' }, { flag: 'follow_up' }],
      [
        { action: 'add_labels', labelIds: [SUPPLIER] },
        { labels: [SUPPLIER], flag: 'follow_up' },
      ],
      [{ action: 'remove_labels', labelIds: [SUPPLIER] }, { labels: undefined }],
      [{ action: 'set_flag', flag: 'none' }, { flag: undefined }],
    ];
    for (const [change, after] of steps) {
      expect(await mailbox.call(updateMessages, { ...change, messageIds: IDS })).toMatchObject({ requested: 1 });
      const { message } = await mailbox.call(getMessage, read);
      expect(Object.keys(after).map((key) => message[key as keyof typeof message])).toEqual(Object.values(after));
    }
  });

  it('moves, trashes, and tells spam from mail', async () => {
    const mailbox = connectMailbox();
    const folders: (string | undefined)[] = [];
    for (const change of [
      { action: 'move', folder: 'Orders' },
      { action: 'trash' },
      { action: 'move', folder: FOLDERS.inbox },
    ]) {
      folders.push((await mailbox.call(updateMessages, { ...change, messageIds: IDS })).folderId);
    }
    await mailbox.call(updateMessages, { action: 'spam', messageIds: IDS });
    await mailbox.call(updateMessages, { action: 'not_spam', messageIds: IDS });

    expect(folders).toEqual([FOLDERS.orders, FOLDERS.trash, FOLDERS.inbox]);
    await expect(mailbox.call(getMessage, read)).resolves.toBeDefined();
    expect(mailbox.bodyOf('PUT', '/updatemessage')).toEqual({ mode: 'markNotSpam', messageId: IDS });
  });

  it('does it to conversations, too', async () => {
    const mailbox = connectMailbox();
    await mailbox.call(updateMessages, { action: 'mark_unread', threadIds: IDS });

    expect((await mailbox.call(getMessage, read)).message.unread).toBe(true);
    expect(mailbox.asked()).toContain('PUT /updatethread');
  });

  it('moves nothing to a folder that is not there, which Zoho would answer with a breakdown', async () => {
    const mailbox = connectMailbox();

    await expect(
      mailbox.call(updateMessages, { action: 'move', folder: '2560636000000999999', messageIds: IDS }),
    ).rejects.toMatchObject({
      code: 'not_found',
      details: { sent: 'no' },
    });
    expect(mailbox.asked()).not.toContain('PUT /updatemessage');
  });

  it('cannot tell whether an id was known, and does not pretend to', async () => {
    expect(await connectMailbox().call(updateMessages, { action: 'mark_read', messageIds: ['404'] })).toEqual({
      action: 'mark_read',
      requested: 1,
      folderId: undefined,
    });
  });

  it.each([
    { action: 'mark_read' },
    { action: 'mark_read', messageIds: [] },
    { action: 'mark_read', messageIds: IDS, threadIds: IDS },
    { action: 'mark_read', messageIds: ['1', '1'] },
    { action: 'mark_read', messageIds: Array.from({ length: 51 }, (_, index) => String(index + 1)) },
    { action: 'move', messageIds: IDS },
    { action: 'mark_read', folder: 'Orders', messageIds: IDS },
    { action: 'set_flag', messageIds: IDS },
    { action: 'add_labels', messageIds: IDS },
    { action: 'trash', labelIds: [SUPPLIER], messageIds: IDS },
    { action: 'archive', threadIds: IDS },
    { action: 'delete', messageIds: IDS },
    { action: 'moveMessage', messageIds: IDS },
    { action: 'set_flag', flag: 'followup', messageIds: IDS },
  ])('refuses %j', (input) => {
    expect(updateMessages.input.safeParse(input).success).toBe(false);
  });
});

describe('deleting messages for good', () => {
  const trashed = ['1753000000000100002', '1753000000000100003', '1753000000000100004'];

  it('says for each what became of it', async () => {
    const mailbox = connectMailbox();
    const answer = await mailbox.call(deleteMessages, { folderId: FOLDERS.trash, messageIds: [trashed[0], '404'] });

    expect(answer).toEqual({ deleted: [trashed[0]], missing: ['404'] });
    await expect(mailbox.call(getMessage, { folderId: FOLDERS.trash, messageId: trashed[0] })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(mailbox.exchanged.some(({ request }) => request.url.endsWith('?expunge=true'))).toBe(true);
  });

  it('stops at a failure and names what is in doubt and what was not tried', async () => {
    const faults = new FaultSwitch();
    const mailbox = connectMailbox({ faults });
    faults.add([{ what: { kind: 'status', status: 503 }, isAfter: false, times: 1, match: trashed[1] }]);

    expect(await mailbox.call(deleteMessages, { folderId: FOLDERS.trash, messageIds: trashed })).toMatchObject({
      deleted: [trashed[0]],
      uncertain: trashed[1],
      untouched: [trashed[2]],
      notices: [expect.stringContaining('503')],
    });
  });

  it('that fails at the first is a failure of unknown fate', async () => {
    const faults = new FaultSwitch();
    const mailbox = connectMailbox({ faults });
    faults.add([{ what: { kind: 'reset' }, isAfter: true, times: 1, match: 'deleteMessage' }]);

    await expect(mailbox.call(deleteMessages, { folderId: FOLDERS.trash, messageIds: trashed })).rejects.toMatchObject({
      details: { sent: 'unknown' },
    });
  });
});

describe('folders and labels', () => {
  it('are made, renamed and deleted', async () => {
    const mailbox = connectMailbox();
    const folder = await mailbox.call(saveFolder, { kind: 'folder', name: 'Press', parentPath: '/Inbox' });
    const label = await mailbox.call(saveFolder, { kind: 'label', name: 'To refund', color: '#CC3300' });
    await mailbox.call(saveFolder, { kind: 'folder', id: folder.id, name: 'Newspapers' });
    await mailbox.call(saveFolder, { kind: 'label', id: label.id, name: 'Refunded' });
    const between = await mailbox.call(listMailbox, {});
    const gone = await mailbox.call(deleteFolder, { kind: 'folder', id: folder.id });
    await mailbox.call(deleteFolder, { kind: 'label', id: label.id });
    const after = await mailbox.call(listMailbox, {});

    expect([folder.created, label.created]).toEqual([true, true]);
    expect(between.folders.find(({ id }) => id === folder.id)?.path).toBe('/Inbox/Newspapers');
    expect(between.labels.find(({ id }) => id === label.id)).toEqual({
      id: label.id,
      name: 'Refunded',
      color: '#CC3300',
    });
    expect(gone.name).toBe('Newspapers');
    expect([...after.folders, ...after.labels].filter(({ id }) => id === folder.id || id === label.id)).toEqual([]);
  });

  it.each([FOLDERS.inbox, FOLDERS.sent, FOLDERS.trash])('of Zoho itself stay: %s', async (id) => {
    const mailbox = connectMailbox();

    await expect(mailbox.call(deleteFolder, { kind: 'folder', id })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { sent: 'no' },
    });
    expect(mailbox.asked().some((path) => path.startsWith('DELETE'))).toBe(false);
  });

  it.each([
    { kind: 'folder', name: 'a/b' },
    { kind: 'folder', name: 'a"b' },
    { kind: 'folder', name: ' ' },
    { kind: 'folder', name: 'x', color: '#000000' },
    { kind: 'folder', name: 'x', id: '1', parentPath: '/Inbox' },
    { kind: 'label', name: 'x', color: 'red' },
    { kind: 'label', name: 'x', parentPath: '/Inbox' },
    { kind: 'filter', name: 'x' },
  ])('refuse %j', (input) => {
    expect(saveFolder.input.safeParse(input).success).toBe(false);
  });
});
