// The vendor of the live scenario: answers every request at once with the bytes that the Shopify emulator gave to the
// first one of its operation, over HTTPS on loopback (HTTP/2 and HTTP/1.1).
// argv: file for the authority's certificate.
import { writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { openEmulator } from '../../src/connectors/shopify/emulator/emulator.ts';
import { systemClock } from '../../src/kernel/clock.ts';

const caFile = process.argv[2] as string;
const emulator = openEmulator({ clock: systemClock, bucket: { maximumAvailable: 1e9, restoreRate: 1e9 } });
const authority = createCertificateAuthority();
const { cert, key } = authority.issue(['127.0.0.1']);
writeFileSync(caFile, authority.caPem);

const prepared = new Map<string, { headers: Record<string, string>; body: Buffer }>();
const OPERATION = /"query":"\s*(?:query|mutation) (\w+)/;

async function answerTo(path: string, headers: Record<string, string>, body: string) {
  const operation = OPERATION.exec(body)?.[1] ?? path;
  const known = prepared.get(operation);
  if (known) return known;
  const reply = await emulator.wire({ method: 'POST', url: emulator.origin + path, headers, body });
  if (reply.status !== 200) throw new Error(`The emulator answered ${reply.status}: ${reply.body}`);
  const answer = { headers: { 'content-type': 'application/json' }, body: Buffer.from(reply.body) };
  if (operation !== path) prepared.set(operation, answer);
  return answer;
}

const server = createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { headers, body } = await answerTo(
      request.url,
      request.headers as Record<string, string>,
      Buffer.concat(chunks).toString(),
    );
    response.writeHead(200, { ...headers, 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`credentials ${JSON.stringify(emulator.credentials)}\n`);
  process.stdout.write(`ready ${(server.address() as { port: number }).port}\n`);
});
