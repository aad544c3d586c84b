import type { QuotaReading, Verdict } from '../../../kernel/connector.ts';
import type { GraphqlError, GraphqlReply } from './graphql-reply.ts';
import { quotedIssues, scopesNamedIn } from './quoted.ts';

type Judge = (errors: readonly GraphqlError[], reply: GraphqlReply, quota: QuotaReading | undefined) => Verdict;

/** What the codes of top-level errors mean, the gravest first: one reply may carry several. */
const CODES: readonly (readonly [code: string, judge: Judge])[] = [
  ['THROTTLED', throttled],
  [
    'MAX_COST_EXCEEDED',
    () => ({
      kind: 'rejected',
      message: 'This asks for more than Shopify answers at once; ask for a smaller limit.',
    }),
  ],
  [
    'SHOP_INACTIVE',
    () => ({
      kind: 'permission',
      message: 'Shopify says that the shop is not active; its owner has to reactivate it.',
    }),
  ],
  ['BAD_REQUEST', rejected],
  ['INTERNAL_SERVER_ERROR', failed],
  ['TIMEOUT', failed],
];

/**
 * Judges the top-level errors of a reply. `undefined` when all that went wrong is that some fields were withheld while
 * others were answered: that is an answer, and says what is left out.
 */
export function verdictOfErrors(
  errors: readonly GraphqlError[],
  reply: GraphqlReply,
  quota: QuotaReading | undefined,
): Verdict | undefined {
  for (const [code, judge] of CODES) {
    const matching = errors.filter(({ extensions }) => extensions?.code === code);
    if (matching.length > 0) return judge(matching, reply, quota);
  }
  const denied = errors.filter(({ extensions }) => extensions?.code === 'ACCESS_DENIED');
  if (denied.length < errors.length) {
    const others = errors.filter((error) => !denied.includes(error));
    return reply.data === undefined ? rejected(others) : failed(others);
  }
  if (errors.length === 0 || hasData(reply)) return undefined;
  return { kind: 'permission', message: `The app may not do this at Shopify: ${lacking(denied)}.` };
}

/** Says which scopes were asked for, or, where Shopify names none, in which place it wants an approval. */
export function lacking(denied: readonly GraphqlError[]): string {
  const scopes = scopesNamedIn(
    denied.map(({ message, extensions }) => `${message} ${extensions?.requiredAccess ?? ''}`).join(' '),
  );
  return scopes.length > 0
    ? `it lacks the scope ${scopes.join(', ')}; grant it in the app's configuration`
    : 'it lacks an approval, as for protected customer data; ask for it in the Dev Dashboard under API access';
}

function hasData({ data }: GraphqlReply): boolean {
  return data != null && Object.values(data).some((value) => value !== null);
}

/** The bucket fills at a known rate, so the wait is exact: what is lacking, divided by the rate. */
function throttled(
  _errors: readonly GraphqlError[],
  { extensions }: GraphqlReply,
  quota: QuotaReading | undefined,
): Verdict {
  const requested = extensions?.cost?.requestedQueryCost;
  if (!quota || requested == null) return { kind: 'throttled', quota };
  const lack = Math.max(0, requested - quota.available);
  return { kind: 'throttled', retryAfterMs: Math.ceil((lack / quota.restorePerSecond) * 1000), quota };
}

const REQUEST_ID = /^[\w-]{1,80}$/;

function failed(errors: readonly GraphqlError[]): Verdict {
  const id = errors.map(({ extensions }) => extensions?.requestId).find((text) => text && REQUEST_ID.test(text));
  const request = id === undefined ? '' : ` Shopify's support knows it as request ${id}.`;
  return { kind: 'failed', executed: 'unknown', message: `Shopify failed while it answered.${request}` };
}

/** Nothing was run: Shopify checks the whole document and its variables before it begins. */
function rejected(errors: readonly GraphqlError[]): Verdict {
  const issues = quotedIssues(errors.map(({ message, path }) => ({ path: path?.join('.') ?? '', message })));
  return { kind: 'rejected', message: `Shopify does not accept the request: ${issues[0]?.message}`, issues };
}
