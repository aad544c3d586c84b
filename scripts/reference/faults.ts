import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_CASES } from './fault-cases.ts';
import { markdownTable } from './markdown-table.ts';

/** Where tests have titles that begin with the id of a case. The faces' tests have ids of their own, which mean other things. */
const FOLDERS = ['test/faults', 'src/dead-letters', 'src/gateway', 'src/resilience', 'src/storage', 'test/services'];
/** The title of a test or of several: the first text after `it(`, `describe(`, or the table of an `it.each`. */
const TITLE = /(?:\bit|\bdescribe|\))\(\s*(['"`])((?:(?!\1).)+)\1/gm;
const PLACEHOLDER = /%[a-z]/g;
const ID = /[A-Z]\d{1,2}/g;
/** `B1: `, or `Q2 and D4: ` where a test is about both. */
const IDS = /\b[A-Z]\d{1,2}(?:(?:, | and )[A-Z]\d{1,2})*: /g;

interface Proof {
  readonly file: string;
  readonly says: string;
}

/** The reference page of faults, as Markdown: which test proves which case, read from the titles of the tests. */
export function faultsReference(packageRoot: string): string {
  const proofs = proofsIn(packageRoot);
  const rows = FAULT_CASES.map(([id, fault]) => {
    const found = proofs.get(id) ?? [];
    return [id, fault, found.map(({ file, says }) => `${says} (\`${file}\`)`).join('<br>') || '**no test yet**'];
  });
  const proved = FAULT_CASES.filter(([id]) => proofs.has(id)).length;
  return `# Faults

What the platform survives, and the test that proves it. \`npm test\` runs them, with a clock that stands still wherever time matters, or in a process of its own
where a process is what fails; \`npm run test:services\` runs those of \`test/services\`, in which replicas share PostgreSQL and Redis. \`npm run faults -- <name>\` runs long forms, at the loads and times that no test may take: \`kill\` (X1), \`overload\` (O1), \`limits\` (L1 and L4),
\`breaker\` (B8, and B6 in real time), \`redrive\` (Q2) and \`idle\` (O3); \`ledger\` holds 10,000 calls under random faults against what the vendors did. \`bench/faults/results\` keeps what they found. A test proves what its title says, which may be a part of its case. ${proved} of ${FAULT_CASES.length} cases have a test that bears their name.
Hedged requests (R8) are not built.

${markdownTable(['case', 'fault', 'what holds'], rows)}
`;
}

function proofsIn(packageRoot: string): ReadonlyMap<string, readonly Proof[]> {
  const proofs = new Map<string, Proof[]>();
  for (const file of FOLDERS.flatMap((folder) => testsIn(packageRoot, folder))) {
    const text = readFileSync(join(packageRoot, file), 'utf8');
    for (const [, , title = ''] of text.matchAll(TITLE)) {
      for (const id of title.match(IDS)?.join('').match(ID) ?? []) {
        const says = title.replaceAll(IDS, '').replaceAll(PLACEHOLDER, '…').replaceAll('|', '\\|');
        proofs.set(id, [...(proofs.get(id) ?? []), { file, says }]);
      }
    }
  }
  return proofs;
}

function testsIn(packageRoot: string, folder: string): readonly string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.test.ts'))
    .toSorted()
    .map((name) => `${folder}/${name}`);
}
