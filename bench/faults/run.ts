import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { breaker } from './breaker.ts';
import { type Finding, render, toJson } from './findings.ts';
import { idle } from './idle.ts';
import { kill } from './kill.ts';
import { ledger } from './ledger.ts';
import { limits } from './limits.ts';
import { overload } from './overload.ts';
import { redrive } from './redrive.ts';

// The long forms of fault cases: `npm run faults -- <id> [--rounds N] [--seed N] [--json FILE]`. Ends with 1 when a promise is broken.

interface LongForm {
  readonly rounds: number;
  run(rounds: number, tell: (text: string) => void, seed: number): Promise<Finding[]>;
}

const FORMS: Readonly<Record<string, LongForm>> = {
  breaker: { rounds: 120, run: breaker },
  idle: { rounds: 10, run: idle },
  kill: { rounds: 200, run: kill },
  ledger: { rounds: 10_000, run: ledger },
  limits: { rounds: 180, run: limits },
  overload: { rounds: 120, run: overload },
  redrive: { rounds: 10_000, run: redrive },
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, rounds: { type: 'string' }, seed: { type: 'string' } },
});
const [id = ''] = positionals;
const form = Object.hasOwn(FORMS, id) ? FORMS[id] : undefined;
if (!form) {
  process.stderr.write(`Say which: ${Object.keys(FORMS).join(', ')}.\n`);
  process.exit(64);
}
const tell = (text: string) => void process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
const findings = await form.run(Number(options.rounds ?? form.rounds), tell, Number(options.seed ?? randomInt(1e9)));
process.stdout.write(`\n${render(findings)}\n`);
if (options.json) writeFileSync(options.json, toJson(id, findings));
if (findings.some(({ holds }) => holds === false)) process.exitCode = 1;
