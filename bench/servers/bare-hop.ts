// Baseline (c): a bare node:http server that makes one undici.Pool hop to the vendor double and answers with what came back.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Pool } from 'undici';

const [origin, caFile, path, bodyFile] = process.argv.slice(2) as [string, string, string, string];
const body = readFileSync(bodyFile);
const pool = new Pool(origin, {
  connections: 200,
  allowH2: true,
  keepAliveTimeout: 60_000,
  connect: { ca: readFileSync(caFile, 'utf8') },
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    Buffer.concat(chunks);
    const reply = await pool.request({ path, method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const text = await reply.body.text();
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      .end(text);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${(server.address() as { port: number }).port}\n`));
