import { type ConnectionRecords, DEFAULT_CONNECTION } from '../connections/connection-records.ts';
import type { ConnectionRecord } from '../connections/connection-store.ts';
import { type ConnectionRuntime, ConnectionRuntimes } from '../gateway/connection-runtime.ts';
import type { Connector } from '../kernel/connector.ts';
import type { Log } from '../kernel/log.ts';
import type { SettingValues } from '../kernel/setting.ts';
import { checkSettings } from './check-settings.ts';
import { type ConnectionDefinition, type OpeningOptions, openConnection } from './open-connection.ts';

export interface LiveConnectionsOptions extends OpeningOptions {
  readonly connectors: readonly Connector[];
  /** All settings of the environment by name, those of connectors included. */
  readonly values: SettingValues;
  readonly records: ConnectionRecords;
  readonly log: Log;
  /** Told of each connection that is another than before, or gone. */
  onChange(connection: string): void;
}

/** How many connections are opened at a time: an emulator takes a moment of the one thread. */
const OPENED_AT_A_TIME = 8;

/**
 * The connections of this process: those of the settings, which stay as they are, and those of the records, which follow
 * the database. A connection that did not change keeps its circuit, its places and its quota.
 */
export class LiveConnections {
  readonly runtimes: ConnectionRuntimes;
  readonly #options: LiveConnectionsOptions;
  readonly #ofSettings: readonly ConnectionRuntime[];
  readonly #ofRecords = new Map<string, { readonly version: number; readonly runtime: ConnectionRuntime }>();
  #last: Promise<void> = Promise.resolve();

  private constructor(options: LiveConnectionsOptions, ofSettings: readonly ConnectionRuntime[]) {
    this.#options = options;
    this.#ofSettings = ofSettings;
    this.runtimes = new ConnectionRuntimes(ofSettings);
  }

  /** Opens every connector's connection `default`, and every connection that there is a record of. */
  static async open(options: LiveConnectionsOptions): Promise<LiveConnections> {
    const { connectors, values } = options;
    const defaults = connectors.map((connector) =>
      openConnection({ connector, name: DEFAULT_CONNECTION, credentialVersion: 1, values, mock: false }, options),
    );
    const live = new LiveConnections(options, await Promise.all(defaults));
    await live.follow();
    return live;
  }

  /** Brings the connections up to what the records say. Resolves when that is so; two at a time go one after the other. */
  follow(): Promise<void> {
    const following = this.#last.then(() => this.#follow());
    this.#last = following.catch(() => undefined);
    return following;
  }

  async #follow(): Promise<void> {
    const { records, circuits, onChange } = this.#options;
    const versions = await records.versions();
    const isCurrent = (id: string) => this.#ofRecords.get(id)?.version === versions.get(id);
    const known = [...new Set([...this.#ofRecords.keys(), ...versions.keys()])];
    if (known.every(isCurrent)) return;
    const list = await records.list();
    const stale = list.filter(({ id, version }) => this.#ofRecords.get(id)?.version !== version);
    const opened: [ConnectionRecord, ConnectionRuntime][] = [];
    for (let at = 0; at < stale.length; at += OPENED_AT_A_TIME) {
      const some = stale.slice(at, at + OPENED_AT_A_TIME);
      const runtimes = await Promise.all(some.map((record) => this.#open(record)));
      for (const [index, runtime] of runtimes.entries()) {
        if (runtime) opened.push([some[index] as ConnectionRecord, runtime]);
      }
    }
    const gone = [...this.#ofRecords.keys()].filter((id) => !list.some((record) => record.id === id));
    for (const id of gone) {
      this.#ofRecords.delete(id);
      circuits.retire(id);
    }
    for (const [{ id, version }, runtime] of opened) this.#ofRecords.set(id, { version, runtime });
    const ofRecords = [...this.#ofRecords.values()].map(({ runtime }) => runtime);
    this.runtimes.replace([...this.#ofSettings, ...ofRecords.sort(byId)]);
    for (const id of [...gone, ...opened.map(([record]) => record.id)]) onChange(id);
  }

  /** A record that cannot be opened is a connection that is off and says why; one of an unknown connector is passed over. */
  async #open(record: ConnectionRecord): Promise<ConnectionRuntime | undefined> {
    const { records, log } = this.#options;
    const connector = records.connectorOf(record);
    if (!connector) {
      log.warn({ connection: record.id }, 'this version has no connector for the connection');
      return undefined;
    }
    const { name, version, mock } = record;
    const advice = `with \`mcp-platform connections set ${record.id}\``;
    const definition: ConnectionDefinition = {
      connector,
      name,
      credentialVersion: version,
      values: this.#valuesOf(connector, record),
      mock,
      advice,
    };
    return openConnection(definition, this.#options);
  }

  #valuesOf(connector: Connector, record: ConnectionRecord): ConnectionDefinition['values'] {
    const { records, settings, log } = this.#options;
    let texts: Readonly<Record<string, string>>;
    try {
      texts = records.textsOf(record);
    } catch (error) {
      log.error({ err: error, connection: record.id }, 'the secrets of the connection cannot be opened');
      return {
        unreadable: `Its secrets were sealed with another key; set them again: ${record.secretNames.join(', ')}.`,
      };
    }
    const { values, faults } = checkSettings(connector, texts, settings);
    if (values) return values;
    return { unreadable: `${connector.title} is off: ${faults.map(({ name, says }) => `${name} ${says}`).join(' ')}` };
  }
}

function byId({ connection: one }: ConnectionRuntime, { connection: other }: ConnectionRuntime): number {
  return one.id < other.id ? -1 : 1;
}
