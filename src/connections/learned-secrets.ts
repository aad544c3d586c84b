import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { LearnedSecretStore } from './learned-secret-store.ts';
import type { SecretSealer } from './secret-sealer.ts';

export interface LearnedSecretsParts {
  readonly store: LearnedSecretStore;
  readonly sealer: SecretSealer;
  readonly clock: Clock;
  readonly log: Log;
}

/** Follows the refresh token of one connection; see `RefreshTokenKeeper` of the outbound client. */
export interface FollowedRefreshToken {
  latest(configured: string): Promise<string | undefined>;
  keep(configured: string, latest: string): Promise<void>;
}

const REFRESH_TOKEN = 'refresh-token';

/** Secrets that vendors gave for a connection: kept sealed, and void as soon as what they came from is another. */
export class LearnedSecrets {
  readonly #parts: LearnedSecretsParts;

  constructor(parts: LearnedSecretsParts) {
    this.#parts = parts;
  }

  /**
   * The refresh token of a connection, followed through all its replacements. While the store cannot be reached, the
   * latest of this process is used; the log then says that a restart would lose it.
   */
  refreshTokenOf(connection: string): FollowedRefreshToken {
    const { log } = this.#parts;
    let unkept: { readonly configured: string; readonly latest: string } | undefined;
    const write = async () => {
      if (unkept) await this.replace(connection, REFRESH_TOKEN, unkept.configured, unkept.latest);
      unkept = undefined;
    };
    return {
      latest: async (configured) => {
        try {
          await write();
          return await this.find(connection, REFRESH_TOKEN, configured);
        } catch (error) {
          log.error({ err: error, connection }, 'the latest refresh token cannot be read');
          return unkept?.configured === configured ? unkept.latest : undefined;
        }
      },
      keep: async (configured, latest) => {
        unkept = { configured, latest };
        await write().catch((error: unknown) =>
          log.error({ err: error, connection }, 'a new refresh token is not kept yet; a restart now would lose it'),
        );
      },
    };
  }

  /** The secret that came from `source`; `undefined` where there is none. Rejects when the store or the seal fails. */
  async find(connection: string, name: string, source: string): Promise<string | undefined> {
    const { store, sealer } = this.#parts;
    const kept = await store.find(connection, name);
    if (!kept || kept.source !== digestOf(source)) return undefined;
    return sealer.open(kept.sealed, bindingOf(connection, name, kept.source));
  }

  /** Keeps a secret in the place of the one before. */
  async replace(connection: string, name: string, source: string, secret: string): Promise<void> {
    await this.#parts.store.put(this.#sealed(connection, name, source, secret));
  }

  /** Keeps a secret where there is none of the source yet; gives whether it was kept. */
  keepFirst(connection: string, name: string, source: string, secret: string): Promise<boolean> {
    return this.#parts.store.putFirst(this.#sealed(connection, name, source, secret));
  }

  /** Forgets everything of a connection. */
  forget(connection: string): Promise<void> {
    return this.#parts.store.forget(connection);
  }

  #sealed(connection: string, name: string, source: string, secret: string) {
    const { sealer, clock } = this.#parts;
    const digest = digestOf(source);
    const sealed = sealer.seal(secret, bindingOf(connection, name, digest));
    return { connection, name, source: digest, sealed, at: clock.now() };
  }
}

function bindingOf(connection: string, name: string, digest: string): string {
  return `learned/${connection}/${name}/${digest}`;
}

function digestOf(source: string): string {
  return createHash('sha256').update(source).digest('base64url');
}
