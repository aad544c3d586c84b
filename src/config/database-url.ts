import { isLoopbackHost } from './address-rules.ts';

/** Where the setting `DATABASE_URL` says that the records are. */
export interface DatabaseAddress {
  /** A name, an IP address, or the folder of a Unix socket, which begins with `/`. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly schema: string;
  /** Encrypted, with the certificate verified: everywhere but on this machine itself. */
  readonly tls: boolean;
}

const FORM = 'write postgres://user:password@host:5432/database';
const PORT = 5432;
const SCHEMA = 'public';
const NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** Says what is wrong with a database URL; never quotes it, since it may hold a password. */
export function databaseUrlFault(text: string): string | undefined {
  const parsed = parseDatabaseUrl(text);
  return 'says' in parsed ? parsed.says : undefined;
}

/**
 * Reads `postgres://user:password@host:port/database`, with the parameters `schema` and, for a Unix socket, `host` (the
 * folder it is in). Gives the rest of a sentence where it is anything else.
 */
export function parseDatabaseUrl(text: string): DatabaseAddress | { readonly says: string } {
  const url = URL.parse(text);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) return { says: `is not a PostgreSQL URL; ${FORM}.` };
  const parts = decode(url);
  if (parts === undefined) return { says: 'has a % that begins no escape; write %25 for the character itself.' };
  const { user, password, database } = parts;
  if (user === '' || database === '' || database.includes('/')) return { says: `lacks a user or a database; ${FORM}.` };
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'schema' && name !== 'host');
  if (unknown !== undefined) {
    return {
      says: 'has a parameter other than schema and host; leave it out. TLS is always verified beyond loopback.',
    };
  }
  const schema = url.searchParams.get('schema') ?? SCHEMA;
  if (!NAME.test(schema)) return { says: 'names a schema with other characters than a-z, 0-9 and _; rename it.' };
  const folder = url.searchParams.get('host');
  if (folder !== null && (!folder.startsWith('/') || url.hostname !== 'localhost')) {
    return {
      says: 'has a parameter host that is not the folder of a Unix socket; write postgres://user@localhost/database?host=/run/postgresql.',
    };
  }
  const host = folder ?? url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') return { says: `lacks a host; ${FORM}.` };
  return {
    host,
    port: Number(url.port || PORT),
    user,
    password: password || undefined,
    database,
    schema,
    tls: folder === null && !isLoopbackHost(host),
  };
}

function decode({ username, password, pathname }: URL) {
  try {
    return {
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
    };
  } catch {
    return undefined;
  }
}
