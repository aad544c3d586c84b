import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parityOf, parityReference } from '../../scripts/reference/parity.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { PLATFORM_TOOLS } from '../../src/gateway/platform-tools/platform-connector.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NAMES = [...CONNECTORS.flatMap(({ tools }) => tools), ...PLATFORM_TOOLS].map(({ name }) => name);

describe.each(CONNECTORS)('the parity of $id', (connector) => {
  it('names tools that exist, or says why there is none, and each of theirs once', async () => {
    const rows = await parityOf(ROOT, connector);
    const tools = rows.map(({ server, tool }) => `${server} ${tool}`);

    expect(rows.flatMap(({ ours = [] }) => ours).filter((name) => !NAMES.includes(name))).toEqual([]);
    expect(rows.filter(({ ours }) => ours?.length === 0)).toEqual([]);
    expect(rows.filter(({ ours, whyNot }) => (ours === undefined) === (whyNot === undefined))).toEqual([]);
    expect(new Set(tools).size).toBe(tools.length);
  });
});

it('the page of parity says so where nothing has been compared', async () => {
  expect(await parityReference(ROOT, [])).toContain('Nothing has been compared yet.');
});

it('the page of parity tells what is left out of a vendor’s own, with the reason', async () => {
  const page = await parityReference(ROOT, CONNECTORS);

  expect(page).toMatch(
    /Left out on purpose:[\s\S]*\| Processing a return \(`returnProcess`\) \| One mutation restocks/,
  );
});
