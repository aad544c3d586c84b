import { PlatformError } from '../../../kernel/errors.ts';

/** What became of URLs that were submitted a batch at a time. */
export interface Submission {
  readonly submitted: number;
  readonly notSubmitted: string[];
  /** Why some were left out. */
  readonly notice: string | undefined;
}

/**
 * Submits URLs a batch at a time. A refusal of the first batch is thrown; after one that was accepted, a later one that Bing
 * certainly did not carry out ends the work and is told, and one of unknown fate is thrown with what is certain.
 */
export async function submitInBatches(
  urls: readonly string[],
  size: number,
  send: (batch: readonly string[]) => Promise<unknown>,
): Promise<Submission> {
  let submitted = 0;
  let notice: string | undefined;
  while (submitted < urls.length && notice === undefined) {
    const batch = urls.slice(submitted, submitted + size);
    try {
      await send(batch);
      submitted += batch.length;
    } catch (error) {
      if (submitted === 0) throw error;
      if (!(error instanceof PlatformError) || error.details.sent !== 'no')
        throw inDoubt(error, submitted, batch.length);
      notice = `Bing took no more: ${error.message}`;
    }
  }
  return { submitted, notSubmitted: urls.slice(submitted), notice };
}

function inDoubt(error: unknown, submitted: number, next: number): PlatformError {
  const message = `Bing accepted the first ${submitted} URLs and did not say what became of the next ${next}; those after were not sent.`;
  return new PlatformError('upstream_failed', message, { sent: 'unknown' }, { cause: error });
}
