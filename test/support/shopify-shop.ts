import { type EmulatorOptions, openEmulator } from '../../src/connectors/shopify/emulator/emulator.ts';
import type { Emulator } from '../../src/emulation/emulator.ts';
import type { WireReply } from '../../src/kernel/wire.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** A GraphQL answer, open for whatever a test looks at. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers without parsing them
  readonly data?: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers without parsing them
  readonly errors?: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers without parsing them
  readonly extensions?: any;
}

export interface TestShop {
  readonly clock: FakeClock;
  readonly emulator: Emulator;
  /** Sends a GraphQL request with the static token. */
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form or any other body to a path of the shop. */
  post(path: string, body: string, headers?: Record<string, string>): Promise<WireReply>;
}

/** Opens an emulated shop on a clock that stands still at noon of 2026-11-22. */
export function openTestShop(options: Partial<EmulatorOptions> = {}): TestShop {
  const clock = createFakeClock();
  const emulator = openEmulator({ clock, ...options });
  const post: TestShop['post'] = (path, body, headers = {}) =>
    emulator.wire({ method: 'POST', url: `${emulator.origin}${path}`, headers, body });
  return {
    clock,
    emulator,
    post,
    async ask(query, variables, headers = {}) {
      const reply = await post('/admin/api/2026-10/graphql.json', JSON.stringify({ query, variables }), {
        'content-type': 'application/json',
        'x-shopify-access-token': emulator.credentials.SHOPIFY_ACCESS_TOKEN!,
        ...headers,
      });
      return { status: reply.status, headers: reply.headers, ...JSON.parse(reply.body) };
    },
  };
}
