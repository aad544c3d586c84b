import { type Load, runLoad } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** What a round of load cost the server. */
export interface Round {
  /** CPU of the whole process, all threads, per call. */
  readonly cpuMicros: number;
  readonly callsPerSecond: number;
}

/** One server under one load, measured in rounds that alternate with those of others. */
export interface Contender {
  readonly server: ServerProcess;
  readonly load: Omit<Load, 'port' | 'connections' | 'calls'>;
  /** Calls of a round; so many that the kernel's hundredths of a second do not show. */
  readonly calls: number;
}

const CONNECTIONS = 32;

/** Runs all contenders in turn, round by round, after a warm-up each, and gives each one's median round. */
export async function measureInTurn<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  tell: (text: string) => void,
): Promise<Record<Name, Round>> {
  const all = Object.entries(contenders) as [Name, Contender][];
  for (const [name, contender] of all) {
    tell(`warm-up of ${name}`);
    // A whole round, since what runs for the first time is still being compiled.
    await run(contender, contender.calls);
  }
  const results = new Map<Name, Round[]>(all.map(([name]) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, contender] of all) {
      tell(`round ${round} of ${rounds}: ${name}`);
      results.get(name)?.push(await run(contender, contender.calls));
    }
  }
  return Object.fromEntries(all.map(([name]) => [name, medianRound(results.get(name) as Round[])])) as Record<
    Name,
    Round
  >;
}

async function run({ server, load }: Contender, calls: number): Promise<Round> {
  const before = server.cpuSeconds();
  const { seconds } = await runLoad({ ...load, port: server.port, connections: CONNECTIONS, calls });
  return { cpuMicros: ((server.cpuSeconds() - before) * 1e6) / calls, callsPerSecond: calls / seconds };
}

function medianRound(rounds: readonly Round[]): Round {
  return {
    cpuMicros: median(rounds.map((r) => r.cpuMicros)),
    callsPerSecond: median(rounds.map((r) => r.callsPerSecond)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
