import type { z } from 'zod';
import type { Channel, ChannelRequest } from '../../../../src/kernel/connector.ts';
import { PlatformError } from '../../../../src/kernel/errors.ts';

/** Sample's API as its tools use it: what comes back has the form that it is given, or is the vendor's failure. */
export class SampleUpstream {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Asks. `path` comes encoded, with its query. */
  read<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> {
    return this.#send({ method: 'GET', path }, schema);
  }

  /** Changes. Without an answer whether it was done is not known; a tool's read-back finds out. */
  change<Answer>(method: 'POST' | 'PUT', path: string, body: object, schema: z.ZodType<Answer>): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.#send({ method, path, headers, body: JSON.stringify(body) }, schema);
  }

  async #send<Answer>(request: ChannelRequest, schema: z.ZodType<Answer>): Promise<Answer> {
    const parsed = schema.safeParse(await this.#channel.send(request));
    if (parsed.success) return parsed.data;
    const message = 'Sample answered with something else than it documents.';
    throw new PlatformError('upstream_failed', message, { sent: 'unknown' }, { cause: parsed.error });
  }
}
