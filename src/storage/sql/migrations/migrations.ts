import { firstLight } from './0001-first-light.ts';
import { deadLetters } from './0002-dead-letters.ts';
import { connections } from './0003-connections.ts';
import { vendorEvents } from './0004-vendor-events.ts';
import { latestDeliveries } from './0005-latest-deliveries.ts';
import { letterChecks } from './0006-letter-checks.ts';
import { resultFiles } from './0007-result-files.ts';
import type { Migration } from './migration.ts';

/** Every migration in the order it runs; a database's schema version is how many of them it has been through. */
export const MIGRATIONS: readonly Migration[] = [
  firstLight,
  deadLetters,
  connections,
  vendorEvents,
  latestDeliveries,
  letterChecks,
  resultFiles,
];
