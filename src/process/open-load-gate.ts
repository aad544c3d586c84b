import type { Log } from '../kernel/log.ts';
import { LoopWatch } from '../observability/loop-watch.ts';
import { LoadShedder } from '../resilience/load-shedder.ts';
import type { LoadGate } from '../transports/http/front-door.ts';

export interface LoadGateOptions {
  /** `LOAD_SHED_LAG_MS` */
  readonly lagMs: number;
  readonly log: Log;
  /** Requests that are not answered yet, the one that asks included; streams are at rest and no part of them. */
  open(): number;
  /** Told of each that is refused. */
  onRefused(): void;
}

/** Looks at the event loop for as long as it is open, and says which requests are too many. */
export function openLoadGate({ lagMs, log, open, onRefused }: LoadGateOptions): LoadGate & Disposable {
  const watch = new LoopWatch((reading) => shedder.read(reading));
  const shedder = new LoadShedder({
    lagMs,
    onChange: (shedding) =>
      shedding
        ? log.warn({ lagMs }, 'overload: some requests are refused')
        : log.info({}, 'the overload is over: every request is taken'),
  });
  // What is answered at once, from the cache, is gone when the next is read: so what came in this turn of the loop counts to its end.
  let inTurn: number | undefined;
  const endTurn = () => {
    inTurn = undefined;
  };
  const underWay = () => {
    if (inTurn === undefined) {
      inTurn = open() - 1;
      setImmediate(endTurn);
    }
    inTurn += 1;
    return inTurn;
  };
  return {
    refuses() {
      const refused = shedder.refuses(underWay());
      if (refused) onRefused();
      return refused;
    },
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}
