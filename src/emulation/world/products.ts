import { type TeaRow, teaRows } from './catalogue-teas.ts';
import { type WareRow, wareRows } from './catalogue-wares.ts';
import { dayMs, hourMs } from './days.ts';
import { toCents, toDecimal } from './money.ts';
import { Random } from './random.ts';
import type { Product, ProductImage, ProductStatus, Variant } from './records.ts';

/** A variant before it has an id and a product. */
interface Draft {
  readonly values: readonly string[];
  readonly cents: number;
  readonly grams: number;
}

interface Sketch {
  readonly title: string;
  readonly type: string;
  readonly vendor: string;
  readonly tags: readonly string[];
  readonly html: string;
  readonly searchText: string;
  readonly option: string;
  readonly origin: string;
  readonly drafts: readonly Draft[];
}

/** Gives the whole catalogue as it stands on a day, oldest product first. */
export function buildProducts(seed: string, todayMs: number): Product[] {
  const sketches = [...teaRows.map(fromTea), ...wareRows.map(fromWare)];
  let nextVariantId = 1;
  return sketches.map((sketch, index) => {
    const product = finish(sketch, index + 1, nextVariantId, new Random(seed, `product/${sketch.title}`), todayMs);
    nextVariantId += product.variants.length;
    return product;
  });
}

function fromTea([name, type, cents, origin, notes, tags]: TeaRow): Sketch {
  const grams = type === 'Matcha' ? [30, 80] : [50, 100, 250];
  // A bigger bag is cheaper by weight: 100 g costs 1.85 times the price of 50 g, 250 g 4.2 times.
  const factors = type === 'Matcha' ? [1, 2.4] : [1, 1.85, 4.2];
  return {
    title: name,
    type,
    vendor: 'Larkmoor',
    tags: ['tea', ...tags.split(' ')],
    html: `<p>${name} tastes of ${notes}.</p><ul><li>${type} from ${origin}</li><li>Packed by hand in County Cork</li></ul>`,
    searchText: `${name}, a loose leaf ${type.toLowerCase()} with ${notes}. Packed by hand, sent from Ireland.`,
    option: 'Size',
    origin,
    drafts: grams.map((weight, index) => ({
      values: [`${weight} g`],
      cents: Math.round((cents * factors[index]!) / 10) * 10,
      grams: weight + 20,
    })),
  };
}

function fromWare([name, type, vendor, cents, grams, option, values, about, tags]: WareRow): Sketch {
  const named = values === '' ? [] : values.split('|');
  const price = (index: number) => {
    if (option === 'Value') return Number(named[index]!.replace('€', '')) * 100;
    return option === 'Size' ? cents + index * Math.round(cents * 0.3) : cents;
  };
  return {
    title: name,
    type,
    vendor,
    tags: [type === 'Pantry' ? 'food' : 'teaware', ...tags.split(' ')],
    html: `<p>${about}</p>`,
    searchText: `${name} by ${vendor}. ${about}`,
    option,
    origin: vendor === 'Kiln Lane' ? 'JP' : vendor === 'Stillwater Electric' ? 'CN' : 'IE',
    drafts:
      named.length === 0
        ? [{ values: [], cents, grams }]
        : named.map((value, index) => ({ values: [value], cents: price(index), grams })),
  };
}

function finish(sketch: Sketch, id: number, firstVariantId: number, random: Random, todayMs: number): Product {
  const handle = toHandle(sketch.title);
  const createdAtMs = todayMs - random.integer(20, 1500) * dayMs - random.integer(1, 12) * hourMs;
  const status = random.weighted<ProductStatus>([
    [92, 'active'],
    [5, 'draft'],
    [3, 'archived'],
  ]);
  const onSale = random.chance(0.12);
  const skuStem = sketch.title
    .split(' ')
    .map((word) => word.slice(0, 3).toUpperCase())
    .join('')
    .slice(0, 8);
  const variants = sketch.drafts.map((draft, index): Variant => {
    const cents = onSale ? Math.round((draft.cents * 0.85) / 5) * 5 : draft.cents;
    return {
      id: firstVariantId + index,
      productId: id,
      title: draft.values.join(' / ') || 'Default Title',
      optionValues: draft.values,
      sku: `LK-${skuStem}-${String(id).padStart(3, '0')}${sketch.drafts.length > 1 ? `-${index + 1}` : ''}`,
      barcode: random.chance(0.85) ? `539${random.text(10, '0123456789')}` : undefined,
      price: toDecimal(cents),
      compareAtPrice: onSale ? toDecimal(draft.cents) : undefined,
      unitCost: toDecimal(Math.round(draft.cents * 0.42)),
      weightGrams: draft.grams,
      isTracked: sketch.type !== 'Gift Cards',
      originCountry: sketch.origin,
    };
  });
  const hasSeoTitle = random.chance(0.72);
  const hasSeoDescription = random.chance(0.63);
  return {
    id,
    title: sketch.title,
    handle,
    status,
    type: sketch.type,
    vendor: sketch.vendor,
    tags: [...new Set(onSale ? [...sketch.tags, 'sale'] : sketch.tags)].sort(),
    descriptionHtml: sketch.html,
    seoTitle: hasSeoTitle ? `${sketch.title} | ${sketch.type} | Larkmoor Tea` : undefined,
    seoDescription: hasSeoDescription ? sketch.searchText : undefined,
    optionNames: sketch.option === '' ? [] : [sketch.option],
    variants,
    images: imagesOf(id, handle, sketch.title, random),
    createdAtMs,
    updatedAtMs: Math.max(createdAtMs, todayMs - random.integer(1, 240) * dayMs - random.integer(0, 86_399) * 1000),
    publishedAtMs: status === 'active' ? createdAtMs + random.integer(1, 18) * hourMs : undefined,
  };
}

function imagesOf(productId: number, handle: string, title: string, random: Random): ProductImage[] {
  const views = ['', 'detail', 'in use', 'packed'].slice(0, random.integer(1, 4));
  return views.map((view, index) => ({
    id: productId * 10 + index,
    fileName: `${handle}${view === '' ? '' : `-${toHandle(view)}`}.jpg`,
    alt: random.chance(0.7) ? [title, view].filter(Boolean).join(', ') : undefined,
    widthPixels: 2000,
    heightPixels: random.pick([2000, 2000, 2500]),
  }));
}

function toHandle(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Gives the lowest and the highest price of a product's variants. */
export function priceRange(product: Product): readonly [lowest: string, highest: string] {
  const cents = product.variants.map((variant) => toCents(variant.price));
  return [toDecimal(Math.min(...cents)), toDecimal(Math.max(...cents))];
}
