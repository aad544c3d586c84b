import { PassThrough } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';

/** The official client's end of a pair of streams, and the server's end of the same pair. */
export interface LinePipe {
  readonly transport: Transport;
  readonly input: PassThrough;
  readonly output: PassThrough;
  /** Lines that the server has written. */
  readonly written: readonly string[];
  /** Writes text as it is. */
  send(text: string): void;
  /** The response with the id, once it is there. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  answer(id: string | number): Promise<any>;
}

export function createLinePipe(): LinePipe {
  const input = new PassThrough();
  const output = new PassThrough();
  const written: string[] = [];
  const watchers = new Set<() => void>();
  let rest = '';
  const transport: Transport = {
    async start() {},
    async send(message: JSONRPCMessage) {
      input.write(`${JSON.stringify(message)}\n`);
    },
    async close() {
      input.end();
      transport.onclose?.();
    },
  };
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) {
      written.push(line);
      transport.onmessage?.(JSON.parse(line));
    }
    for (const watcher of watchers) watcher();
  });
  return {
    transport,
    input,
    output,
    written,
    send: (text) => void input.write(text),
    answer: (id) =>
      new Promise((resolve) => {
        const look = () => {
          const found = written.map((line) => JSON.parse(line)).find((message) => message.id === id);
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
  };
}
