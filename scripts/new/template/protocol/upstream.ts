import type { z } from 'zod';
import type { Channel } from '../../../../src/kernel/connector.ts';
import { PlatformError } from '../../../../src/kernel/errors.ts';

/** Sample's API as its tools use it. */
export class SampleUpstream {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  get(path: string): Promise<unknown> {
    return this.#channel.send({ method: 'GET', path });
  }

  /** Gets what has to have this form; anything else is the vendor's failure. */
  async read<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> {
    const parsed = schema.safeParse(await this.get(path));
    if (parsed.success) return parsed.data;
    const message = 'Sample answered with something else than it documents.';
    throw new PlatformError('upstream_failed', message, { sent: 'unknown' }, { cause: parsed.error });
  }
}
