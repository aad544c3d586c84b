import { writeFileSync } from 'node:fs';
import { compare, type Figure } from '../figures.ts';
import { runLoad } from '../load.ts';
import { measureInTurn } from '../measure.ts';
import { assertOk, assertStatus, mcpRequest } from '../requests.ts';
import { readyLine, ServerProcess } from '../server-process.ts';
import type { Workplace } from '../workplace.ts';

const TOOLS = 150;
const CALLS = 4_000;

/** `tools/list` of 150 tools, against a bare server that sends the same bytes. */
export async function toolsList(workplace: Workplace): Promise<Figure[]> {
  const { file, rounds, tell } = workplace;
  const calls = workplace.calls(CALLS);
  await using many = await ServerProcess.start(
    `${TOOLS} tools`,
    ['bench/servers/many-tools.ts', String(TOOLS)],
    readyLine,
  );
  const list = mcpRequest(/^key (\S+)$/m.exec(many.printed)?.[1] ?? '', 'tools/list', {}, { path: '/mcp/all' });
  let answer = '';
  const see = (status: number, body: string) => {
    assertOk(status, body);
    answer = body;
  };
  await runLoad({ port: many.port, connections: 1, calls: 1, request: () => list, check: see });
  const listed = (JSON.parse(answer) as { result: { tools: unknown[] } }).result.tools.length;
  // The platform's own tools come on top.
  if (listed < TOOLS) throw new Error(`The server lists ${listed} tools.`);
  writeFileSync(file('list.json'), answer);
  await using bare = await ServerProcess.start('bare', ['bench/servers/bare.ts', file('list.json')], readyLine);
  const results = await measureInTurn(
    {
      list: { server: many, calls, load: { request: () => list, check: assertOk } },
      bare: { server: bare, calls, load: { request: () => list, check: assertStatus } },
    },
    rounds,
    tell,
  );
  return [
    { name: `bytes of tools/list with ${listed} tools`, value: Buffer.byteLength(answer), unit: 'bytes' },
    ...compare(`tools/list, ${listed} tools`, results.list, '(a) bare node:http', results.bare, 3),
  ];
}
