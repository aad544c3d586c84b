import { createHash } from 'node:crypto';

/** A Lua script and the digest under which the server knows it once it has run it. */
export interface RedisScript {
  readonly text: string;
  readonly sha1: string;
}

/** Epoch ms of the server as `now`, or what a test gives as the last argument: monotonic there. */
const NOW = `local now = tonumber(ARGV[#ARGV])
local told = now ~= nil
if not told then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
`;

/** Declares a script; it is run by its digest and sent whole only to a server that does not know it yet. */
export function defineScript(text: string): RedisScript {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/** Declares a script that knows `now`. */
export function defineTimedScript(body: string): RedisScript {
  return defineScript(NOW + body);
}

/** The last argument of a timed script. */
export function toldTime(now: (() => number) | undefined): string {
  return now === undefined ? '' : String(now());
}
