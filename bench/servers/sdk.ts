// Baseline (b): the official SDK's hello-world server as its own documentation builds it: one tool, no governance.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'hello', version: '1.0.0' });
  server.registerTool(
    'hello',
    {
      description: 'Says hello',
      inputSchema: z.object({ name: z.string() }),
      outputSchema: z.object({ text: z.string() }),
    },
    async ({ name }) => {
      const answer = { text: `Hello, ${name}` };
      return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };
    },
  );
  return server;
});

const server = createServer(toNodeHandler(handler));
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(server.address() as { port: number }).port}\n`));
