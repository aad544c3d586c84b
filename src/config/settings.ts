import type { Setting, SettingsOf, SettingValues } from '../kernel/setting.ts';
import {
  emulatorOriginsFault,
  hostsFault,
  isLoopbackHost,
  listenAddressFault,
  originsFault,
  publicUrlFault,
} from './address-rules.ts';
import { databaseUrlFault } from './database-url.ts';
import { redisPrefixFault, redisUrlFault } from './redis-url.ts';
import { weaknessOf } from './weak-key.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIB = 1024 * 1024;

const inProduction = (values: SettingValues): boolean => values.PLATFORM_ENV === 'production';

/** A key in the data folder is no key for records that outlive it, or that other replicas read. */
const keepsAnotherKey = (values: SettingValues): boolean => inProduction(values) || values.DATABASE_URL !== undefined;

/** Every setting of the platform itself. Connectors declare theirs in their own folders. */
// biome-ignore format: a table, one line for what it is and one for what it does
export const SETTINGS = [
  { name: 'PLATFORM_ENV', group: 'Platform', type: 'choice', choices: ['development', 'production'], default: 'development',
    description: 'Production refuses what is convenient only while trying things out.' },
  { name: 'HOST', group: 'Platform', type: 'text', default: '127.0.0.1', check: listenAddressFault,
    description: 'Address to listen on.' },
  { name: 'PORT', group: 'Platform', type: 'integer', min: 0, max: 65_535, default: 8003,
    description: 'TCP port to listen on; 0 takes any free one.' },
  { name: 'PUBLIC_URL', group: 'Platform', type: 'url',
    requiredWhen: { when: 'in production when HOST is not a loopback address',
      holds: (values) => inProduction(values) && typeof values.HOST === 'string' && !isLoopbackHost(values.HOST) },
    check: (url, others) => publicUrlFault(url, inProduction(others)),
    description: 'Origin under which clients know the platform; not set, it is made of HOST and PORT.' },
  { name: 'DATA_DIR', group: 'Platform', type: 'path', default: './data',
    description: 'Folder of the embedded database and the generated key; a relative path starts at the package root.' },
  { name: 'DATABASE_URL', group: 'Platform', type: 'secret', check: databaseUrlFault,
    description: 'PostgreSQL that keeps the records, for several replicas: postgres://user:password@host:5432/database; not set, they are in DATA_DIR.' },
  { name: 'DATABASE_CONNECTIONS', group: 'Platform', type: 'integer', unit: 'connections', min: 2, max: 200, default: 10,
    description: 'Open connections to DATABASE_URL at most.' },
  { name: 'DATABASE_TIMEOUT_MS', group: 'Platform', type: 'integer', unit: 'ms', min: 100, max: MINUTE, default: 5_000,
    description: 'How long a statement at DATABASE_URL may run, and how long may be waited for a connection.' },
  { name: 'REDIS_URL', group: 'Platform', type: 'secret', check: redisUrlFault,
    description: 'Redis on which replicas count rates and vendors\' quotas together and share circuits: rediss://user:password@host:6379/0, nodes of a cluster separated by commas; not set, each is alone.' },
  { name: 'REDIS_PREFIX', group: 'Platform', type: 'text', default: 'mcp-platform:', check: redisPrefixFault,
    description: 'Begins every key at REDIS_URL; platforms that are to be apart on one server have different ones.' },
  { name: 'REDIS_TIMEOUT_MS', group: 'Platform', type: 'integer', unit: 'ms', min: 10, max: 10_000, default: 250,
    description: 'How long one operation at REDIS_URL may take; after that this replica is alone for a moment.' },
  { name: 'LOG_LEVEL', group: 'Platform', type: 'choice', choices: ['debug', 'info', 'warn', 'error', 'silent'], default: 'info',
    description: 'The least severe log lines to write.' },
  { name: 'FEATURES', group: 'Platform', type: 'list',
    description: 'Names of features whose tools exist besides the usual ones, separated by commas; docs/reference/tools names them.' },
  { name: 'DRAIN_TIMEOUT_MS', group: 'Platform', type: 'integer', unit: 'ms', min: 0, max: 10 * MINUTE, default: 25_000,
    description: 'How long a stop waits for the calls under way.' },
  { name: 'METRICS_PORT', group: 'Platform', type: 'integer', min: 1, max: 65_535,
    check: (port, { PORT }) => (port === PORT ? 'is the same as PORT; choose another.' : undefined),
    description: 'Separate loopback port that serves /metrics without a key; not set, there is none.' },

  { name: 'OAUTH_ENCRYPTION_KEY', group: 'Keys', type: 'secret', requiredWhen: { when: 'in production, and where DATABASE_URL is set', holds: keepsAnotherKey }, check: weaknessOf,
    description: 'Key under which stored secrets are sealed, at least 32 random bytes; not set, development keeps one in DATA_DIR.' },
  { name: 'ADMIN_API_KEY', group: 'Keys', type: 'secret', check: weaknessOf,
    description: 'Becomes the first admin key, at least 32 random bytes; not set, the first start makes one and shows it once.' },
  { name: 'MCP_PLATFORM_API_KEY', group: 'Keys', type: 'secret',
    description: 'API key under which `mcp-platform stdio` and the command line call tools.' },

  { name: 'ALLOWED_HOSTS', group: 'Requests', type: 'list', check: hostsFault,
    description: 'Host names that requests may name, besides loopback ones and the host of PUBLIC_URL.' },
  { name: 'CORS_ORIGINS', group: 'Requests', type: 'list', check: originsFault,
    description: 'Origins of web pages whose scripts may call the platform, besides its own.' },
  { name: 'MAX_BODY_BYTES', group: 'Requests', type: 'integer', unit: 'bytes', min: 1024, max: 64 * MIB, default: MIB,
    description: 'Largest request body that is read.' },
  { name: 'MAX_JSON_DEPTH', group: 'Requests', type: 'integer', unit: 'levels', min: 8, max: 512, default: 64,
    description: 'Deepest nesting of a JSON body that is read.' },
  { name: 'RATE_CALLS_PER_MINUTE', group: 'Requests', type: 'integer', unit: 'calls', min: 1, max: 1_000_000, default: 1000,
    description: 'Calls that one principal may make in a minute, steadily.' },
  { name: 'RATE_BURST', group: 'Requests', type: 'integer', unit: 'calls', min: 1, max: 100_000, default: 100,
    description: 'Calls that a rested principal may make at once, on top of its pace.' },
  { name: 'RATE_WINDOW', group: 'Requests', type: 'choice', choices: ['gcra', 'exact'], default: 'gcra',
    description: 'How a minute of calls is counted: gcra allows the burst on top of it, exact never; exact costs 8 bytes a call.' },
  { name: 'LOAD_SHED_LAG_MS', group: 'Requests', type: 'integer', unit: 'ms', min: 0, max: MINUTE, default: 50,
    description: 'Lag of the event loop that is overload, as is such a wait of requests while it never rests: those beyond what keeps it busy are refused with 503; 0 refuses none.' },
  { name: 'SIGN_IN_FAILURES_PER_MINUTE', group: 'Requests', type: 'integer', unit: 'failures', min: 1, max: 10_000, default: 30,
    description: 'Failed sign-ins of one address after which it has to wait.' },

  { name: 'MOCK_MODE', group: 'Connections', type: 'choice', choices: ['auto', 'always', 'never'], default: 'auto',
    description: 'Which connections answer from an emulator: with auto those without credentials, outside production only.' },
  { name: 'EMULATOR_ORIGINS', group: 'Connections', type: 'pairs', refusedInProduction: true, check: emulatorOriginsFault,
    description: 'Connectors that reach an emulator over loopback: shopify=https://127.0.0.1:9443, separated by commas.' },
  { name: 'EMULATOR_CA_FILE', group: 'Connections', type: 'path', refusedInProduction: true,
    requiredWhen: { when: 'when EMULATOR_ORIGINS is set', holds: ({ EMULATOR_ORIGINS }) => EMULATOR_ORIGINS instanceof Map && EMULATOR_ORIGINS.size > 0 },
    description: 'PEM certificate of the authority that the emulators, and they alone, are verified against.' },
  { name: 'CONNECTION_CONCURRENCY', group: 'Connections', type: 'integer', unit: 'attempts', min: 1, max: 1000, default: 40,
    description: 'Attempts that may be under way on one connection.' },
  { name: 'CONNECTION_QUEUE', group: 'Connections', type: 'integer', unit: 'attempts', min: 0, max: 10_000, default: 200,
    description: 'Attempts that may wait for a place on one connection.' },
  { name: 'CONNECTION_WAIT_MS', group: 'Connections', type: 'integer', unit: 'ms', min: 0, max: 5 * MINUTE, default: 10_000,
    description: 'How long an attempt may wait for a place on its connection.' },

  { name: 'CALL_DEADLINE_MS', group: 'Calls', type: 'integer', unit: 'ms', min: 100, max: 10 * MINUTE, default: MINUTE,
    description: 'How long a call may take, waits and retries included, when the caller names no deadline.' },
  { name: 'ATTEMPT_TIMEOUT_MS', group: 'Calls', type: 'integer', unit: 'ms', min: 100, max: 10 * MINUTE, default: 30_000,
    description: 'How long one attempt at a vendor may take.' },
  { name: 'RETRY_ATTEMPTS', group: 'Calls', type: 'integer', unit: 'retries', min: 0, max: 3, default: 3,
    description: 'How often a failed attempt may be repeated.' },
  { name: 'RETRY_BASE_MS', group: 'Calls', type: 'integer', unit: 'ms', min: 1, max: MINUTE, default: 500,
    description: 'Longest wait before the first retry; each further one may wait twice as long.' },
  { name: 'RETRY_CAP_MS', group: 'Calls', type: 'integer', unit: 'ms', min: 1, max: 10 * MINUTE, default: 30_000,
    check: (cap, { RETRY_BASE_MS: base }) => (typeof base === 'number' && cap < base ? 'is less than RETRY_BASE_MS; raise it or lower that.' : undefined),
    description: 'Longest wait before any retry, whoever asks for it.' },
  { name: 'BREAKER_FAILURES', group: 'Calls', type: 'integer', unit: 'failures', min: 1, max: 1000, default: 5,
    description: 'Failures in a row after which a connection rests.' },
  { name: 'BREAKER_OPEN_MS', group: 'Calls', type: 'integer', unit: 'ms', min: 100, max: HOUR, default: MINUTE,
    description: 'How long a connection rests before one attempt probes it.' },
  { name: 'IDEMPOTENCY_TTL_MS', group: 'Calls', type: 'integer', unit: 'ms', min: MINUTE, max: 30 * DAY, default: DAY,
    description: 'How long the outcome of a write is replayed to a repetition of it.' },

  { name: 'DEAD_LETTERS_MAX', group: 'Calls', type: 'integer', unit: 'letters', min: 1, max: 1_000_000, default: 10_000,
    description: 'Failed writes that are kept to be sent again or settled; while they are that many, writes are refused.' },
  { name: 'DEAD_LETTER_AGE_DAYS', group: 'Calls', type: 'integer', unit: 'days', min: 1, max: 365, default: 30,
    description: 'How long a write that ran out of retries is kept before it is discarded; one of unknown outcome is kept until it is settled.' },
  { name: 'CACHE_ENTRIES', group: 'Answers', type: 'integer', unit: 'answers', min: 1, max: 1_000_000, default: 1000,
    description: 'Answers that the cache holds at most.' },
  { name: 'CACHE_BYTES', group: 'Answers', type: 'integer', unit: 'bytes', min: 1024, max: 4096 * MIB, default: 32 * MIB,
    description: 'Bytes of answers that the cache holds at most.' },
  { name: 'CACHE_TTL_MS', group: 'Answers', type: 'integer', unit: 'ms', min: 0, max: DAY, default: MINUTE,
    description: 'How long a cached answer is fresh where its tool does not say.' },
  { name: 'CACHE_STALE_MS', group: 'Answers', type: 'integer', unit: 'ms', min: 0, max: DAY, default: 10 * MINUTE,
    description: 'How long after it stopped being fresh an answer is given, marked as stale, while its vendor does not answer; 0 never.' },
  { name: 'CACHE_REFUSAL_MS', group: 'Answers', type: 'integer', unit: 'ms', min: 0, max: HOUR, default: 5000,
    description: 'How long what a vendor refused to a read is refused again without asking; 0 always asks.' },
  { name: 'MCP_OUTPUT_SCHEMAS', group: 'Answers', type: 'choice', choices: ['outline', 'full'], default: 'outline',
    description: 'What tools/list shows of the schemas of answers: their members and types, or all of it. describe_tool always gives all.' },
  { name: 'RESULT_CHARACTERS', group: 'Answers', type: 'integer', unit: 'characters', min: 1000, max: 1_000_000, default: 50_000,
    description: 'Size of one answer; what is longer is paged.' },
  { name: 'RESULT_FILE_TTL_MS', group: 'Answers', type: 'integer', unit: 'ms', min: MINUTE, max: 7 * DAY, default: HOUR,
    description: 'How long the pages of a large answer can be read.' },
  { name: 'RESULT_FILE_CHARACTERS', group: 'Answers', type: 'integer', unit: 'characters', min: 10_000, max: 1_000_000_000, default: 20_000_000,
    description: 'Size of one large answer, all pages together.' },
  { name: 'RESULT_OWNER_CHARACTERS', group: 'Answers', type: 'integer', unit: 'characters', min: 10_000, max: 10_000_000_000, default: 100_000_000,
    description: 'Size of all large answers that one principal keeps.' },

  { name: 'OUTBOUND_CONNECTIONS', group: 'Outbound', type: 'integer', unit: 'connections', min: 1, max: 10_000, default: 200,
    description: 'Open connections to one vendor host at most.' },
  { name: 'OUTBOUND_KEEP_ALIVE_MS', group: 'Outbound', type: 'integer', unit: 'ms', min: 1000, max: 10 * MINUTE, default: MINUTE,
    description: 'How long an unused connection is kept.' },
  { name: 'OUTBOUND_TIMEOUT_MS', group: 'Outbound', type: 'integer', unit: 'ms', min: 100, max: 10 * MINUTE, default: MINUTE,
    description: 'How long one exchange with a vendor may take, from connecting to the last byte.' },
  { name: 'OUTBOUND_BODY_BYTES', group: 'Outbound', type: 'integer', unit: 'bytes', min: 1024, max: 1024 * MIB, default: 32 * MIB,
    description: 'Largest reply of a vendor that is read, decoded.' },

  { name: 'AUDIT_FAILURE', group: 'Audit', type: 'choice', choices: ['refuse', 'allow-reads'], default: 'refuse', developmentDefault: 'allow-reads',
    description: 'What happens to reads while the audit trail cannot be written; writes are always refused.' },
] as const satisfies readonly Setting[];

/** The platform's own settings, parsed. */
export type PlatformSettings = SettingsOf<typeof SETTINGS>;
