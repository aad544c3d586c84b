/** What goes wrong with one exchange. */
export type FaultKind =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'truncate'; readonly keepBytes?: number }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'html' };

/** A fault, and whether the vendor does its work `before` or `after` it strikes; the default is that it never gets to work, except for a delay. */
export interface Fault {
  readonly what: FaultKind;
  /** `true`: the request is carried out, then its answer suffers. A cut-off body always is. */
  readonly isAfter: boolean;
}

/** A fault that waits for its requests. */
export interface FaultRule extends Fault {
  /** How many more requests it strikes. */
  readonly times: number;
  /** Only requests whose operation name or path holds this text, whatever its case; every request when absent. */
  readonly match?: string;
}

/** Says what goes wrong with a request, once for each request. */
export interface FaultSource {
  /** `subjects` are the names a rule may match: the operation and the path. Uses the rules up. */
  take(subjects: readonly string[]): readonly Fault[];
  /** Adds rules, in order, after those that wait already. */
  add(rules: readonly FaultRule[]): void;
  /** Forgets every rule. */
  clear(): void;
}

/** The request header that switches faults on, for this request and, with `times`, the next ones. */
export const faultHeader = 'x-emulator-fault';
/** `POST` with the header switches faults on for later requests without using one up; `DELETE` forgets them all. */
export const faultPath = '/emulator/faults';

/** The grammar, as it is printed for people. */
export const faultGrammar = `${faultHeader}: one fault, parts separated by ";", several faults by ","
  status=503        answer with this HTTP status      (with retryAfter=2: seconds, in Retry-After)
  delayMs=1500      wait before answering
  reset             break the connection
  truncate=40       send 40 bytes of the body, then break the connection (half of it when no number is given)
  throttle          answer as the vendor does when its limit is spent
  html              answer 200 with a web page
  when=after        carry the request out first, then strike (status, delayMs, reset, throttle, html)
  times=3           strike the next 3 matching requests (1 when absent)
  match=ListOrders  only requests whose operation name or path holds this text
  On an ordinary request the fault starts with that request. POST ${faultPath} with the header keeps it for later
  requests; DELETE ${faultPath} forgets all faults.`;

/** Holds fault rules in memory, first in, first struck. */
export class FaultSwitch implements FaultSource {
  #rules: FaultRule[] = [];

  add(rules: readonly FaultRule[]): void {
    this.#rules.push(...rules);
  }

  clear(): void {
    this.#rules = [];
  }

  take(subjects: readonly string[]): readonly Fault[] {
    const names = subjects.map((subject) => subject.toLowerCase());
    const strikes = ({ match }: FaultRule) =>
      match === undefined || names.some((name) => name.includes(match.toLowerCase()));
    const struck = this.#rules.filter(strikes);
    this.#rules = this.#rules
      .map((rule) => (struck.includes(rule) ? { ...rule, times: rule.times - 1 } : rule))
      .filter((rule) => rule.times > 0);
    return struck;
  }
}

/** Reads the value of the header. Throws an `Error` that says what is wrong with it. */
export function parseFaults(header: string): FaultRule[] {
  return header.split(',').map((text) => parseRule(text.trim()));
}

function parseRule(text: string): FaultRule {
  const parts = new Map(
    text.split(';').map((part) => {
      const [name = '', ...rest] = part.split('=');
      return [name.trim(), rest.join('=').trim()] as const;
    }),
  );
  const unknown = [...parts.keys()].find((name) => !partNames.includes(name));
  if (unknown !== undefined) throw new Error(`Unknown fault part "${unknown}". Known: ${partNames.join(', ')}.`);
  const kinds = kindNames.filter((name) => parts.has(name));
  if (kinds.length !== 1) throw new Error(`A fault is exactly one of: ${kindNames.join(', ')}.`);
  const when = parts.get('when') ?? 'before';
  if (when !== 'before' && when !== 'after') throw new Error('when is before or after.');
  return {
    what: toKind(kinds[0]!, parts),
    isAfter: when === 'after',
    times: whole('times', parts.get('times') ?? '1', 1, 1_000_000),
    match: parts.get('match'),
  };
}

const kindNames = ['status', 'delayMs', 'reset', 'truncate', 'throttle', 'html'] as const;
const partNames: readonly string[] = [...kindNames, 'retryAfter', 'when', 'times', 'match'];

function toKind(name: (typeof kindNames)[number], parts: ReadonlyMap<string, string>): FaultKind {
  const value = parts.get(name) ?? '';
  switch (name) {
    case 'status': {
      const retryAfter = parts.get('retryAfter');
      const seconds = retryAfter === undefined ? undefined : whole('retryAfter', retryAfter, 0, 86_400);
      return { kind: 'status', status: whole('status', value, 200, 599), retryAfterSeconds: seconds };
    }
    case 'delayMs':
      return { kind: 'delay', delayMs: whole('delayMs', value, 0, 600_000) };
    case 'truncate':
      return { kind: 'truncate', keepBytes: value === '' ? undefined : whole('truncate', value, 0, 10_000_000) };
    case 'reset':
    case 'throttle':
    case 'html':
      if (value !== '') throw new Error(`${name} takes no value.`);
      return { kind: name };
  }
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high)
    throw new Error(`${name} is a whole number from ${low} to ${high}.`);
  return value;
}
