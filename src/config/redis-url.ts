import { isLoopbackHost } from './address-rules.ts';

/** Where the setting `REDIS_URL` says that the fast shared state is. */
export interface RedisAddress {
  /** One server, or nodes of a cluster by which the others are found. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly cluster: boolean;
  readonly user?: string;
  readonly password?: string;
  /** Always 0 in a cluster. */
  readonly database: number;
  /** Encrypted, with the certificate verified: everywhere but on this machine itself. */
  readonly tls: boolean;
}

const FORM = 'write rediss://user:password@host:6379/0, or several of a cluster separated by commas';
const PORT = 6379;
const DATABASES_MAX = 15;

/** Says what is wrong with a Redis URL; never quotes it, since it may hold a password. */
export function redisUrlFault(text: string): string | undefined {
  const parsed = parseRedisUrl(text);
  return 'says' in parsed ? parsed.says : undefined;
}

/**
 * Reads `redis://` (loopback alone) or `rediss://`, with user, password and database; several, separated by commas, are
 * nodes of one cluster and share user, password and scheme. Gives the rest of a sentence where it is anything else.
 */
export function parseRedisUrl(text: string): RedisAddress | { readonly says: string } {
  const urls = text.split(',').map((part) => URL.parse(part.trim()));
  const [first] = urls;
  if (!first || urls.some((url) => url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '')) {
    return { says: `is not a Redis URL; ${FORM}.` };
  }
  const all = urls as URL[];
  const cluster = all.length > 1;
  if (all.some(({ protocol }) => protocol !== first.protocol))
    return { says: 'mixes redis:// and rediss://; use one.' };
  if (all.some(({ username, password }) => username !== first.username || password !== first.password)) {
    return { says: 'gives its nodes different users or passwords; a cluster has one.' };
  }
  const nodes = all.map(({ hostname, port }) => ({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || PORT),
  }));
  const tls = first.protocol === 'rediss:';
  if (!tls && nodes.some(({ host }) => !isLoopbackHost(host))) {
    return { says: 'reaches beyond this machine without encryption; write rediss:// in place of redis://.' };
  }
  if (all.some(({ search, hash }) => search !== '' || hash !== '')) return { says: 'has parameters; leave them out.' };
  const database = Number(first.pathname.replace(/^\//, '') || 0);
  if (!Number.isInteger(database) || database < 0 || database > DATABASES_MAX || (cluster && database !== 0)) {
    return { says: `names a database that is not 0 to ${DATABASES_MAX}, or, in a cluster, not 0; correct its end.` };
  }
  try {
    const user = decodeURIComponent(first.username) || undefined;
    const password = decodeURIComponent(first.password) || undefined;
    return { nodes, cluster, user, password, database, tls };
  } catch {
    return { says: 'has a % that begins no escape; write %25 for the character itself.' };
  }
}

/** Says what is wrong with the beginning of keys: braces would choose slots of a cluster. */
export function redisPrefixFault(text: string): string | undefined {
  if (/^[A-Za-z0-9:._-]{1,64}$/.test(text)) return undefined;
  return 'has other characters than letters, digits, colon, dot, hyphen and underscore, or more than 64; shorten or rename it.';
}
