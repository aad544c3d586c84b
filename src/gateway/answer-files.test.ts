import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { expectToObey } from '../../test/support/answer-checks.ts';
import { from, openTestGateway, type TestGatewayOptions } from '../../test/support/test-gateway.ts';
import { defineTool } from '../connectors/define.ts';
import type { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { FileResource } from './gateway.ts';
import { openGateway } from './open-gateway.ts';

const READ = 'acme_get_scan';
const TTL_MS = 3_600_000;

const scanTool = (file: 'plain' | 'personal' | 'none') =>
  defineTool({
    name: READ,
    title: 'Get a scan',
    description: 'Gets a scan.',
    effect: 'read',
    permission: 'acme.rows.read',
    cacheTtlMs: 0,
    ...(file !== 'none' && { file }),
    input: z.object({
      bytes: z.number().int().default(100).describe('How large'),
      note: z.string().default('').describe('Said of it'),
    }),
    output: z.object({ note: z.string() }),
    scopes: [],
    examples: [{ title: 'A scan', input: {} }],
    async run({ bytes, note }, _upstream: unknown, { answerWith }) {
      if (bytes > 0) answerWith({ name: 'scan of Ada.pdf', bytes: Buffer.from(`%PDF-1.7${'x'.repeat(bytes - 8)}`) });
      return { note };
    },
  });

/** A platform with a connector whose tool answers with files. */
async function setUp(file: 'plain' | 'personal' | 'none' = 'personal', options: TestGatewayOptions = {}) {
  const connector = { ...acme, tools: [scanTool(file)] };
  const connections = ['default', 'second'].map((name) => ({ ...acmeConnection(name), connector }));
  const platform = await openTestGateway({ connectors: [connector], connections, ...options });
  const operator = platform.principal('operator', {}, 'me');
  const ask = (input: object = {}, who: Principal = operator) =>
    platform.gateway.call(platform.request(who, READ, { connection: 'second', ...input }));
  const read = (uri: string, who: Principal = operator, gateway = platform.gateway) =>
    gateway.readResource(from(who), uri).then(
      async (content) => (await buffer((content as FileResource).file.pages())).length,
      ({ code }: PlatformError) => code,
    );
  return Object.assign(platform, { operator, ask, read });
}

describe('an answer with a file', () => {
  it('says where the file is and what it is, and obeys its published schema', async () => {
    await using platform = await setUp();

    const { rendered } = await platform.ask({ note: 'a scan' });

    const answer = JSON.parse(rendered.json);
    expect(answer).toMatchObject({
      note: 'a scan',
      file: {
        uri: expect.stringMatching(/^mcp-platform:\/\/results\/[0-9a-f-]{36}\/file$/),
        name: 'scan of Ada.pdf',
        mimeType: 'application/pdf',
        size: 100,
        expiresAt: '2026-11-22T13:00:00.000Z',
      },
      source: { connection: 'second' },
    });
    const [listing] = platform.gateway.catalog(platform.operator).tools.filter(({ tool }) => tool.name === READ);
    expectToObey(listing?.outputSchema, answer);
    expect(rendered.pieces.join('')).toBe(rendered.json);
    expect(await platform.read(answer.file.uri)).toBe(100);
  });

  it('says nothing of a file where there is none', async () => {
    await using platform = await setUp();
    const { rendered } = await platform.ask({ bytes: 0 });
    expect(JSON.parse(rendered.json)).not.toHaveProperty('file');
    expect(rendered.file).toBeUndefined();
  });

  it('is fetched and kept for each caller alone', async () => {
    await using platform = await setUp();
    const [one, other] = [await platform.ask(), await platform.ask()];
    const stranger = platform.principal('admin');

    expect(one.rendered.file?.uri).not.toBe(other.rendered.file?.uri);
    expect(await platform.read(one.rendered.file?.uri as string, stranger)).toBe('not_found');
    expect(await platform.gateway.resources(from(stranger))).toEqual([]);
  });

  it('is a listed resource with its name, type and size', async () => {
    await using platform = await setUp();
    const { rendered } = await platform.ask();

    expect(await platform.gateway.resources(from(platform.operator))).toEqual([
      {
        uri: rendered.file?.uri,
        name: 'scan of Ada.pdf',
        title: 'File of acme_get_scan',
        description: expect.stringMatching(/^A file of acme\/second, .* 2026-11-22T13:00:00\.000Z\.$/),
        mimeType: 'application/pdf',
        size: 100,
      },
    ]);
  });

  it('comes without the file for who may not see who a person is', async () => {
    const fileFor = async (file: 'plain' | 'personal') => {
      await using platform = await setUp(file);
      return (await platform.ask({ note: 'a scan' }, platform.principal('analyst'))).rendered;
    };

    const [plain, personal] = [await fileFor('plain'), await fileFor('personal')];

    expect(plain.file?.bytes).toBe(100);
    expect(personal.file).toBeUndefined();
    expect(JSON.parse(personal.json)).toMatchObject({ note: 'a scan' });
  });

  it('is refused, and no file kept, when it is too long without it', async () => {
    await using platform = await setUp('personal', { answerCharacters: 1_000 });

    await expect(platform.ask({ note: 'x'.repeat(900) })).rejects.toMatchObject({ code: 'upstream_rejected' });
    expect(await platform.gateway.resources(from(platform.operator))).toEqual([]);
  });

  it('is refused when the file is larger than a result may be, and says so', async () => {
    await using platform = await setUp();
    await expect(platform.ask({ bytes: 5_000_001 })).rejects.toThrow(/5000001 bytes, .* 5000000; .* RESULT_FILE/);
  });

  it('is a fault of the tool where it declares none', async () => {
    await using platform = await setUp('none');
    await expect(platform.ask()).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('a file', () => {
  it.each([
    ['the connection', { connections: ['acme/default'] }],
    ['the tool', { tools: ['acme_list_rows'] }],
  ])('is out of reach for its owner once %s is', async (_, limits) => {
    await using platform = await setUp();
    const { rendered } = await platform.ask();
    const limited = platform.principal('operator', limits, 'me');

    expect(await platform.read(rendered.file?.uri as string, limited)).toBe('not_found');
    expect(await platform.gateway.resources(from(limited))).toEqual([]);
  });

  it('that may tell of a person is out of reach once its owner may not be told of persons', async () => {
    const readAsAnalyst = async (file: 'plain' | 'personal') => {
      await using platform = await setUp(file);
      const { rendered } = await platform.ask();
      return await platform.read(rendered.file?.uri as string, platform.principal('analyst', {}, 'me'));
    };

    expect([await readAsAnalyst('plain'), await readAsAnalyst('personal')]).toEqual([100, 'not_found']);
  });

  it('is gone when it expires, and outlives a restart', async () => {
    await using platform = await setUp();
    const uri = (await platform.ask()).rendered.file?.uri as string;

    expect(await platform.read(uri, platform.operator, openGateway(platform.parts))).toBe(100);
    await platform.clock.advance(TTL_MS);

    expect(await platform.read(uri)).toBe('not_found');
  });

  it('is paid for and recorded when it is read', async () => {
    await using platform = await setUp('personal', { rate: { callsPerMinute: 60, burst: 2 } });
    const uri = (await platform.ask()).rendered.file?.uri as string;

    expect([await platform.read(uri), await platform.read(uri)]).toEqual([100, 'rate_limited']);
    await platform.trail.flush();
    const rows = (await platform.audits.find({ limit: 20 })).filter(({ kind }) => kind === 'resource');
    expect(rows.map(({ principalId, subject, outcome }) => [principalId, subject, outcome])).toContainEqual([
      'me',
      'resources/read',
      'ok',
    ]);
  });
});

describe('a tool with files', () => {
  const declare = (more: object) => () => defineTool({ ...scanTool('plain'), ...more } as never);

  it('is a read that is not cached and pages nothing', () => {
    expect(declare({})).not.toThrow();
    expect(declare({ effect: 'write', cacheTtlMs: undefined })).toThrow(/only a read/);
    expect(declare({ cacheTtlMs: 1_000 })).toThrow(/cacheTtlMs: 0/);
    expect(declare({ cacheTtlMs: undefined })).toThrow(/cacheTtlMs: 0/);
    expect(declare({ output: z.object({ rows: z.array(z.string()) }), list: 'rows' })).toThrow(/not both/);
    expect(declare({ output: z.object({ file: z.string() }) })).toThrow(/the platform adds/);
  });
});
