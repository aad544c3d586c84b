import type { FaultSource } from '../../../emulation/faults.ts';
import { openFaultyWire } from '../../../emulation/faulty-wire.ts';
import { sharedWorld } from '../../../emulation/world/shared-world.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import type { GoogleAccounts } from '../../google/emulator/google-accounts.ts';
import type { EnumSpelling } from './answer-words.ts';
import { HttpFace } from './http-face.ts';
import { Inspection } from './inspection.ts';
import { Performance } from './performance.ts';
import { type QuotaLimits, Quotas } from './quotas.ts';
import { SiteBook } from './site-book.ts';
import { SitemapBook } from './sitemap-book.ts';

/** Everything that one emulated Search Console is made of, defaults filled in. */
export interface SearchConsoleParts {
  readonly clock: Clock;
  /** `undefined`: the seed that all emulators share. */
  readonly seed: string | undefined;
  readonly faults: FaultSource;
  readonly accounts: GoogleAccounts;
  readonly limits: QuotaLimits;
  readonly enums: EnumSpelling;
}

/** Builds a Search Console and gives the wire that leads into it. */
export function openSearchConsoleWire({ clock, seed, faults, accounts, limits, enums }: SearchConsoleParts): Wire {
  const world = sharedWorld(clock.now(), seed);
  const face = new HttpFace({
    accounts,
    enums,
    quotas: new Quotas(clock, limits),
    sites: new SiteBook(world),
    sitemaps: new SitemapBook(world, clock),
    performance: new Performance(world, clock, limits.exposedRows),
    inspection: new Inspection(world),
  });
  return openFaultyWire(face, faults, clock);
}
