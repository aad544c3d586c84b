import { createServer } from 'node:net';
import type { DoctorCheck, Finding } from './check.ts';

/** The server that owns the data folder, where there is one. */
export interface RunningServer {
  readonly pid: number;
  /** Its address, `http://127.0.0.1:8003`. */
  readonly url: string;
}

// biome-ignore format: a table is read in columns
const REFUSALS: Readonly<Record<string, readonly [summary: string, advice: string]>> = {
  EADDRINUSE:    ['another program has it',              'Stop that program, or set PORT to a free port.'],
  EACCES:        ['this user may not open it',           'Set PORT to 1024 or more.'],
  EADDRNOTAVAIL: ['this machine does not have that address', 'Set HOST to an address of this machine: 127.0.0.1, or 0.0.0.0 for all.'],
  ENOTFOUND:     ['the name of HOST is not known',       'Set HOST to an address of this machine: 127.0.0.1, or 0.0.0.0 for all.'],
};

/** Checks that a server can listen where the settings say, or that ours does already. Listens for a moment to find out. */
export function portCheck(host: string, port: number, running: RunningServer | undefined): DoctorCheck {
  return {
    id: 'port',
    title: 'Port',
    needs: ['settings'],
    async run() {
      if (running)
        return { status: 'ok', summary: `the platform is running at ${running.url} (process ${running.pid})` };
      return tryListening(host, port);
    },
  };
}

function tryListening(host: string, port: number): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const [summary, advice] = REFUSALS[error.code ?? ''] ?? [
        `it cannot be opened (${error.code})`,
        'Set HOST and PORT to others.',
      ];
      resolve({ status: 'failed', summary: `${host}:${port}: ${summary}`, advice: [advice] });
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => resolve({ status: 'ok', summary: `${host}:${port} is free` }));
    });
  });
}
