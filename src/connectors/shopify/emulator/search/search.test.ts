import { describe, expect, it } from 'vitest';
import { toLegacyId } from '../gid.ts';
import { emptyFields, field, type SearchFields } from './field-kinds.ts';
import { compileSearch } from './search.ts';

interface Row {
  readonly id: number;
  readonly title: string;
  readonly tags: readonly string[];
  readonly price: number;
  readonly madeAt: string;
  readonly onSale: boolean;
}

const rows: readonly Row[] = [
  {
    id: 1,
    title: 'Green Lemon Verbena',
    tags: ['citrus', 'iced'],
    price: 7.2,
    madeAt: '2026-01-15T10:00:00Z',
    onSale: true,
  },
  { id: 2, title: 'Earl Grey Cream', tags: ['citrus'], price: 9, madeAt: '2026-02-01T00:00:00Z', onSale: false },
  { id: 3, title: 'Greenhouse Mug', tags: ['New In'], price: 22, madeAt: '2025-12-31T23:59:59Z', onSale: false },
];

const fields: SearchFields<Row> = {
  default: field('text', (row) => row.title),
  id: field('id', (row) => row.id),
  title: field('text', (row) => row.title),
  tag: field('keyword', (row) => row.tags),
  tag_not: { ...field<Row>('keyword', (row) => row.tags), isExclusion: true },
  price: field('number', (row) => row.price),
  created_at: field('time', (row) => Date.parse(row.madeAt)),
  on_sale: field('boolean', (row) => row.onSale),
  ...emptyFields<Row>('collection_id'),
};

const nowMs = Date.parse('2026-02-01T00:00:00Z');
const find = (query: string) => {
  const search = compileSearch(query, fields, nowMs);
  return rows.filter((row) => search.keeps(row)).map((row) => row.id);
};
const warningsOf = (query: string) => compileSearch(query, fields, nowMs).warnings;

describe('a search', () => {
  it.each([
    ['', [1, 2, 3]],
    ['green', [1]],
    ['green*', [1, 3]],
    ['GREY', [2]],
    ['title:verbena', [1]],
    ['title:"lemon verbena"', [1]],
    ['title:"verbena lemon"', []],
    ["title:'earl grey'", [2]],
    ['title:earl cream', [2]],
    ['tag:citrus', [1, 2]],
    ['tag:CITRUS tag:iced', [1]],
    ['tag:iced,"x" OR tag:"New In"', [1, 3]],
    ['tag:"new in"', [3]],
    ['tag:cit*', [1, 2]],
    ['tag:iced,citrus', [1, 2]],
    ['tag_not:citrus', [3]],
    ['-tag:citrus', [3]],
    ['NOT tag:citrus', [3]],
    ['tag:citrus AND NOT tag:iced', [2]],
    ['tag:iced OR price:>20', [1, 3]],
    ['(tag:iced OR tag:citrus) AND on_sale:false', [2]],
    ['tag:citrus OR tag:iced on_sale:false', [1, 2]],
    ['price:>=9', [2, 3]],
    ['price:<9', [1]],
    ['price:7.2', [1]],
    ['price:7..9', [1, 2]],
    ['price:> 20', [3]],
    [`id:${toLegacyId(2)}`, [2]],
    [`id:>=${toLegacyId(2)}`, [2, 3]],
    ['id:2', []],
    ['created_at:2026', [1, 2]],
    ['created_at:2026-01', [1]],
    ['created_at:2025-12-31', [3]],
    ['created_at:>2026-01-15', [2]],
    ['created_at:>=2026-01-15', [1, 2]],
    ['created_at:<=2026-01-15', [1, 3]],
    ["created_at:>'2026-01-15T09:00:00Z'", [1, 2]],
    ["created_at:'>2026-01-15T11:00:00+01:00'", [2]],
    ["created_at:'2025-12-01..2026-01-31'", [1, 3]],
    ['created_at:<now', [1, 3]],
    ['on_sale:true', [1]],
    ['tag:*', [1, 2, 3]],
    ['collection_id:*', []],
    ['collection_id:5', []],
    ['((green', [1]],
    ['green))', [1]],
  ])('%s finds %j', (query, ids) => {
    expect(find(query)).toEqual(ids);
  });

  it('leaves a field out that nobody knows, finds everything, and warns', () => {
    expect(find('colour:red')).toEqual([1, 2, 3]);
    expect(find('colour:red tag:iced')).toEqual([1]);
    expect(warningsOf('colour:red tag:iced')).toEqual([
      { field: 'colour', message: 'Invalid search field for this query.' },
    ]);
  });

  it('does not take the names of an object’s own parts for fields', () => {
    expect(warningsOf('constructor:x tostring:y')).toHaveLength(2);
  });

  it.each([
    'price:cheap',
    'created_at:yesterday',
    'created_at:2026-13',
    'created_at:2026-02-30',
    'on_sale:maybe',
    'id:abc',
  ])('leaves a value out that it cannot read, and warns: %s', (query) => {
    expect(find(query)).toEqual([1, 2, 3]);
    expect(warningsOf(query)).toHaveLength(1);
  });

  it('does not warn of what it understands', () => {
    expect(warningsOf('green* tag:citrus -price:>5 created_at:<now collection_id:1')).toEqual([]);
  });

  it('tells how it was understood', () => {
    expect(compileSearch('tag:a AND (price:>5 OR "b c")', fields, nowMs).parsed).toEqual({
      and: [
        { field: 'tag', match_all: 'a' },
        {
          or: [
            { field: 'price', range_gt: '5' },
            { field: 'default', match_phrase: 'b c' },
          ],
        },
      ],
    });
  });
});
