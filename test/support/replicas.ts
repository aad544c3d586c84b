import { SecondLevel } from '../../src/cache/second-level.ts';
import type { SharedAnswers } from '../../src/cache/shared-answers.ts';
import type { CallRequest } from '../../src/kernel/call.ts';
import type { Log } from '../../src/kernel/log.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { SharedStore } from '../../src/kernel/shared-state.ts';
import { MemoryLeases } from '../../src/storage/memory/memory-leases.ts';
import { MemoryNoticeBoard } from '../../src/storage/memory/memory-notices.ts';
import { MemorySharedAnswers } from '../../src/storage/memory/memory-shared-answers.ts';
import { createKeyedDigest } from '../../src/vault/keyed-digest.ts';
import { createSealer } from '../../src/vault/sealer.ts';
import { AcmeVendor } from './acme.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { openTestGateway, type TestGatewayOptions } from './test-gateway.ts';

export interface ReplicaOptions extends Omit<TestGatewayOptions, 'clock' | 'wire' | 'openSecondLevel'> {
  readonly key?: string;
  readonly release?: string;
  readonly log?: Log;
  /** What this replica asks in place of the store itself. */
  readonly through?: (store: SharedAnswers) => SharedAnswers;
  /** Whether it hears and says notices. */
  readonly deaf?: boolean;
}

const STALE_MS = 600_000;

/** What gateways share in one process: a vendor, a clock, answers, leases and notices. */
export class Replicas implements AsyncDisposable {
  readonly clock: FakeClock = createFakeClock();
  readonly vendor = new AcmeVendor();
  readonly store = new MemorySharedAnswers(this.clock, 1_000);
  readonly leases = new MemoryLeases(this.clock);
  readonly #board = new MemoryNoticeBoard();
  readonly #opened: AsyncDisposable[] = [];

  /** Opens a gateway as one replica of them. */
  async open(options: ReplicaOptions = {}) {
    const { key = 'a key for tests, long enough to be one', release = '1', log = silentLog, through } = options;
    const notices = (options.deaf ? new MemoryNoticeBoard() : this.#board).join();
    const missed: SharedStore[] = [];
    const state = { up: true, missed: (store: SharedStore) => void missed.push(store) };
    const levels: SecondLevel[] = [];
    const gateway = await openTestGateway({
      retry: { retries: 0, baseMs: 1, capMs: 1 },
      rate: { callsPerMinute: 10_000, burst: 10_000 },
      cacheStaleMs: STALE_MS,
      ...options,
      clock: this.clock,
      wire: (request, signal) => this.vendor.wire(request, signal),
      openSecondLevel: (own) => {
        const level = new SecondLevel(
          {
            own,
            shared: through?.(this.store) ?? this.store,
            leases: this.leases,
            state,
            sealer: createSealer(key, 'answers'),
            digest: createKeyedDigest(key, 'answers'),
            tell: (connection, generation) => void notices.publish('answers', `${connection} ${generation}`),
            clock: this.clock,
            log,
          },
          { release, staleMs: STALE_MS },
        );
        levels.push(level);
        return level;
      },
    });
    this.#opened.push(gateway);
    const [level] = levels as [SecondLevel];
    notices.subscribe('answers', {
      heard(text) {
        const [connection = '', generation = ''] = text.split(' ');
        level.generations.heard(connection, generation);
      },
      missed: () => void level.generations.lookAgain(),
    });
    const call = (input: unknown = {}, more: Partial<CallRequest> = {}, tool = 'acme_list_rows') =>
      gateway.gateway.call(gateway.request(gateway.principal('operator'), tool, input, more));
    return {
      ...gateway,
      state,
      /** What it did alone. */
      missed,
      generations: level.generations,
      call,
      write: () => call({ id: '1', name: 'One' }, {}, 'acme_rename_row'),
      /** How a read ended: what the cache was to it, or its error code. */
      read: (input?: unknown, more?: Partial<CallRequest>) =>
        call(input, more).then(
          ({ facts }) => facts.cache as string,
          ({ code }) => code as string,
        ),
    };
  }

  /** How often the vendor was asked for rows. */
  get reads(): number {
    return this.vendor.requests.filter(({ method }) => method === 'GET').length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const gateway of this.#opened) await gateway[Symbol.asyncDispose]();
  }
}
