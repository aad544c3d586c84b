import { killDuringWrites } from '../../test/support/kill-rounds.ts';
import type { Finding } from './findings.ts';

const RESTART_MS = 2_000;
const WRITES_PER_SECOND = 200;
/** At that pace a kill comes within two seconds. */
const WRITES_MAX = 400;

/** X1: kills during writes, each followed by a restart and by the same writes again. */
export async function kill(rounds: number, tell: (text: string) => void): Promise<Finding[]> {
  const found = await killDuringWrites(rounds, {
    writesMax: WRITES_MAX,
    tell: (round) => tell(`round ${round} of ${rounds}`),
  });
  const writesPerSecond = (found.acknowledged / found.writingMs) * 1_000;
  const slowest = Math.max(...found.restartMs);
  const quick = found.restartMs.filter((ms) => ms <= RESTART_MS).length;
  return [
    { what: 'kills', value: found.kills },
    { what: 'writes sent, then sent again with their keys', value: found.sent },
    {
      what: 'acknowledged a second, from the first write after a start to the kill',
      value: Math.round(writesPerSecond),
      holds: writesPerSecond >= WRITES_PER_SECOND,
    },
    { what: 'acknowledged', value: found.acknowledged },
    { what: 'acknowledged and lost', value: found.lost, holds: found.lost === 0 },
    { what: 'carried out twice', value: found.doubled, holds: found.doubled === 0 },
    { what: 'not answered before the kill', value: found.repeated },
    { what: 'of these, said to be of unknown outcome', value: found.unknown },
    { what: 'answered with anything else', value: found.strange.length, holds: found.strange.length === 0 },
    { what: 'integrity_check', value: [...found.integrity].join(), holds: [...found.integrity].join() === 'ok' },
    { what: 'restart, median', value: `${Math.round(median(found.restartMs))} ms` },
    { what: `restarts within ${RESTART_MS} ms`, value: `${quick} of ${found.restartMs.length}` },
    { what: 'restart, slowest', value: `${Math.round(slowest)} ms`, holds: slowest <= RESTART_MS },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}
