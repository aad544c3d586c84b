import { createHook } from 'node:async_hooks';

/** Counts what this process tries to connect to, as libuv sees it: below every library, and nothing is replaced. */
export interface ConnectWatch extends Disposable {
  /** TCP connections begun since the watch was opened, as `address:port`. */
  begun(): string[];
}

/** Watches until disposed of. */
export function openConnectWatch(): ConnectWatch {
  const begun: { address?: string; port?: number }[] = [];
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type === 'TCPCONNECTWRAP') begun.push(resource);
    },
  }).enable();
  return {
    // Node writes the address on the resource after it has announced it.
    begun: () => begun.map(({ address, port }) => `${address}:${port}`),
    [Symbol.dispose]: () => void hook.disable(),
  };
}
