/** What one tool of another server is here. */
interface ParityRow {
  readonly server: string;
  readonly tool: string;
  /** Our tools that do its job; exactly one of this and `whyNot`. */
  readonly ours?: string[];
  readonly whyNot?: string;
}

const NOT_MAIL = 'another product of Zoho, or a part of Zoho Mail that is not mail';
const SIGN_IN = 'signing in is the operator’s, by settings';
const BY_GRANT = 'roles, grants and the operator’s actions decide, outside of tools';

/** Several tools of one server that are done, or not done, in the same way. */
type Group = readonly [tools: string, here: readonly string[] | string];

/** Where each list was read stands above it. Tools of one line are told apart by white space. */
// biome-ignore format: a table is read in columns
const SERVERS: Readonly<Record<string, readonly Group[]>> = {
  // `src/zoho_mcp/server.py`, as stored on 2026-11-22
  'plecos/zoho-mcp': [
    ['authenticate', SIGN_IN],
    ['search_emails', ['zoho_search_messages']],
    ['list_emails', ['zoho_list_messages']],
    ['get_email get_email_source list_attachments', ['zoho_get_message']],
    ['get_attachment', ['zoho_get_attachment']],
    ['list_folders list_labels', ['zoho_list_mailbox']],
    ['list_signatures', 'signatures are added by people who send; a draft is theirs to finish'],
    ['create_draft reply_draft forward_draft', ['zoho_save_draft']],
    ['send_email', ['zoho_send_message']],
    ['mark_as_read mark_as_unread move_email add_label remove_label', ['zoho_update_messages']],
    ['list_events get_event list_calendars get_freebusy create_event update_event delete_event list_branches list_resources list_tasks create_task get_task list_notes create_note get_note list_bookmarks create_bookmark get_bookmark list_groups search_contacts get_contact count_contacts', NOT_MAIL],
    ['check_for_updates', 'the platform asks nobody about itself'],
  ],
  // `manifest.json` of version 0.3.2, commit f2e433d
  'AlCoder67/zoho-mcp': [
    ['authenticate', SIGN_IN],
    ['search_emails', ['zoho_search_messages']],
    ['list_emails', ['zoho_list_messages']],
    ['get_email get_email_source list_attachments', ['zoho_get_message']],
    ['get_attachment', ['zoho_get_attachment']],
    ['list_folders list_labels', ['zoho_list_mailbox']],
    ['list_signatures', 'signatures are added by people who send; a draft is theirs to finish'],
    ['create_draft reply_draft forward_draft', ['zoho_save_draft']],
    ['send_email', ['zoho_send_message']],
    ['mark_as_read mark_as_unread move_email add_label remove_label', ['zoho_update_messages']],
    ['list_events get_event list_calendars get_freebusy create_event update_event delete_event list_branches list_resources list_tasks create_task get_task list_notes create_note get_note list_bookmarks create_bookmark get_bookmark list_groups search_contacts get_contact count_contacts', NOT_MAIL],
    ['check_for_updates', 'the platform asks nobody about itself'],
    ['server_build_info', 'the version is in health and in the MCP handshake'],
  ],
  // the tables of `README.md`, commit 2e33680
  'veluralabs/zoho-mail-mcp': [
    ['zoho_get_accounts zoho_get_account zoho_list_folders zoho_get_folder', ['zoho_list_mailbox']],
    ['zoho_list_emails', ['zoho_list_messages', 'zoho_get_thread']],
    ['zoho_search_emails', ['zoho_search_messages']],
    ['zoho_get_email_content zoho_get_email_metadata zoho_get_email_headers zoho_get_original_message zoho_get_attachment_info', ['zoho_get_message']],
    ['zoho_download_attachment', ['zoho_get_attachment']],
    ['zoho_download_inline_image', 'pictures within a mail are named by their alternative text; the whole source holds them'],
    ['zoho_send_email zoho_reply_to_email', ['zoho_send_message']],
    ['zoho_save_draft', ['zoho_save_draft']],
    ['zoho_upload_attachment', ['zoho_upload_attachment']],
    ['zoho_mark_emails_read zoho_mark_emails_unread zoho_move_emails zoho_flag_emails zoho_remove_all_labels_from_emails zoho_archive_emails zoho_mark_emails_spam zoho_mark_emails_not_spam zoho_flag_threads zoho_move_threads zoho_remove_all_labels_from_threads zoho_mark_threads_read zoho_mark_threads_unread zoho_mark_threads_spam zoho_mark_threads_not_spam', ['zoho_update_messages']],
    ['zoho_delete_email', ['zoho_update_messages', 'zoho_delete_messages']],
  ],
  // section 5 of its design of 2026-10-03, commit a25c2a4, and `worker/src/tools/organise.ts`, commit 5c47d87
  'Raoof128/zoho-mail-mcp': [
    ['list_accounts list_labels list_folders', ['zoho_list_mailbox']],
    ['get_policy open_policy_editor list_pending execute_pending cancel_pending', BY_GRANT],
    ['connect_account', SIGN_IN],
    ['search_messages', ['zoho_search_messages']],
    ['search_threads', ['zoho_search_messages', 'zoho_get_thread']],
    ['get_thread', ['zoho_get_thread']],
    ['get_message get_draft', ['zoho_get_message']],
    ['list_drafts', ['zoho_list_messages']],
    ['download_attachment', ['zoho_get_attachment']],
    ['create_draft update_draft', ['zoho_save_draft']],
    ['send_draft', 'Zoho has no such call; a person sends a draft in Zoho Mail, or zoho_send_message sends a mail'],
    ['send_message reply forward', ['zoho_send_message']],
    ['label_message unlabel_message label_thread unlabel_thread update_message_labels apply_sensitive_message_label apply_sensitive_thread_label move_message move_thread archive_message unarchive_message flag_message mark_read mark_unread trash_message trash_thread untrash_message untrash_thread mark_message_spam mark_thread_spam unmark_message_spam unmark_thread_spam', ['zoho_update_messages']],
    ['archive_thread unarchive_thread', ['zoho_get_thread', 'zoho_update_messages']],
    ['create_label update_label', ['zoho_save_folder']],
    ['delete_label', ['zoho_delete_folder']],
  ],
  // `README.md`, commit 11776b6
  'FujiwaraChoki/zoho-mail-mcp': [
    ['list_folders', ['zoho_list_mailbox']],
    ['list_emails', ['zoho_list_messages']],
    ['read_email', ['zoho_get_message']],
    ['search_emails', ['zoho_search_messages']],
    ['send_email reply_email', ['zoho_send_message']],
    ['delete_email', ['zoho_update_messages', 'zoho_delete_messages']],
  ],
};

/** What tools of other servers for Zoho Mail do, and which of ours does it. */
export const PARITY: ParityRow[] = Object.entries(SERVERS).flatMap(([server, groups]) =>
  groups.flatMap(([tools, here]) =>
    tools.split(' ').map((tool) => ({
      server,
      tool,
      ...(typeof here === 'string' ? { whyNot: here } : { ours: [...here] }),
    })),
  ),
);
