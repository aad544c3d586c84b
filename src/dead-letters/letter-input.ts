import type { Log } from '../kernel/log.ts';
import type { DeadLetter } from './dead-letter-store.ts';

/** Seals and opens text bound to a place; the vault's sealer fits. */
export interface LetterSealer {
  seal(plain: string, binding: string): string;
  open(sealed: string, binding: string): string;
}

/** Seals a write's arguments, bound to the record of the write and to being its input. */
export function sealInput(sealer: LetterSealer, id: string, input: Readonly<Record<string, unknown>>): string {
  return sealer.seal(JSON.stringify(input), bindingOf(id));
}

/** Opens what `sealInput` sealed; throws where the text, the record or the key is another. */
function openInput(sealer: LetterSealer, id: string, sealed: string): Record<string, unknown> {
  return JSON.parse(sealer.open(sealed, bindingOf(id))) as Record<string, unknown>;
}

/** Opens what a letter's write would do; `undefined` where it is not kept any more, or cannot be opened, which is logged. */
export function openLetter(
  { id, sealedInput }: DeadLetter,
  sealer: LetterSealer,
  log: Log,
): Record<string, unknown> | undefined {
  if (sealedInput === undefined) return undefined;
  try {
    return openInput(sealer, id, sealedInput);
  } catch (err) {
    log.error({ err, record: id }, 'the input of a dead letter cannot be opened');
    return undefined;
  }
}

function bindingOf(id: string): string {
  return `write/${id}/input`;
}
