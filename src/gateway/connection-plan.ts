import type { ConnectionSettings, Connector, Target } from '../kernel/connector.ts';

/** How a connection is to be opened, or why it stays off. */
export type ConnectionPlan =
  | { readonly mode: 'live' | 'emulated'; readonly target: Target }
  | { readonly mode: 'mock' }
  | { readonly mode: 'off'; readonly because: string };

export interface PlanRules {
  readonly mockMode: 'auto' | 'always' | 'never';
  readonly production: boolean;
  /** Whether an emulator over loopback is named for this connector. */
  readonly emulated: boolean;
}

/**
 * Decides by the settings how a connection is opened. Mock is chosen by itself only outside production; in production a
 * connector without credentials is off, and there is no fallback from live to mock anywhere.
 */
export function planConnection(connector: Connector, settings: ConnectionSettings, rules: PlanRules): ConnectionPlan {
  if (rules.mockMode === 'always') return { mode: 'mock' };
  const configured = connector.configure(settings);
  if ('target' in configured) return { mode: rules.emulated ? 'emulated' : 'live', target: configured.target };
  if (rules.mockMode === 'auto' && !rules.production && !rules.emulated) return { mode: 'mock' };
  const missing = configured.missing.join(' and ');
  const orMock = rules.emulated ? '' : ', or MOCK_MODE=always to try it with invented data';
  return { mode: 'off', because: `${connector.title} is off: set ${missing}${orMock}.` };
}
