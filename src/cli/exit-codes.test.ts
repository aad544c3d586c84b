import { expect, it } from 'vitest';
import { ERRORS } from '../kernel/errors.ts';
import { EXIT_OF_ERROR, EXITS, exitCodesDocument } from './exit-codes.ts';

it('every exit code is used once, and only 0 is success', () => {
  const codes = Object.values(EXITS).map(({ code }) => code);

  expect(new Set(codes).size).toBe(codes.length);
  expect(EXITS.ok.code).toBe(0);
  expect(Object.values(EXIT_OF_ERROR)).not.toContain('ok');
});

it('an error that passes by itself never ends as one that does not', () => {
  for (const [code, exit] of Object.entries(EXIT_OF_ERROR)) {
    const { retry } = ERRORS[code as keyof typeof ERRORS];
    if (exit === 'temporary') expect(retry, code).toBe('later');
    if (exit === 'usage' || exit === 'permission' || exit === 'config') expect(retry, code).toBe('never');
  }
});

it('the reference page names every code and every error', () => {
  const page = exitCodesDocument();

  for (const [exit, { code }] of Object.entries(EXITS)) expect(page).toContain(`| ${code} | \`${exit}\` |`);
  for (const error of Object.keys(ERRORS)) expect(page).toContain(`\`${error}\``);
});
