import type { QuotaReading, Verdict } from '../../../kernel/connector.ts';
import { quoted } from '../../../kernel/quoted.ts';
import { parseRetryAfterMs } from '../../../kernel/retry-after.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { API_VERSIONS } from '../settings.ts';
import { verdictOfErrors } from './graphql-errors.ts';
import { type GraphqlReply, parseGraphqlReply } from './graphql-reply.ts';
import { quotedIssues, scopesNamedIn } from './quoted.ts';

/**
 * Says what a reply of the Admin GraphQL API means. Shopify answers most refusals with status 200, throttling included,
 * so the body decides wherever there is one (https://shopify.dev/docs/api/admin-graphql, "Status and error codes").
 */
export function classify(reply: WireReply): Verdict {
  if (reply.status === 429) return { kind: 'throttled', retryAfterMs: parseRetryAfterMs(reply.headers) };
  // A file of a bulk query: nothing in it is about the request.
  if (reply.bytes !== undefined) return { kind: 'ok', body: reply.bytes };
  const parsed = parseGraphqlReply(reply.body);
  if (reply.status >= 200 && reply.status < 300) return verdictOfBody(parsed, reply);
  // A GraphQL server may send its list of errors with status 400 as well; then the list says more than the status.
  if (reply.status === 400 && parsed && Array.isArray(parsed.errors)) return verdictOfBody(parsed, reply);
  return verdictOfStatus(reply, parsed);
}

function verdictOfBody(parsed: GraphqlReply | undefined, reply: WireReply): Verdict {
  if (!parsed || typeof parsed.errors === 'string' || (parsed.data === undefined && !parsed.errors)) {
    return {
      kind: 'failed',
      executed: 'unknown',
      message: 'Shopify answered with something that is no GraphQL reply.',
    };
  }
  const quota = quotaOf(parsed);
  const refusal = parsed.errors && verdictOfErrors(parsed.errors, parsed, quota);
  if (refusal) return refusal;
  const ignored = ignoredFilters(parsed);
  if (ignored.length > 0) return { kind: 'rejected', message: IGNORED, issues: ignored };
  return { kind: 'ok', body: { data: parsed.data, denied: parsed.errors ?? [] }, quota, notes: notesOf(reply) };
}

function quotaOf({ extensions }: GraphqlReply): QuotaReading | undefined {
  const status = extensions?.cost?.throttleStatus;
  return (
    status && {
      available: status.currentlyAvailable,
      maximum: status.maximumAvailable,
      restorePerSecond: status.restoreRate,
    }
  );
}

const IGNORED =
  'Shopify does not understand a filter of the search and would have ignored it; change or leave out what is named.';

/** A search that Shopify half understands answers with everything: such an answer is worse than none. */
function ignoredFilters({ extensions }: GraphqlReply): { path: string; message: string }[] {
  const warnings = extensions?.search?.flatMap((search) => search.warnings ?? []) ?? [];
  return quotedIssues(warnings.map(({ field, message }) => ({ path: field, message })));
}

// Notes go to the log, so of the vendor's words they take only what cannot be anything else.
const VERSION = /^\d{4}-\d{2}$/;
const DOCUMENTATION = /^https:\/\/shopify\.dev(?:\/(?:[a-z-]{1,40}|\d{4}-\d{2})){1,8}$/;

/** What the operator should read once: the version has moved on, or something in use is about to go. */
function notesOf({ headers }: WireReply): string[] | undefined {
  const notes: string[] = [];
  const version = headers['x-shopify-api-version'];
  if (version !== undefined && !API_VERSIONS.some((known) => known === version)) {
    const named = VERSION.test(version) ? version : 'that it does not name';
    notes.push(`Shopify answers with an API version ${named}; set SHOPIFY_API_VERSION to one that it still supports.`);
  }
  const deprecated = headers['x-shopify-api-deprecated-reason'];
  if (deprecated !== undefined) {
    const where = DOCUMENTATION.test(deprecated) ? `; see ${deprecated}` : '';
    notes.push(`Shopify says that a call uses something deprecated${where}.`);
  }
  return notes.length > 0 ? notes : undefined;
}

// biome-ignore format: a table is read in columns
const STATUSES: Readonly<Record<number, Verdict>> = {
  401: { kind: 'authentication', message: 'Shopify does not accept the access token of this connection; check that the app is installed on the shop and its credentials are current.' },
  402: { kind: 'permission', message: 'Shopify has frozen the shop; its owner has to pay what is due.' },
  404: { kind: 'authentication', message: 'Shopify finds no shop or no API version at this address; check SHOPIFY_SHOP and SHOPIFY_API_VERSION.' },
  423: { kind: 'permission', message: 'Shopify has locked the shop; its owner has to write to Shopify.' },
  430: { kind: 'permission', message: 'Shopify holds the request for dangerous and refuses it; the operator has to ask Shopify why.' },
  540: { kind: 'permission', message: 'Shopify has disabled the API for this shop; its owner has to write to Shopify.' },
};

function verdictOfStatus({ status, headers }: WireReply, parsed: GraphqlReply | undefined): Verdict {
  const known = STATUSES[status];
  if (known) return known;
  if (status === 403) return forbidden(parsed);
  if (status >= 500) {
    const message = `Shopify failed (HTTP ${status}).`;
    return { kind: 'failed', executed: 'unknown', message, retryAfterMs: parseRetryAfterMs(headers) };
  }
  if (status >= 400) {
    const reason = typeof parsed?.errors === 'string' ? `: ${quoted(parsed.errors)}` : '.';
    return { kind: 'rejected', message: `Shopify refused the request (HTTP ${status})${reason}` };
  }
  return { kind: 'authentication', message: 'Shopify sends this address elsewhere; check SHOPIFY_SHOP.' };
}

function forbidden(parsed: GraphqlReply | undefined): Verdict {
  const scopes = typeof parsed?.errors === 'string' ? scopesNamedIn(parsed.errors) : [];
  const lack = scopes.length > 0 ? `the scope ${scopes.join(', ')}` : 'the right to call the Admin API of this shop';
  return {
    kind: 'permission',
    message: `The app lacks ${lack}; grant it in the app's configuration and install it again.`,
  };
}
