import type { Clock } from '../../src/kernel/clock.ts';
import type { Wire, WireReply, WireRequest } from '../../src/kernel/wire.ts';

/** A clock that stands still until a test moves it; nobody waits by it. */
export function createStoppedClock(): Clock & { pass(ms: number): void } {
  let nowMs = 1_000_000;
  return {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    after: () => {
      throw new Error('Nothing here waits.');
    },
    sleep: () => Promise.reject(new Error('Nothing here sleeps.')),
    pass(ms) {
      nowMs += ms;
    },
  };
}

/** A vendor that mints at one path, believes what it minted last, and remembers what it was sent. */
export function createTokenVendor(isTokenUrl: (url: string) => boolean) {
  const seen: WireRequest[] = [];
  const state = {
    seen,
    mints: () => seen.filter(({ url }) => isTokenUrl(url)),
    calls: () => seen.filter(({ url }) => !isTokenUrl(url)),
    forms: () => state.mints().map(({ body }) => Object.fromEntries(new URLSearchParams(String(body)))),
    valid: '',
    mint: (_form: Record<string, string>, n: number, _url: string): WireReply | Promise<WireReply> =>
      json(200, { access_token: `token-${n}`, expires_in: 3_600 }),
    answer: (_request: WireRequest): WireReply | undefined => undefined,
  };
  const wire: Wire = async (sent) => {
    seen.push(sent);
    await null;
    if (isTokenUrl(sent.url)) {
      const reply = await state.mint(state.forms().at(-1) ?? {}, state.mints().length, sent.url);
      state.valid = /"access_token":"([^"]*)"/.exec(reply.body)?.[1] ?? state.valid;
      return reply;
    }
    const shown = sent.headers.authorization?.split(' ').at(-1);
    return state.answer(sent) ?? json(shown === state.valid ? 200 : 401, {});
  };
  return { state, wire };
}

/** A reply with a JSON body. */
export function json(status: number, body: unknown): WireReply {
  return { status, headers: {}, body: JSON.stringify(body) };
}
