/** What a column's cells are, in our words. */
export type CellType = 'text' | 'money' | 'integer' | 'decimal' | 'percent' | 'time' | 'yes_no';

const TYPES: Readonly<Record<string, CellType>> = {
  MONEY: 'money',
  INTEGER: 'integer',
  DECIMAL: 'decimal',
  FLOAT: 'decimal',
  MULTIPLIER: 'decimal',
  RATING: 'decimal',
  UNITLESS_SCALAR: 'decimal',
  PERCENT: 'percent',
  BOOLEAN: 'yes_no',
};

/** Gives what the cells of a column of Shopify's type are; a type that came later is text. */
export function cellTypeOf(dataType: string): CellType {
  if (dataType.endsWith('_TIMESTAMP') || dataType === 'TIMESTAMP') return 'time';
  return TYPES[dataType] ?? (dataType.endsWith('_DURATION') ? 'decimal' : 'text');
}

/**
 * Writes a cell as text: figures as plain decimals without a currency sign or separators, money exactly as Shopify gives
 * it, a time as ISO 8601, no value as an empty text. `undefined` when the cell is not what its column says.
 */
export function toCell(type: CellType, value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return type === 'yes_no' || type === 'text' ? (value ? 'yes' : 'no') : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? plain(value) : undefined;
  if (typeof value !== 'string') return type === 'text' ? JSON.stringify(value) : undefined;
  const isFigure = type === 'money' || type === 'integer' || type === 'decimal' || type === 'percent';
  if (!isFigure || value === '') return value;
  return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value) ? (/e/i.test(value) ? plain(Number(value)) : value) : undefined;
}

function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? withoutZeros(value.toFixed(12)) : text;
}

/** A decimal without the zeros at its end. */
function withoutZeros(decimal: string): string {
  let end = decimal.length;
  while (decimal[end - 1] === '0') end -= 1;
  return decimal.slice(0, decimal[end - 1] === '.' ? end - 1 : end);
}
