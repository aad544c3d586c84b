import { decodeEntities } from './entities.ts';
import { isHidden, isTiny, readTag, type Tag } from './html-tags.ts';
import { shownText } from './shown-text.ts';

/** Elements whose inside is no text for readers. Of those marked raw, only their own end tag ends them. */
const RAW = new Set(['script', 'style', 'title', 'iframe', 'noembed', 'noframes']);
const UNSEEN = new Set([
  'head',
  'template',
  'object',
  'applet',
  'svg',
  'math',
  'select',
  'datalist',
  'canvas',
  'audio',
  'video',
]);
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const BLOCKS = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** What a start tag ends although nobody has written its end: a paragraph by a block, a cell by a cell. */
const ENDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['li', ['li']],
  ['dd', ['dd', 'dt']],
  ['dt', ['dd', 'dt']],
  ['td', ['td', 'th']],
  ['th', ['td', 'th']],
  ['tr', ['tr', 'td', 'th']],
  ['a', ['a']],
]);
const DEPTH_MAX = 256;
const LINK_MAX = 500;
/** A link's text that consists of more pieces is no address. */
const LINK_PARTS_MAX = 20;

interface Open {
  readonly name: string;
  readonly hides: boolean;
  /** Its own text is too small to be seen; what is inside may be larger. */
  readonly tiny: boolean;
  /** Of a link: where it leads and where its text began. */
  readonly link?: { readonly to: string; readonly from: number };
}

/**
 * Gives the text of an HTML mail as its reader sees it, links with where they lead. Scripts, styles, comments and what is
 * hidden from the reader are left out. It never fails: what is not HTML is text.
 */
export function htmlToText(html: string): string {
  const page = new Page();
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    page.text(html.slice(at, next === -1 ? html.length : next));
    if (next === -1) break;
    at = afterMarkup(html, next, page);
  }
  return page.whole();
}

function afterMarkup(html: string, at: number, page: Page): number {
  if (html.startsWith('<!--', at)) return endOf(html, '-->', at + 4);
  if (html[at + 1] === '!' || html[at + 1] === '?') return endOf(html, '>', at);
  const tag = readTag(html, at);
  if (!tag) {
    page.sign('<');
    return at + 1;
  }
  if (tag.isEnd) {
    page.end(tag.name);
    return tag.end;
  }
  if (RAW.has(tag.name)) return endOfRaw(html, tag);
  page.start(tag);
  return tag.end;
}

function endOf(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

/** Everything up to the element's own end tag is its content, whatever it looks like. */
function endOfRaw(html: string, { name, end }: Tag): number {
  const closing = new RegExp(`</${name}[\\s/>]`, 'gi');
  closing.lastIndex = end;
  const found = closing.exec(html);
  return found ? endOf(html, '>', found.index) : html.length;
}

class Page {
  readonly #parts: string[] = [];
  /** The last character that was written; asking a long text for it again and again would take the time of copying it. */
  #last = '';
  readonly #open: Open[] = [];
  #hiding = 0;
  #preformatted = 0;

  text(raw: string): void {
    if (this.#hiding > 0 || raw === '' || this.#open.at(-1)?.tiny) return;
    const text = shownText(decodeEntities(raw)).replaceAll('\u00a0', ' ');
    if (this.#preformatted > 0) this.#write(text);
    else this.#write(this.#last.trim() === '' ? text.replace(/\s+/g, ' ').trimStart() : text.replace(/\s+/g, ' '));
  }

  /** A sign that looked like markup and is none. */
  sign(text: string): void {
    if (!this.#open.at(-1)?.tiny) this.#write(text);
  }

  start(tag: Tag): void {
    const { name } = tag;
    if (BLOCKS.has(name)) this.#endImplied(['p']);
    this.#endImplied(ENDS.get(name) ?? []);
    if (BLOCKS.has(name)) this.#break();
    if (VOID.has(name)) this.#void(tag);
    else if (!tag.isSelfClosing || BLOCKS.has(name)) this.#begin(tag);
  }

  #begin(tag: Tag): void {
    const { name } = tag;
    if (name === 'li') this.#write('- ');
    if ((name === 'td' || name === 'th') && this.#last !== '' && this.#last !== '\n') this.#write(' | ');
    this.#enter(tag);
  }

  end(name: string): void {
    const index = this.#open.findLastIndex((open) => open.name === name);
    if (index !== -1) for (const open of this.#open.splice(index).reverse()) this.#close(open);
    if (BLOCKS.has(name)) this.#break();
  }

  whole(): string {
    for (const open of this.#open.splice(0).reverse()) this.#close(open);
    const lines = this.#parts.join('').split('\n');
    return lines
      .map((line) => line.trimEnd())
      .filter((line, index, all) => line !== '' || (all[index - 1] ?? '') !== '')
      .join('\n')
      .trim();
  }

  #enter(tag: Tag): void {
    const { name } = tag;
    const hides = UNSEEN.has(name) || isHidden(tag);
    if (this.#open.length >= DEPTH_MAX) {
      // Too deep to know where it ends: what is hidden there stays hidden, and all that follows.
      if (hides) this.#hiding++;
      return;
    }
    const tiny = isTiny(tag) ?? this.#open.at(-1)?.tiny ?? false;
    const to = name === 'a' ? destinationOf(tag.attributes.get('href')) : undefined;
    this.#open.push({ name, hides, tiny, ...(to !== undefined && { link: { to, from: this.#parts.length } }) });
    if (hides) this.#hiding++;
    if (name === 'pre') this.#preformatted++;
  }

  /** Only the innermost element may be ended unasked. */
  #endImplied(names: readonly string[]): void {
    for (let top = this.#open.at(-1); top && names.includes(top.name); top = this.#open.at(-1)) {
      this.#open.pop();
      this.#close(top);
      if (names.length === 1) return;
    }
  }

  #close({ name, hides, link }: Open): void {
    if (hides) this.#hiding--;
    if (name === 'pre') this.#preformatted--;
    if (!link || this.#hiding > 0) return;
    const said = this.#parts
      .slice(link.from, link.from + LINK_PARTS_MAX)
      .join('')
      .trim();
    if (said !== link.to && said !== link.to.replace(/^(https?:\/\/|mailto:)/, '').replace(/\/$/, '')) {
      this.#write(` <${link.to}>`);
    }
  }

  #void(tag: Tag): void {
    if (isHidden(tag) || this.#open.at(-1)?.tiny) return;
    if (tag.name === 'br') this.#write('\n');
    else if (tag.name === 'hr') this.#write('---\n');
    else if (tag.name === 'img') {
      const alt = shownText(tag.attributes.get('alt') ?? '')
        .replace(/\s+/g, ' ')
        .trim();
      if (alt !== '') this.#write(`[image: ${alt}]`);
    }
  }

  #break(): void {
    if (this.#last !== '' && this.#last !== '\n') this.#write('\n');
  }

  #write(text: string): void {
    if (this.#hiding > 0 || text === '') return;
    this.#parts.push(text);
    this.#last = text.slice(-1);
  }
}

/** Only addresses that a reader could follow are shown; what would run a script is none. */
function destinationOf(href: string | undefined): string | undefined {
  const to = shownText(href ?? '').replace(/\s+/g, '');
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(to)) return undefined;
  return to.length <= LINK_MAX ? to : `${to.slice(0, LINK_MAX)}…`;
}
