import { createHash } from 'node:crypto';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallResult } from '../support/answer-checks.ts';
import { connectClient, REVISIONS, type Rest, type Revision, restOf } from '../support/platform-client.ts';
import {
  LAUNCHER,
  type PlatformProcess,
  platformEnvironment,
  runPlatform,
  type Settings,
  startPlatform,
  temporaryFolder,
} from '../support/platform-process.ts';

const READ = 'zoho_get_attachment';
/** The file that is in every emulated mailbox. */
const COLOURS = {
  folderId: '2560636000000008014',
  messageId: '1753000000000100001',
  fileId: '138000000000100001',
  whole: true,
};
const COLOURS_TEXT = 'name;hex\nbog;#3B4A2F\nheather;#7A5C8E\nbutter;#F2DFA7\n';
/** Larger than what is read at a time, and no text. */
const SCAN = Buffer.from(Array.from({ length: 600_001 }, (_, at) => (at * 31 + (at >> 8) * 7) & 0xff));
const PAGE = '<!DOCTYPE html><script>document.title = "got you"</script><p>Grüße</p>';

interface Linked {
  readonly file: { uri: string; name: string; mimeType: string; size: number; expiresAt: string };
}

let platform: PlatformProcess;
let rest: Rest;
/** Files of the platform's own key. */
let scan: Linked['file'];
let page: Linked['file'];
let pageLink: string | null;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always', RESULT_FILE_CHARACTERS: '700000' } });
  rest = restOf(platform, platform.key);
  const handles = [
    (await rest.call('zoho_upload_attachment', { fileName: 'Prüfung.pdf', base64: SCAN.toString('base64') })).json,
    (await rest.call('zoho_upload_attachment', { fileName: 'page.csv', text: PAGE })).json,
  ].map(({ handle }) => handle);
  const draft = { to: ['ana@example.com'], subject: 'Files', body: 'Here they are.', attachments: handles };
  const { id: messageId } = (await rest.call('zoho_save_draft', draft)).json;
  const place = { folderId: '2560636000000008010', messageId };
  const { files } = (await rest.call('zoho_get_message', { ...place, format: 'summary' })).json;
  const read = async (at: number) => rest.call(READ, { ...place, fileId: files[at].id, whole: true });
  scan = ((await read(0)).json as Linked).file;
  const answer = await read(1);
  page = (answer.json as Linked).file;
  pageLink = answer.headers.get('link');
});

afterAll(() => platform[Symbol.asyncDispose]());

