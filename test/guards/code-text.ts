const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|[`{}/'"]|[^`{}/'"]+/y;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const REGULAR_EXPRESSION = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y;
/** A slash begins a regular expression where a value may begin: at the start, after an operator or after a keyword. */
const VALUE_MAY_BEGIN = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|await|yield))\s*$/;

/**
 * Gives TypeScript with its comments blanked and, unless `keepStrings`, the insides of strings, templates and regular
 * expressions blanked too, so that a guard sees code and nothing that only talks about it. Line breaks stay where they
 * are. Code inside a template's placeholders is kept.
 */
export function codeText(source: string, { keepStrings = false } = {}): string {
  return new Scanner(source, keepStrings).scan();
}

class Scanner {
  readonly #source: string;
  readonly #keepStrings: boolean;
  #at = 0;
  #code = '';
  #depth = 0;
  /** Depths of braces at which the open placeholders of templates end. */
  readonly #placeholders: number[] = [];

  constructor(source: string, keepStrings: boolean) {
    this.#source = source;
    this.#keepStrings = keepStrings;
  }

  scan(): string {
    while (this.#at < this.#source.length) {
      const token = this.#match(TOKEN);
      if (token === '/') this.#slash();
      else if (token === '`') this.#template();
      else if (token === '{') this.#brace(1);
      else if (token === '}') this.#brace(-1);
      else if (token.startsWith('/')) this.#take(token, false);
      else if (token.length > 1 && /^['"]/.test(token)) this.#literal(token);
      else this.#take(token, true);
    }
    return this.#code;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0] ?? '';
  }

  #take(text: string, keep: boolean): void {
    this.#code += keep ? text : text.replace(/[^\n]/g, ' ');
    this.#at += text.length;
  }

  #literal(text: string): void {
    this.#take(text.slice(0, 1), true);
    this.#take(text.slice(1, -1), this.#keepStrings);
    this.#take(text.slice(-1), true);
  }

  #slash(): void {
    const expression = VALUE_MAY_BEGIN.test(this.#code.slice(-20)) ? this.#match(REGULAR_EXPRESSION) : '';
    if (expression === '') this.#take('/', true);
    else this.#literal(expression);
  }

  #brace(step: 1 | -1): void {
    this.#depth += step;
    if (step === -1 && this.#placeholders.at(-1) === this.#depth) {
      this.#placeholders.pop();
      this.#template();
    } else this.#take(step === 1 ? '{' : '}', true);
  }

  /** Takes the delimiter it stands on, the text behind it, and what ends that: a placeholder's beginning or the template's end. */
  #template(): void {
    this.#take(this.#source.charAt(this.#at), true);
    this.#take(this.#match(TEMPLATE_TEXT), this.#keepStrings);
    if (this.#source[this.#at] === '$') {
      this.#placeholders.push(this.#depth++);
      this.#take('${', true);
    } else this.#take(this.#source.charAt(this.#at), true);
  }
}
