import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Clock } from '../kernel/clock.ts';
import { type ErrorCode, type Issue, PlatformError, toPlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import { issueWords } from '../kernel/issue-words.ts';
import { issuesOf } from '../kernel/issues.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Action, Admin } from './action.ts';

/** Performs the actions of a list: authorised, validated, audited whatever the outcome, before the answer leaves. */
export function createAdmin(actions: readonly Action[], trail: AuditTrail, clock: Clock): Admin {
  const byName = new Map(actions.map((action) => [action.name, action]));
  return {
    actions,
    async perform(principal, name, input, face, correlationId) {
      const action = byName.get(name);
      const startedAt = clock.now();
      const audited = ({ outcome, detail }: { outcome: 'ok' | ErrorCode; detail: string | undefined }) => {
        const at = clock.now();
        return trail.commit({
          id: uuidv7(at),
          at,
          kind: 'action',
          principalId: principal.id,
          principalName: principal.name,
          face,
          correlationId,
          subject: action?.name ?? 'unknown action',
          effect: action?.effect,
          outcome,
          count: 1,
          durationMs: at - startedAt,
          detail,
        });
      };
      const end = await run(action, name, principal, input, [...byName.keys()]);
      if (end.error) {
        await audited({ outcome: end.error.code, detail: end.detail }).catch(() => undefined);
        throw end.error;
      }
      await audited({ outcome: 'ok', detail: end.detail }).catch((cause) => {
        throw action?.effect === 'read' ? cause : doneUnrecorded(cause);
      });
      return end.output;
    },
  };
}

/** How an action ended, and what it was done to, as far as that is known. */
interface End {
  readonly output?: unknown;
  readonly error?: PlatformError;
  readonly detail?: string;
}

async function run(
  action: Action | undefined,
  name: string,
  principal: Principal,
  input: unknown,
  names: readonly string[],
): Promise<End> {
  let detail: string | undefined;
  try {
    if (!action) throw unknownAction(name, names);
    if (!principal.grant.permits(action.permission)) throw forbidden(action, principal);
    const parsed = action.input.safeParse(input ?? {}, { error: issueWords });
    if (!parsed.success) throw invalidInput(issuesOf(parsed.error.issues, Object.keys(action.input.shape)));
    detail = action.subject(parsed.data, undefined);
    const output = await action.run(parsed.data, principal);
    return { output, detail: action.subject(parsed.data, output) };
  } catch (thrown) {
    return { error: toPlatformError(thrown), detail };
  }
}

function doneUnrecorded(cause: unknown): PlatformError {
  return new PlatformError(
    'unavailable',
    'The action was done, but that could not be recorded. Look at what is there before you repeat it.',
    {},
    { cause },
  );
}

function unknownAction(name: string, names: readonly string[]): PlatformError {
  const near = nearest(name, names);
  return new PlatformError('not_found', `There is no action of that name.${near ? ` Did you mean ${near}?` : ''}`);
}

function forbidden({ name, permission }: Action, { grant }: Principal): PlatformError {
  return new PlatformError('forbidden', `The role ${grant.role} may not do ${name}: it needs ${permission}.`);
}

function invalidInput(issues: readonly Issue[]): PlatformError {
  const told = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' ');
  return new PlatformError('invalid_input', `The input does not fit. ${told}`, { issues });
}
