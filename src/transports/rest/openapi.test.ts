import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRestPlatform, VIEWER_KEY } from '../../../test/support/rest-platform.ts';
import { Components } from './openapi-components.ts';

type Platform = Awaited<ReturnType<typeof openRestPlatform>>;
interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

async function documentFor(platform: Platform, key?: string): Promise<Document> {
  const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
  return (await (await fetch(`${platform.url}/openapi.json`, { headers })).json()) as Document;
}

describe('the OpenAPI document', () => {
  it('names no tool and no action to those who have not signed in', async () => {
    await using platform = await openRestPlatform();
    const text = JSON.stringify(await documentFor(platform));
    expect(text).not.toContain('shop_');
    expect(text).not.toContain('keys.revoke');
    expect(text).not.toContain('shop/default');
  });

  it('names no part under which there is nothing to show', async () => {
    await using platform = await openRestPlatform();
    const partsFor = async (key?: string) => (await documentFor(platform, key)).tags.map(({ name }) => name);

    expect(await partsFor()).toEqual(['Tools', 'Connections', 'Platform']);
    expect(await partsFor(ADMIN_KEY)).toEqual(['Tools', 'Connections', 'Administration', 'Platform']);
  });

  it('shows a key the tools and actions that it may use, each with its own schemas', async () => {
    await using platform = await openRestPlatform();
    const viewer = await documentFor(platform, VIEWER_KEY);
    expect(Object.keys(viewer.paths)).toContain('/api/v1/tools/shop_list_items/call');
    expect(JSON.stringify(viewer)).not.toMatch(/shop_update_item|keys\.revoke|metrics/);
    const admin = await documentFor(platform, ADMIN_KEY);
    expect(Object.keys(admin.paths)).toEqual(expect.arrayContaining(['/api/v1/admin/keys.revoke', '/metrics']));
    expect(admin.paths['/api/v1/tools/shop_update_item/call']?.post).toMatchObject({
      operationId: 'shop_update_item',
      requestBody: { content: { 'application/json': { schema: { properties: { limit: { type: 'number' } } } } } },
    });
  });

  it('refuses a wrong key instead of answering as to nobody', async () => {
    await using platform = await openRestPlatform();
    const answer = await fetch(`${platform.url}/openapi.json`, { headers: { 'x-api-key': 'mcpk_wrong' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('is of version 3.1, holds every documented route once, and no pointer of it misses', async () => {
    await using platform = await openRestPlatform();
    const document = await documentFor(platform, ADMIN_KEY);
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, documentation } of platform.routes) {
      expect(document.paths[path] !== undefined).toBe(documentation !== undefined);
    }
    const pointers = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
    for (const [, pointer = ''] of pointers) {
      const target = pointer
        .split('/')
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
      expect(target, pointer).toBeDefined();
    }
  });
});

describe('schemas that point into themselves', () => {
  it('keep meaning the same inside a document', () => {
    const components = new Components({});
    const placed = components.place('t.answer', {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { first: { $ref: '#/$defs/Row' }, again: { $ref: '#' } },
      $defs: { Row: { type: 'array', items: { $ref: '#/$defs/Row' } } },
    });
    expect(placed).toEqual({ $ref: '#/components/schemas/t.answer' });
    expect(components.schemas()).toEqual({
      't.answer': {
        type: 'object',
        properties: {
          first: { $ref: '#/components/schemas/t.answer.Row' },
          again: { $ref: '#/components/schemas/t.answer' },
        },
      },
      't.answer.Row': { type: 'array', items: { $ref: '#/components/schemas/t.answer.Row' } },
    });
  });
});

describe('the documentation page', () => {
  it('and its files are served, under a policy that lets nothing run that is not ours', async () => {
    await using platform = await openRestPlatform();
    for (const { path } of platform.routes.filter((route) => route.path.startsWith('/docs'))) {
      const answer = await fetch(platform.url + path);
      expect(answer.status, path).toBe(200);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
  });

  it('has no script or style in it, and names only files that are served', async () => {
    await using platform = await openRestPlatform();
    const html = await (await fetch(`${platform.url}/docs`)).text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(
        platform.routes.some(({ path }) => path === `/${address}`),
        address,
      ).toBe(true);
    }
  });
});
