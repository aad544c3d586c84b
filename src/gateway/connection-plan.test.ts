import { describe, expect, it } from 'vitest';
import type { Connector, Target } from '../kernel/connector.ts';
import { type PlanRules, planConnection } from './connection-plan.ts';

const target = { origin: 'https://a.example' } as Target;
const connector = {
  title: 'Acme',
  configure: (settings: { has(name: string): boolean }) =>
    settings.has('ACME_TOKEN') ? { target } : { missing: ['ACME_SHOP', 'ACME_TOKEN'] },
} as unknown as Connector;
const plan = (has: boolean, rules: Partial<PlanRules>) =>
  planConnection(
    connector,
    { value: () => undefined, has: () => has },
    { mockMode: 'auto', production: false, emulated: false, ...rules },
  );

describe('planConnection', () => {
  it('is live with credentials, and emulated where an emulator is named', () => {
    expect(plan(true, {})).toEqual({ mode: 'live', target });
    expect(plan(true, { emulated: true })).toEqual({ mode: 'emulated', target });
    expect(plan(true, { production: true, mockMode: 'never' })).toEqual({ mode: 'live', target });
  });

  it('is mock without credentials outside production', () => {
    expect(plan(false, {})).toEqual({ mode: 'mock' });
  });

  it('is off in production without credentials, and says what to set', () => {
    expect(plan(false, { production: true })).toEqual({
      mode: 'off',
      because: 'Acme is off: set ACME_SHOP and ACME_TOKEN, or MOCK_MODE=always to try it with invented data.',
    });
  });

  it('is never mock where mocks are forbidden or an emulator was asked for', () => {
    expect(plan(false, { mockMode: 'never' }).mode).toBe('off');
    expect(plan(false, { emulated: true }).mode).toBe('off');
  });

  it('is mock in production only when that was switched on by hand', () => {
    expect(plan(true, { production: true, mockMode: 'always' })).toEqual({ mode: 'mock' });
  });
});
