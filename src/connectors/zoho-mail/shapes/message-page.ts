import { z } from 'zod';
import { type Page, toPage, toPosition } from '../input/paging.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { MessageSummary, type Summary, toSummary, ZohoMessage } from './message.ts';

/** The output of what lists messages. */
export const MessageList = z.array(MessageSummary).describe('The messages.');

/** What of a list is asked for. */
interface Wanted {
  readonly limit: number;
  readonly cursor?: string;
}

/** Asks for one page of a list or a search. Zoho answers nothing at all to say that there is none. */
export async function messagePage(
  upstream: ZohoUpstream,
  path: '/messages/view' | '/messages/search',
  query: Readonly<Record<string, string | number | boolean | undefined>>,
  { limit, cursor }: Wanted,
): Promise<Page<Summary>> {
  const position = toPosition(cursor);
  const asked = { ...query, start: position.start, limit, includeto: true };
  const came = (await upstream.ask(path, z.array(ZohoMessage).nullish(), asked)) ?? [];
  return toPage(came.map(toSummary), position, limit);
}
