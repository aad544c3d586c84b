import { defineConnector } from '../define.ts';
import { configure } from './configure.ts';
import { probeMailbox } from './probe.ts';
import { AccountMemory } from './protocol/accounts.ts';
import { classify } from './protocol/classify.ts';
import { ZohoUpstream } from './protocol/upstream.ts';
import { ZOHO_SETTINGS } from './settings.ts';
import { deleteFolder } from './tools/delete-folder.ts';
import { deleteMessages } from './tools/delete-messages.ts';
import { findSent } from './tools/find-sent.ts';
import { getAttachment } from './tools/get-attachment.ts';
import { getMessage } from './tools/get-message.ts';
import { getThread } from './tools/get-thread.ts';
import { listMailbox } from './tools/list-mailbox.ts';
import { listMessages } from './tools/list-messages.ts';
import { saveDraft } from './tools/save-draft.ts';
import { saveFolder } from './tools/save-folder.ts';
import { searchMessages } from './tools/search-messages.ts';
import { sendMessage } from './tools/send-message.ts';
import { updateMessages } from './tools/update-messages.ts';
import { uploadAttachment } from './tools/upload-attachment.ts';

const accounts = new AccountMemory();

/** Zoho Mail, over its REST API (https://www.zoho.com/mail/help/api/). */
export const zohoMail = defineConnector<ZohoUpstream>({
  id: 'zoho-mail',
  title: 'Zoho Mail',
  description: 'The shop’s mailbox: customers’ mail, drafts and sent mail, folders and labels.',
  version: 1,
  toolPrefix: 'zoho_',
  settings: ZOHO_SETTINGS,
  configure,
  // Zoho locks an account that passes 30 requests a minute; a margin is kept for people at their mail.
  quota: { unit: 'requests', available: 25, maximum: 25, restorePerSecond: 25 / 60 },
  concurrency: 4,
  classify,
  upstream: (channel, target) => new ZohoUpstream(channel, target, accounts),
  probe: probeMailbox,
  tools: [
    listMailbox,
    listMessages,
    searchMessages,
    getMessage,
    getThread,
    getAttachment,
    findSent,
    saveDraft,
    sendMessage,
    uploadAttachment,
    updateMessages,
    deleteMessages,
    saveFolder,
    deleteFolder,
  ],
});
