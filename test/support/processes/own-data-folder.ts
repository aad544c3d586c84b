import { writeSync } from 'node:fs';
import { claimDataFolder } from '../../../src/storage/sql/data-folder.ts';

/** Claims a data folder, publishes itself, says so, and stays until it is killed. */
const claim = claimDataFolder(process.argv[2] ?? '');
claim?.publish({ url: 'http://127.0.0.1:1', token: 'of the child', startedAt: 1 });
writeSync(1, `${claim === undefined ? 'refused' : 'claimed'}\n`);
setInterval(() => claim, 60_000);
