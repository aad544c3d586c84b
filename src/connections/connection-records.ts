import type { Clock } from '../kernel/clock.ts';
import type { Connector } from '../kernel/connector.ts';
import { type Issue, PlatformError } from '../kernel/errors.ts';
import { nearest } from '../kernel/nearest.ts';
import type { ConnectionRecord, ConnectionStore } from './connection-store.ts';
import type { LearnedSecrets } from './learned-secrets.ts';
import type { SecretSealer } from './secret-sealer.ts';
import { settingIssues } from './setting-issues.ts';

/** Texts of settings by name, as they were written. */
export type SettingTexts = Readonly<Record<string, string>>;

/** What a connection is made of, or what is to be changed of one. */
export interface ConnectionChange {
  readonly settings?: SettingTexts;
  readonly secrets?: SettingTexts;
  readonly mock?: boolean;
}

/** What is wrong with settings, each as the rest of a sentence that begins with the setting's name. */
export type SettingsCheck = (
  connector: Connector,
  texts: SettingTexts,
) => readonly { readonly name: string; readonly says: string }[];

export interface ConnectionRecordsParts {
  readonly connectors: readonly Connector[];
  readonly store: ConnectionStore;
  readonly learned: LearnedSecrets;
  readonly sealer: SecretSealer;
  readonly clock: Clock;
  /** Checks settings as the start does. */
  readonly check: SettingsCheck;
}

/** The name of the connection that the settings of the environment define. */
export const DEFAULT_CONNECTION = 'default';

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
export const CONNECTIONS_MAX = 1_000;

/** The connections that operators added. What it takes is checked whole before anything is kept; secrets are never given out but to `textsOf`. */
export class ConnectionRecords {
  readonly #parts: ConnectionRecordsParts;

  constructor(parts: ConnectionRecordsParts) {
    this.#parts = parts;
  }

  list(): Promise<readonly ConnectionRecord[]> {
    return this.#parts.store.list();
  }

  versions(): Promise<ReadonlyMap<string, number>> {
    return this.#parts.store.versions();
  }

  /** The connector of a record; `undefined` for one that this version of the platform does not have. */
  connectorOf({ connector }: ConnectionRecord): Connector | undefined {
    return this.#parts.connectors.find(({ id }) => id === connector);
  }

  /** All settings of a record with its secrets opened, for whoever opens the connection. Throws when they were sealed with another key. */
  textsOf(record: ConnectionRecord): SettingTexts {
    return { ...record.settings, ...this.#open(record) };
  }

  /** Adds a connection. Throws `invalid_input` with everything that is wrong. */
  async add(connector: string, name: string, change: ConnectionChange): Promise<ConnectionRecord> {
    const { store, clock } = this.#parts;
    const known = this.#connector(connector);
    assertName(known, name);
    const [settings, secrets] = [merged({}, change.settings), merged({}, change.secrets)];
    this.#assertFit(known, settings, secrets, change);
    if ((await store.versions()).size >= CONNECTIONS_MAX) {
      throw invalid('name', `There are ${CONNECTIONS_MAX} connections already; remove one first.`);
    }
    const at = clock.now();
    const record = this.#sealed(
      { connector, name, version: at, mock: change.mock === true, settings, createdAt: at },
      secrets,
    );
    if (await store.add(record)) return record;
    throw invalid('name', `${record.id} exists already; change it with connections.set, or choose another name.`);
  }

