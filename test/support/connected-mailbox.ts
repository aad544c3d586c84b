import { zohoMail } from '../../src/connectors/zoho-mail/connector.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/zoho-mail/emulator/emulator.ts';
import type { ZohoUpstream } from '../../src/connectors/zoho-mail/protocol/upstream.ts';
import { createChannel } from '../../src/gateway/channel.ts';
import type { Connection } from '../../src/kernel/connection.ts';
import type { AnswerFile, Tool } from '../../src/kernel/tool.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';
import { signed } from '../../src/outbound/signer.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** A request that was sent to the mailbox, and what came back. Sign-ins are left out. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly reply: WireReply;
}

export interface MailboxOptions extends Partial<EmulatorOptions> {
  readonly clock?: FakeClock;
  /** Further settings of the connection. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Opens an emulated mailbox of the 22nd of November 2026, noon in UTC, and the connector's real, signed way to it. */
export function connectMailbox({ settings = {}, ...options }: MailboxOptions = {}) {
  const clock = options.clock ?? createFakeClock();
  const emulator = openEmulator({ requestsPerMinute: 1_000, ...options, clock });
  const values: Readonly<Record<string, string>> = { ...emulator.credentials, ...settings };
  const configured = zohoMail.configure({ value: (name) => values[name], has: (name) => name in values });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const { target } = configured;
  const connection: Connection = {
    id: 'zoho-mail/default',
    name: 'default',
    connector: zohoMail,
    state: { on: true, mode: 'mock', target },
    credentialVersion: 1,
  };
  const exchanged: Exchanged[] = [];
  const files: AnswerFile[] = [];
  const noted: Wire = async (request, signal) => {
    const reply = await emulator.wire(request, signal);
    if (request.url.startsWith(target.origin)) exchanged.push({ request, reply });
    return reply;
  };
  const wire = signed(noted, target.authentication, (name) => values[name], { clock, origins: [target.origin] });
  const { signal } = new AbortController();
  const upstream = (): ZohoUpstream =>
    zohoMail.upstream(
      createChannel({ connection, wire, signal, onQuota() {}, onUsedUp() {}, onNote() {}, now: () => clock.now() }),
      target,
    );
  return {
    clock,
    emulator,
    connection,
    wire,
    exchanged,
    /** Files that tools answered with. */
    files,
    upstream,
    /** `GET /messages/view`, `POST /messages`: what was asked below the account, without queries. */
    asked: () => exchanged.map(({ request }) => `${request.method} ${pathBelowAccount(request.url)}`),
    /** The JSON that the last request of this method and path carried. */
    bodyOf(method: string, path: string): Record<string, unknown> {
      const found = exchanged.findLast(
        ({ request }) => request.method === method && pathBelowAccount(request.url) === path,
      );
      return JSON.parse(String(found?.request.body ?? 'null'));
    },
    /** Parses the input as `validate` does, runs the tool, and checks the answer against the tool's output schema. */
    async call<In, Out extends object>(
      tool: Tool<In, Out, ZohoUpstream>,
      input: Record<string, unknown>,
    ): Promise<Out> {
      const output = await tool.run(tool.input.parse(input), upstream(), {
        signal,
        now: () => clock.now(),
        atFirst: (read) => read(),
        answerWith: (file) => files.push(file),
      });
      return tool.output.parse(output);
    },
  };
}

export type ConnectedMailbox = ReturnType<typeof connectMailbox>;

function pathBelowAccount(url: string): string {
  return new URL(url).pathname.replace(/^\/api\/accounts\/[0-9]+/, '') || '/';
}

/** Folders of the emulated mailbox. */
export const FOLDERS = {
  inbox: '2560636000000008014',
  drafts: '2560636000000008010',
  sent: '2560636000000008018',
  trash: '2560636000000008016',
  outbox: '2560636000000008020',
  orders: '2560636000000008021',
} as const;

/** A message that is in every emulated mailbox: an agency's, with a file. */
export const KEEPSAKE = { folderId: FOLDERS.inbox, messageId: '1753000000000100001' } as const;
