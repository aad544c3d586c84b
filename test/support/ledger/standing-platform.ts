import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type PlatformProcess, type Settings, startPlatform, temporaryFolder } from '../platform-process.ts';

/** From a kill until the platform is there again, epoch ms. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** A platform on one port and one folder that is started again after each kill. */
export class StandingPlatform implements AsyncDisposable {
  readonly outages: Outage[] = [];
  readonly folder: string;
  readonly key: string;
  readonly url: string;
  readonly #settings: Settings;
  readonly #owned: Disposable;
  #platform: PlatformProcess;
  #up: Promise<void> = Promise.resolve();
  pauses = 0;

  private constructor(platform: PlatformProcess, settings: Settings, owned: Disposable) {
    this.#platform = platform;
    this.#settings = settings;
    this.#owned = owned;
    this.folder = platform.folder;
    this.key = platform.key;
    this.url = platform.url;
  }

  static async start(settings: Settings): Promise<StandingPlatform> {
    const folder = temporaryFolder();
    const all = { ...settings, PORT: String(await freePort()) };
    return new StandingPlatform(await startPlatform({ folder: folder.path, settings: all }), all, folder);
  }

  /** Resolves while it takes calls; after a kill, when it does again. */
  up(): Promise<void> {
    return this.#up;
  }

  /** SIGKILL, and a new start. */
  kill(): void {
    this.#up = this.#up.then(async () => {
      const from = Date.now();
      this.#platform.signal('SIGKILL');
      await this.#platform.ended;
      this.#platform = await startPlatform({ folder: this.folder, settings: this.#settings });
      this.outages.push({ from, to: Date.now() });
    });
  }

  /** SIGSTOP for so long; callers go on calling meanwhile. */
  pause(ms: number): void {
    const platform = this.#platform;
    this.pauses += 1;
    platform.signal('SIGSTOP');
    void setTimeout(ms).then(() => platform.signal('SIGCONT'));
  }

  /** Stops in good order, so that everything that waits to be written is. */
  async stop(): Promise<void> {
    this.#platform.signal('SIGTERM');
    await this.#platform.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#platform[Symbol.asyncDispose]();
    this.#owned[Symbol.dispose]();
  }
}

/** A port that was free a moment ago, so that callers find the platform where it was. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
