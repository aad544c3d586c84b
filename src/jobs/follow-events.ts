import type { Job } from './job.ts';

/** Makes old what was cached of connections whose vendors have reported something to another replica. */
export function followEvents(news: { follow(): Promise<void> }): Job {
  return { name: 'follow-events', everyMs: 1_000, run: () => news.follow() };
}
