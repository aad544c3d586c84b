import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What every scenario is given: where to put files, how many rounds, and whom to tell how it goes. */
export interface Workplace extends Disposable {
  file(name: string): string;
  readonly rounds: number;
  /** How many of so many calls a round makes: all of them, or a share where figures are not judged. */
  calls(all: number): number;
  tell(text: string): void;
}

export function openWorkplace({ rounds, share }: { rounds: number; share: number }): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-bench-'));
  return {
    rounds,
    calls: (all) => Math.ceil(all * share),
    file: (name) => join(folder, name),
    tell: (text) => void process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
