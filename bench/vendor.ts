import { type CountAudited, GovernedServer } from './governed.ts';
import { type PreparedRequest, runLoad } from './load.ts';
import { assertOk, callRequest } from './requests.ts';
import { readyLine, ServerProcess } from './server-process.ts';
import type { Workplace } from './workplace.ts';

export const ARGUMENTS = 1_000;
const KEYS = 60;
const TOOL = 'shopify_get_product';
const KNOWN_PRODUCT = 8_100_000_000_001;

/** The vendor double, and platforms that take it for their shop. */
export class Vendor implements AsyncDisposable {
  readonly origin: string;
  readonly caFile: string;
  readonly #server: ServerProcess;

  private constructor(server: ServerProcess, caFile: string) {
    this.#server = server;
    this.origin = `https://127.0.0.1:${server.port}`;
    this.caFile = caFile;
  }

  static async start({ file }: Workplace): Promise<Vendor> {
    const caFile = file('ca.pem');
    return new Vendor(
      await ServerProcess.start('vendor double', ['bench/servers/vendor-double.ts', caFile], readyLine),
      caFile,
    );
  }

  /** Starts the platform against the double, in live code over TLS, with keys of 60 principals. */
  async startPlatform(env: Record<string, string> = {}, countAudited?: CountAudited): Promise<ConnectedPlatform> {
    const credentials = JSON.parse(/^credentials (.*)$/m.exec(this.#server.printed)?.[1] ?? '{}');
    const own = {
      ...credentials,
      EMULATOR_ORIGINS: `shopify=${this.origin}`,
      EMULATOR_CA_FILE: this.caFile,
      CACHE_ENTRIES: String(ARGUMENTS * 2),
      CACHE_TTL_MS: '3600000',
    };
    const governed = await GovernedServer.start({ ...own, ...env }, countAudited);
    return new ConnectedPlatform(governed, await governed.makeKeys(KEYS));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}

/** A platform whose shop is the vendor double. */
export class ConnectedPlatform implements AsyncDisposable {
  readonly governed: GovernedServer;
  readonly keys: readonly string[];

  constructor(governed: GovernedServer, keys: readonly string[]) {
    this.governed = governed;
    this.keys = keys;
  }

  /** A call that reads product `n`, under one of the keys in turn. */
  read(n: number): PreparedRequest {
    return callRequest(this.keys[n % KEYS] as string, TOOL, { id: String(n), variantLimit: 1 });
  }

  /** Sends the first call, whose answer the double learns from the emulator, and gives the answer's bytes. */
  async firstAnswer(): Promise<string> {
    let answer = '';
    await this.#run(
      1,
      () => this.read(KNOWN_PRODUCT),
      (body) => {
        answer = body;
      },
    );
    return answer;
  }

  /** Reads so many products once, so that their answers are cached. */
  async fillCache(requests: readonly PreparedRequest[]): Promise<void> {
    await this.#run(
      requests.length,
      (n) => requests[n] as PreparedRequest,
      () => {},
    );
  }

  async #run(calls: number, request: (n: number) => PreparedRequest, see: (body: string) => void): Promise<void> {
    const { port } = this.governed.process;
    const check = (status: number, body: string) => {
      assertOk(status, body);
      see(body);
    };
    await runLoad({ port, connections: Math.min(calls, 8), calls, request, check, checkAll: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.governed[Symbol.asyncDispose]();
  }
}
