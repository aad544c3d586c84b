import { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ResultFiles } from '../results/result-files.ts';
import type { ResultRecord } from '../results/result-store.ts';
import type { Catalog } from './catalog.ts';
import type { ConnectionRuntimes } from './connection-runtime.ts';
import type { Gateway, ResourceListing } from './gateway.ts';
import { mayCall } from './steps/authorize-tool.ts';

const MIME_TYPE = 'application/json';

/** Large results as resources: listed and read by their owner alone, while the owner may call the tool that made them. */
export function createResources(
  catalog: Catalog,
  runtimes: ConnectionRuntimes,
  results: ResultFiles,
): Pick<Gateway, 'resources' | 'readResource'> {
  const mayRead = (principal: Principal) => (record: ResultRecord) => {
    const tool = catalog.find(record.tool);
    const known = runtimes.all.some(({ connection }) => connection.id === record.connection);
    return (
      tool !== undefined && known && mayCall(principal, tool) && principal.grant.allowsConnection(record.connection)
    );
  };
  return {
    async resources(principal) {
      const records = await results.listOf(principal);
      return records.filter(mayRead(principal)).map((record) => toListing(record, results.uriOf(record, 1)));
    },
    async readResource(principal, uri) {
      const text = await results.read(principal, uri, mayRead(principal));
      if (text === undefined) throw notFound();
      return { uri, mimeType: MIME_TYPE, text };
    },
  };
}

function toListing(record: ResultRecord, uri: string): ResourceListing {
  const until = new Date(record.expiresAt).toISOString();
  return {
    uri,
    name: `${record.tool}-${record.id}`,
    title: `${record.rows} rows of ${record.tool}`,
    description: `${record.pages} pages of ${record.connection}; each names the next. Readable until ${until}.`,
    mimeType: MIME_TYPE,
  };
}

function notFound(): PlatformError {
  return new PlatformError(
    'not_found',
    'There is no such resource, or it has expired. Call the tool again to get a new one.',
  );
}
