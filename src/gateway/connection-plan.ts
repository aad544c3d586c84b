import type { ConnectionSettings, Connector, Target } from '../kernel/connector.ts';

/** How a connection is to be opened, or why it stays off. */
export type ConnectionPlan =
  | { readonly mode: 'live' | 'emulated'; readonly target: Target }
  | { readonly mode: 'mock' }
  | { readonly mode: 'off'; readonly because: string };

export interface PlanRules {
  readonly mockMode: 'auto' | 'always' | 'never';
  /** An emulator is asked for, for this connection alone. */
  readonly mock?: boolean;
  readonly production: boolean;
  /** Whether an emulator over loopback is named for this connector. */
  readonly emulated: boolean;
  /** How missing settings are set, where it is not by the environment: ends a sentence. */
  readonly advice?: string;
}

const FORBIDDEN = 'an emulator was asked for, and MOCK_MODE=never forbids emulators';

/**
 * Decides by the settings how a connection is opened. Mock is chosen by itself only outside production; in production a
 * connector without credentials is off, and there is no fallback from live to mock
 * anywhere. What an operator asks for by name, for all connections or for one, is done in production, too.
 */
export function planConnection(connector: Connector, settings: ConnectionSettings, rules: PlanRules): ConnectionPlan {
  const { mockMode, mock = false, advice } = rules;
  if (mockMode === 'always') return { mode: 'mock' };
  if (mock && mockMode === 'never') return { mode: 'off', because: `${connector.title} is off: ${FORBIDDEN}.` };
  if (mock) return { mode: 'mock' };
  const configured = connector.configure(settings);
  if ('target' in configured) return { mode: rules.emulated ? 'emulated' : 'live', target: configured.target };
  if (mockMode === 'auto' && !rules.production && !rules.emulated) return { mode: 'mock' };
  const missing = configured.missing.join(' and ');
  const orMock = rules.emulated ? '' : ', or MOCK_MODE=always to try it with invented data';
  const how = advice === undefined ? '' : ` ${advice}`;
  return { mode: 'off', because: `${connector.title} is off: set ${missing}${how}${orMock}.` };
}