  /**
   * Changes what is named and leaves the rest; an empty text takes a setting out. Secrets are sealed anew, for the new
   * version. Throws `not_found` and `invalid_input`.
   */
  async change(id: string, change: ConnectionChange): Promise<ConnectionRecord> {
    const { store, clock } = this.#parts;
    const before = await this.#find(id);
    const connector = this.#connector(before.connector);
    const settings = merged(before.settings, change.settings);
    const secrets = merged(this.#openForChange(before, change), change.secrets);
    this.#assertFit(connector, settings, secrets, change);
    const version = Math.max(clock.now(), before.version + 1);
    const record = this.#sealed({ ...before, version, mock: change.mock ?? before.mock, settings }, secrets);
    if (await store.replace(record, before.version)) return record;
    throw new PlatformError('conflict', `Somebody else has just changed ${id}; look at it and change it again.`);
  }

  /** Removes a connection with everything that was learned for it. Throws `not_found`. */
  async remove(id: string): Promise<void> {
    const { store, learned } = this.#parts;
    await this.#find(id);
    await store.remove(id);
    await learned.forget(id);
  }

  async #find(id: string): Promise<ConnectionRecord> {
    const { store } = this.#parts;
    const record = await store.find(id);
    if (record) return record;
    if (id.endsWith(`/${DEFAULT_CONNECTION}`)) {
      throw invalid(
        'connection',
        'The settings of the environment define this connection; change it there and restart.',
      );
    }
    const near = nearest(id, [...(await store.versions()).keys()]);
    throw new PlatformError(
      'not_found',
      `No connection ${JSON.stringify(id.slice(0, 100))} was added.${near ? ` Did you mean ${near}?` : ''}`,
    );
  }

  #connector(id: string): Connector {
    const ids = this.#parts.connectors.map((connector) => connector.id);
    const connector = this.#parts.connectors.find((known) => known.id === id);
    if (connector) return connector;
    throw invalid('connector', `There is no such connector; known are ${ids.join(', ')}.`);
  }

  #assertFit(connector: Connector, settings: SettingTexts, secrets: SettingTexts, given: ConnectionChange): void {
    const issues = settingIssues(connector, given.settings ?? {}, given.secrets ?? {});
    const faults = issues.length > 0 ? [] : this.#parts.check(connector, { ...settings, ...secrets });
    const part = (name: string) => (name in secrets ? 'secrets' : 'settings');
    const all = [
      ...issues,
      ...faults.map(({ name, says }) => ({ path: `${part(name)}.${name}`, message: `${name} ${says}` })),
    ];
    if (all.length === 0) return;
    const told = all.map(({ message }) => message).join(' ');
    throw new PlatformError('invalid_input', `The connection was not kept. ${told}`, { issues: all });
  }

  #open({ id, version, sealed }: ConnectionRecord): SettingTexts {
    return JSON.parse(this.#parts.sealer.open(sealed, bindingOf(id, version))) as SettingTexts;
  }

  /** Secrets that were sealed with a key of before are lost; a change that gives every one of them anew needs none. */
  #openForChange(record: ConnectionRecord, { secrets = {} }: ConnectionChange): SettingTexts {
    if (record.secretNames.every((name) => name in secrets)) return {};
    try {
      return this.#open(record);
    } catch (cause) {
      throw new PlatformError(
        'invalid_input',
        `The secrets of ${record.id} were sealed with another key; give all of them anew: ${record.secretNames.join(', ')}.`,
        {},
        { cause },
      );
    }
  }

  #sealed(record: Omit<ConnectionRecord, 'id' | 'sealed' | 'secretNames'>, secrets: SettingTexts): ConnectionRecord {
    const id = `${record.connector}/${record.name}`;
    const sealed = this.#parts.sealer.seal(JSON.stringify(secrets), bindingOf(id, record.version));
    return { ...record, id, secretNames: Object.keys(secrets).sort(), sealed };
  }
}

function bindingOf(id: string, version: number): string {
  return `connection/${id}/${version}`;
}

/** An empty text is no setting. */
function merged(before: SettingTexts, change: SettingTexts = {}): SettingTexts {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, text]) => text.trim() !== ''));
}

function assertName({ id }: Connector, name: string): void {
  if (name === DEFAULT_CONNECTION) {
    throw invalid('name', `The settings of the environment define ${id}/default; choose another name.`);
  }
  if (!NAME.test(name)) {
    throw invalid('name', 'Write 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end.');
  }
}

function invalid(path: string, message: string): PlatformError {
  const issues: readonly Issue[] = [{ path, message }];
  return new PlatformError('invalid_input', message, { issues });
}
