import type { Session } from '../../../emulation/world/traffic-records.ts';

const ASSISTANTS = /^(chatgpt\.com|perplexity\.ai|gemini\.google\.com|claude\.ai|copilot\.microsoft\.com)$/;

/** Gives Analytics' default channel group of a visit. Assistants have one of their own since May 2026. */
export function channelOf({ source, medium }: Session): string {
  if (ASSISTANTS.test(source)) return 'AI Assistant';
  switch (medium) {
    case 'organic':
      return 'Organic Search';
    case 'cpc':
      return 'Paid Search';
    case 'email':
      return 'Email';
    case 'social':
      return 'Organic Social';
    case 'referral':
      return 'Referral';
    case 'none':
      return 'Direct';
  }
}
