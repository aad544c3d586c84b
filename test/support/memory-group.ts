import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group that bounds the memory of processes together (cgroup v1), below the group of this process. */
export interface MemoryGroup extends Disposable {
  /** A line of shell that puts the shell itself, and what it becomes, into the group. */
  readonly join: string;
  /** Bytes that its processes use now, and the most that they ever did. */
  used(): number;
  peak(): number;
  /** How often the kernel has killed one of its processes because there was no more. */
  kills(): number;
}

const ROOT = '/sys/fs/cgroup/memory';

/** Makes a group of so many bytes; `undefined` where this machine lets nobody make one. It must be empty when disposed of. */
export function openMemoryGroup(bytes: number): MemoryGroup | undefined {
  try {
    const own = /^\d+:memory:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
    if (own === undefined) return undefined;
    const path = join(ROOT, own, `mcp-platform-test-${process.pid}-${Date.now()}`);
    mkdirSync(path);
    writeFileSync(join(path, 'memory.limit_in_bytes'), String(bytes));
    const numberIn = (file: string) => Number(readFileSync(join(path, file), 'utf8'));
    return {
      join: `echo $$ > ${join(path, 'cgroup.procs')}`,
      used: () => numberIn('memory.usage_in_bytes'),
      peak: () => numberIn('memory.max_usage_in_bytes'),
      kills: () => Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(path, 'memory.oom_control'), 'utf8'))?.[1]),
      [Symbol.dispose]: () => rmdirSync(path),
    };
  } catch {
    return undefined;
  }
}
