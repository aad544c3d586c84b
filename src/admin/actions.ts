import type { ApiKeys } from '../access/api-keys.ts';
import type { AuditStore } from '../audit/audit-store.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { DeadLetters } from '../dead-letters/dead-letters.ts';
import type { LetterChecker } from '../dead-letters/letter-checker.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Action } from './action.ts';
import { auditList } from './audit-list.ts';
import type { CircuitsById } from './circuit-of.ts';
import { circuitsClose } from './circuits-close.ts';
import { circuitsList } from './circuits-list.ts';
import { circuitsOpen } from './circuits-open.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import { connectionsAdd } from './connections-add.ts';
import { connectionsList } from './connections-list.ts';
import { connectionsProbe, type ProbeFinding } from './connections-probe.ts';
import { connectionsRemove } from './connections-remove.ts';
import { connectionsSet } from './connections-set.ts';
import { connectionsTest } from './connections-test.ts';
import { deadLettersCheck } from './dead-letters-check.ts';
import { deadLettersDiscard } from './dead-letters-discard.ts';
import { deadLettersList } from './dead-letters-list.ts';
import { deadLettersRedrive } from './dead-letters-redrive.ts';
import { deadLettersSettle } from './dead-letters-settle.ts';
import { deadLettersShow } from './dead-letters-show.ts';
import { keysCreate } from './keys-create.ts';
import { keysList } from './keys-list.ts';
import { keysRevoke } from './keys-revoke.ts';

/** What the actions work with. */
export interface ActionParts {
  readonly keys: ApiKeys;
  /** Names of all tools, those of features that are off included. */
  readonly tools: readonly string[];
  readonly audits: AuditStore;
  readonly trail: AuditTrail;
  readonly letters: DeadLetters;
  readonly checker: LetterChecker;
  readonly clock: Clock;
  probe(): Promise<readonly ProbeFinding[]>;
  /** `undefined` for a connection that there is not. */
  probeOne(connection: string): Promise<ProbeFinding | undefined>;
  readonly connections: ConnectionDesk;
  readonly circuits: CircuitsById;
  /** Whether what replicas share can be reached; `undefined` where there is nothing of the kind. */
  sharedUp(): boolean | undefined;
}

/** Every operator action, in the order in which they are documented. A new one is a file and a line here. */
export function createActions(parts: ActionParts): readonly Action[] {
  const { keys, tools, audits, trail, letters, checker, clock, probe, probeOne, connections, circuits, sharedUp } =
    parts;
  return [
    keysCreate(keys, tools),
    keysList(keys, clock),
    keysRevoke(keys),
    connectionsAdd(connections),
    connectionsList(connections),
    connectionsSet(connections),
    connectionsRemove(connections),
    connectionsTest(connections, probeOne),
    connectionsProbe(probe),
    circuitsList(circuits, sharedUp),
    circuitsOpen(circuits),
    circuitsClose(circuits),
    auditList(audits, trail),
    deadLettersList(letters),
    deadLettersShow(letters),
    deadLettersRedrive(letters),
    deadLettersCheck(checker),
    deadLettersDiscard(letters),
    deadLettersSettle(letters),
  ];
}
