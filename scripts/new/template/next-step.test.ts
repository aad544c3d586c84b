import { expect, it } from 'vitest';

it('Sample is more than the pattern that it was made from', () => {
  expect.fail(`Sample works against its emulator, which knows nothing of the real vendor yet. Go on in this order:
  1. README.md: how to get credentials, limits, quirks, each with its link.
  2. settings.ts, configure.ts: what a connection needs, its hosts, how it signs in.
  3. emulator/: the vendor's contract, strictly: sign-in, unknown fields, errors in its own words, throttling.
  4. protocol/classify.ts: what each reply means, and whether the vendor may have acted; connector.ts: its quota, if it counts one.
  5. tools/, shapes/: one job, one file, each with tests; remove those of items. \`npx vitest run test/catalog\` tells what a tool lacks.
  6. \`npx vitest run test/e2e/every-tool test/attacks/i-every-tool test/faults/lying-vendors\` tries every tool.
  7. \`npm run generate\` and \`UPDATE_GOLDEN=1 npx vitest run test/golden\` write down what others will see of it: read the difference.
  8. A row in README.md's table of systems, a guide in docs/connectors/, a line in CHANGELOG.md; then \`npm run check\`.
  Then delete this file.`);
});
