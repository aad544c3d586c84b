import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body up to `limit` bytes and gives it to `done`; `undefined` when it is longer, said as soon as that
 * is known, with the rest left unread. A caller who leaves midway is forgotten: there is nobody to answer.
 */
export function readBody(request: IncomingMessage, limit: number, done: (body: Buffer | undefined) => void): void {
  const declared = request.headers['content-length'];
  if (declared !== undefined && Number(declared) > limit) {
    done(undefined);
    return;
  }
  let first: Buffer | undefined;
  let further: Buffer[] | undefined;
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) {
      request.off('data', onData).off('end', onEnd).pause();
      done(undefined);
    } else if (first === undefined) first = chunk;
    else if (further === undefined) further = [first, chunk];
    else further.push(chunk);
  };
  const onEnd = () => done(further === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(further, size));
  request.on('data', onData).on('end', onEnd);
}
