import { firstLight } from './0001-first-light.ts';
import { deadLetters } from './0002-dead-letters.ts';
import { connections } from './0003-connections.ts';
import type { Migration } from './migration.ts';

/** Every migration in the order it runs; a database's schema version is how many of them it has been through. */
export const MIGRATIONS: readonly Migration[] = [firstLight, deadLetters, connections];