/** The official client over the standard streams of `mcp-platform stdio`. */
async function connectStdio(settings: Settings, revision: Revision): Promise<Client & AsyncDisposable> {
  const client = new Client(
    { name: 'e2e', version: '1.0.0' },
    revision === '2026-07-28'
      ? { versionNegotiation: { mode: { pin: revision } } }
      : { supportedProtocolVersions: [revision] },
  );
  const env = { ...platformEnvironment(settings), MCP_PLATFORM_LAUNCHED: '1' } as Record<string, string>;
  const parts = { command: process.execPath, args: [LAUNCHER, 'stdio'], env };
  await client.connect(new StdioClientTransport({ ...parts, stderr: 'ignore' }));
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function expectFiles(client: Client): Promise<void> {
  const [blob] = (await client.readResource({ uri: scan.uri })).contents as { blob: string }[];
  const [text] = (await client.readResource({ uri: page.uri })).contents;
  const listed = (await client.listResources()).resources.find(({ uri }) => uri === scan.uri);

  expect(blob).toMatchObject({ uri: scan.uri, mimeType: 'application/octet-stream' });
  expect(digestOf(Buffer.from(blob?.blob ?? '', 'base64'))).toBe(digestOf(SCAN));
  expect(text).toMatchObject({ uri: page.uri, mimeType: 'text/html', text: PAGE });
  expect(listed).toMatchObject({ name: 'Prüfung.pdf', mimeType: 'application/octet-stream', size: SCAN.length });
}

describe.each(REVISIONS)('a file of an answer, for the official client at %s', (revision) => {
  it('is linked, and read over HTTP whole', async () => {
    await using client = await connectClient(platform, platform.key, revision);

    const { structuredContent, content } = (await client.callTool({ name: READ, arguments: COLOURS })) as CallResult;
    const { uri, mimeType, size } = (structuredContent as Linked).file;
    const { contents } = await client.readResource({ uri });

    expect(content).toMatchObject([
      { type: 'text' },
      { type: 'resource_link', uri, name: 'colours.csv', mimeType, size },
    ]);
    expect(contents).toMatchObject([{ uri, mimeType: 'text/csv', text: COLOURS_TEXT }]);
    await expectFiles(client);
  });

  it('is read over stdio whole, through the server that owns the folder', async () => {
    const settings = { DATA_DIR: platform.folder, MCP_PLATFORM_API_KEY: platform.key };
    await using client = await connectStdio(settings, revision);
    await expectFiles(client);
  });

  it('is nobody’s but its caller’s', async () => {
    await using stranger = await connectClient(platform, (await rest.newKey('admin')).key, revision);

    const { resources } = await stranger.listResources();

    expect(resources.filter(({ uri }) => uri.includes('/results/'))).toEqual([]);
    await expect(stranger.readResource({ uri: scan.uri })).rejects.toMatchObject({ code: -32602 });
  });
});

it('a file of an answer is linked as well by a call through the tool that calls others', async () => {
  await using client = await connectClient(platform, platform.key);

  const through = { name: 'call_read_tool', arguments: { name: READ, arguments: COLOURS } };
  const { structuredContent, content } = (await client.callTool(through)) as CallResult;

  expect(content[1]).toMatchObject({ type: 'resource_link', uri: (structuredContent as Linked).file.uri });
});

it('a file of an answer is linked and read over stdio without a server', async () => {
  using folder = temporaryFolder();
  const settings = { DATA_DIR: folder.path, MOCK_MODE: 'always' };
  const made = await runPlatform(['keys', 'create', '--name', 'own', '--role', 'operator', '--json'], { settings });
  const own = { ...settings, MCP_PLATFORM_API_KEY: JSON.parse(made.stdout).key };
  await using client = await connectStdio(own, '2026-07-28');

  const { content } = (await client.callTool({ name: READ, arguments: COLOURS })) as CallResult;
  const { uri } = content[1] as { uri: string };

  expect((await client.readResource({ uri })).contents).toMatchObject([{ mimeType: 'text/csv', text: COLOURS_TEXT }]);
});

describe('a file of an answer, over REST', () => {
  const pathOf = (uri: string) => uri.replace('mcp-platform://', '/api/v1/');
  const fetchFile = (uri: string, key = platform.key) =>
    fetch(platform.url + pathOf(uri), { headers: { authorization: `Bearer ${key}` } });

  it('comes as its bytes, to be saved under its name', async () => {
    const answer = await fetchFile(scan.uri);

    expect(digestOf(new Uint8Array(await answer.arrayBuffer()))).toBe(digestOf(SCAN));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(SCAN.length),
      'content-disposition': `attachment; filename="Pr_fung.pdf"; filename*=UTF-8''Pr%C3%BCfung.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });

  it('is never a page, whatever it is called', async () => {
    const answer = await fetchFile(page.uri);

    expect(await answer.text()).toBe(PAGE);
    expect(page.mimeType).toBe('text/html');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="page.csv"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  });

  it('is named in the Link header', () => {
    expect(pageLink).toBe(`<${pathOf(page.uri)}>; rel="enclosure"`);
  });

  it('is nobody’s but its caller’s, and no other address is its', async () => {
    const stranger = (await rest.newKey('admin')).key;
    const answers = await Promise.all([
      fetchFile(scan.uri, stranger),
      fetch(platform.url + pathOf(scan.uri)),
      fetchFile(scan.uri.replace('/file', '/pages/1')),
      fetchFile('mcp-platform://results/01999999-0000-7000-8000-000000000000/file'),
      fetchFile('mcp-platform://results/nothing/file'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 401, 404, 404, 404]);
  });

  it('does not come to who may not see who a person is', async () => {
    const analyst = restOf(platform, (await rest.newKey('analyst')).key);
    const { json } = await analyst.call(READ, COLOURS);
    expect(json).toMatchObject({ text: '[masked]', source: { personalData: 'masked' } });
    expect(json).not.toHaveProperty('file');
  });
});
