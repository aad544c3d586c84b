const CHARACTERS_MAX = 150;
/** Controls and what is not seen, folders, and what some system takes for more than a name. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029/\\:*?"<>|]/gu;

/** A name under which a file can be saved anywhere: no folder, nothing hidden, not too long. Its ending stays. */
export function safeFileName(name: string): string {
  const fit = name
    .toWellFormed()
    .replace(UNFIT, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  if (fit.length <= CHARACTERS_MAX) return fit === '' ? 'unnamed' : fit;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(fit)?.[0] ?? '';
  return fit.slice(0, CHARACTERS_MAX - ending.length).toWellFormed() + ending;
}
