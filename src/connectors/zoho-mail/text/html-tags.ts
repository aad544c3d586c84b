import { decodeEntities } from './entities.ts';

/** A tag of HTML: `</b>` is an end. */
export interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly isSelfClosing: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  /** Where the text goes on. */
  readonly end: number;
}

const NAME = /[a-zA-Z][^\s/>]{0,60}/y;
const ATTRIBUTE = /([^\s=/>"']{1,80})(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s>"']{1,4000})))?/y;
const ATTRIBUTES_MAX = 60;

/** Reads the tag that begins at `<`. `undefined` where none does: the sign is then text. Time: once over the tag. */
export function readTag(html: string, at: number): Tag | undefined {
  const isEnd = html[at + 1] === '/';
  NAME.lastIndex = at + (isEnd ? 2 : 1);
  const name = NAME.exec(html)?.[0].toLowerCase();
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  let position = NAME.lastIndex;
  while (position < html.length && html[position] !== '>') {
    ATTRIBUTE.lastIndex = position;
    const [whole, key, double, single, bare] = ATTRIBUTE.exec(html) ?? [];
    if (whole === undefined || key === undefined) {
      position++;
      continue;
    }
    position += whole.length;
    const attribute = key.toLowerCase();
    if (attributes.size < ATTRIBUTES_MAX && !attributes.has(attribute)) {
      attributes.set(attribute, decodeEntities(double ?? single ?? bare ?? ''));
    }
  }
  return {
    name,
    isEnd,
    isSelfClosing: html[position - 1] === '/',
    attributes,
    end: Math.min(position + 1, html.length),
  };
}

/** Says whether nobody sees what is inside this element, whatever that is. */
export function isHidden(tag: Tag): boolean {
  if (tag.attributes.has('hidden')) return true;
  const style = styleOf(tag);
  return HIDING.some(([property, hides]) => hides(style.get(property) ?? '', style));
}

/** Says whether the element makes text too small to be seen, or readable again; `undefined` where it leaves that alone. */
export function isTiny(tag: Tag): boolean | undefined {
  const [whole, digits, unit] =
    /^(\d{0,4}\.?\d{1,4})(px|pt|em|rem|%)?$/.exec(styleOf(tag).get('font-size') ?? '') ?? [];
  if (whole === undefined) return styleOf(tag).has('font-size') ? false : undefined;
  return Number(digits) <= (unit === 'px' || unit === 'pt' ? 1 : 0);
}

type Style = ReadonlyMap<string, string>;

const NO_STYLE: Style = new Map();

function styleOf({ attributes }: Tag): Style {
  const written = attributes.get('style');
  if (written === undefined) return NO_STYLE;
  const plain = written
    .toLowerCase()
    .split('/*')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('*/') + 2)))
    .join('')
    .replace(/\s+|!important/g, '');
  return new Map(plain.split(';').map((part) => [part.split(':', 1)[0] ?? '', part.slice(part.indexOf(':') + 1)]));
}

const isNothing = (size: string) => /^0(px|pt|em|rem|%)?$/.test(size);
const isFarOff = (offset: string) => /^-\d{3,}/.test(offset);
const cutsToNothing = (size: string, style: Style) =>
  isNothing(size) && /^(hidden|clip)/.test(style.get('overflow') ?? '');

// biome-ignore format: a table is read in columns
const HIDING: readonly (readonly [property: string, hides: (value: string, style: Style) => boolean])[] = [
  ['display',     (value) => value === 'none'],
  ['visibility',  (value) => value === 'hidden' || value === 'collapse'],
  ['mso-hide',    (value) => value === 'all'],
  ['opacity',     (value) => value !== '' && Number.parseFloat(value) <= 0.05],
  ['max-height',  cutsToNothing],
  ['max-width',   cutsToNothing],
  ['height',      cutsToNothing],
  ['width',       cutsToNothing],
  ['text-indent', isFarOff],
  ['left',        isFarOff],
  ['top',         isFarOff],
  ['color',       (value, style) => isNoInk(value) || (value !== '' && value === (style.get('background-color') ?? style.get('background')))],
];

function isNoInk(color: string): boolean {
  return color === 'transparent' || /^rgba\([^)]{1,40},0?\.?0+\)$/.test(color);
}
