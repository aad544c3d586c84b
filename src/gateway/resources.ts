import { type ErrorCode, PlatformError, toPlatformError } from '../kernel/errors.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { Principal } from '../kernel/principal.ts';
import type { FileFacts } from '../results/file-pages.ts';
import type { ResultRecord } from '../results/result-store.ts';
import type { Catalog } from './catalog.ts';
import { EventResources } from './event-resources.ts';
import type { Gateway, ResourceListing, ResourceRequest } from './gateway.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { mayCall } from './may-call.ts';
import { admit } from './steps/throttle.ts';

const MIME_TYPE = 'application/json';

/**
 * Large results and files as resources: listed and read by their owner alone, while the owner may call the tool that made them;
 * and the events of connections, for those who may call a tool there.
 * No vendor is asked, so the pipeline's inner steps have nothing to do; the outer ones hold as for calls: what is asked
 * for is paid for and recorded, refusals too.
 */
export function createResources(
  parts: GatewayParts,
  catalog: Catalog,
): Pick<Gateway, 'resources' | 'readResource' | 'watchable' | 'watch'> {
  const { runtimes, results } = parts;
  const events = new EventResources(runtimes, catalog, parts.feeds);
  const mayRead = (principal: Principal) => (record: ResultRecord) => {
    const tool = catalog.find(record.tool);
    const known = runtimes.all.some(({ connection }) => connection.id === record.connection);
    if (tool === undefined || !known || !mayCall(principal, tool)) return false;
    // A file of a tool that gives none any more is held for personal.
    const isShown = record.sealedFile === undefined || tool.file === 'plain' || principal.grant.showsPersonalData;
    return isShown && principal.grant.allowsConnection(record.connection);
  };
  return {
    resources: (request) =>
      governed(parts, request, 'resources/list', async () => {
        const records = await results.listOf(request.principal);
        const readable = records.filter(mayRead(request.principal));
        return [
          ...events.listOf(request.principal),
          ...readable.map((record) => toListing(record, results.uriOf(record), results.factsOf(record))),
        ];
      }),
    readResource: (request, uri) =>
      governed(parts, request, 'resources/read', async () => {
        if (events.owns(uri)) return (await events.read(request.principal, uri)) ?? throwNotFound();
        const text = await results.read(request.principal, uri, mayRead(request.principal));
        if (text !== undefined) return { uri, mimeType: MIME_TYPE, text };
        const file = await results.openFile(request.principal, uri, mayRead(request.principal));
        return file === undefined ? throwNotFound() : { uri, mimeType: file.mimeType, file };
      }),
    watchable: (request, uris) =>
      governed(parts, request, 'subscriptions/listen', async () =>
        uris.filter((uri) => events.mayRead(request.principal, uri)),
      ),
    watch: (principal, uri, onNews) => events.watch(principal, uri, onNews),
  };
}

/** Takes the request from the principal's rate, does the work, and records how it ended. */
async function governed<Result>(
  { trail, rates, clock, options }: GatewayParts,
  { principal, face, correlationId }: ResourceRequest,
  subject: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const startedAt = clock.now();
  const record = (outcome: 'ok' | ErrorCode) => {
    const at = clock.now();
    const { id: principalId, name: principalName } = principal;
    const durationMs = at - startedAt;
    const who = { principalId, principalName, face, correlationId };
    trail.record({ id: uuidv7(at), at, kind: 'resource', ...who, subject, outcome, count: 1, durationMs });
  };
  try {
    if (!trail.mayRead()) throw new PlatformError('unavailable', 'Reads cannot be recorded at the moment.');
    admit(await rates.take(principal.id, options.rate), options.rate);
    const result = await work();
    record('ok');
    return result;
  } catch (error) {
    record(toPlatformError(error).code);
    throw error;
  }
}

function toListing(record: ResultRecord, uri: string, facts: FileFacts | undefined): ResourceListing {
  const until = new Date(record.expiresAt).toISOString();
  if (facts) {
    const { name, mimeType } = facts;
    const description = `A file of ${record.connection}, a stranger’s as likely as not. Readable until ${until}.`;
    return { uri, name, title: `File of ${record.tool}`, description, mimeType, size: record.characters };
  }
  return {
    uri,
    name: `${record.tool}-${record.id}`,
    title: `${record.rows} rows of ${record.tool}`,
    description: `${record.pages} pages of ${record.connection}; each names the next. Readable until ${until}.`,
    mimeType: MIME_TYPE,
  };
}

function throwNotFound(): never {
  throw new PlatformError(
    'not_found',
    'There is no such resource, or it has expired. Call the tool again to get a new one.',
  );
}
