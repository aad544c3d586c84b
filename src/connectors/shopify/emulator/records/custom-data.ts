import type { World } from '../../../../emulation/world/records.ts';

/** A value that a merchant or an app keeps beside a record. */
export interface MetafieldRow {
  readonly id: number;
  /** Global id of what it belongs to. */
  readonly owner: string;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A kind of record that the merchant made up. */
export interface DefinitionRow {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly fields: readonly {
    readonly key: string;
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
  }[];
}

/** A record of such a kind. */
export interface MetaobjectRow {
  readonly id: number;
  readonly type: string;
  readonly handle: string;
  readonly values: Readonly<Record<string, string>>;
  readonly updatedAtMs: number;
}

/** Gives the metafields that a new shop has: how long each of the first products brews. */
export function metafieldsOf(world: World, toGid: (type: string, id: number) => string): MetafieldRow[] {
  const times = world.firstDayMs;
  return world.products.slice(0, 20).flatMap((product, index) => [
    {
      id: index * 2 + 1,
      owner: toGid('Product', product.id),
      namespace: 'custom',
      key: 'brewing_minutes',
      type: 'number_integer',
      value: String(2 + (index % 4)),
      createdAtMs: times,
      updatedAtMs: times,
    },
    {
      id: index * 2 + 2,
      owner: toGid('Product', product.id),
      namespace: 'custom',
      key: 'tasting_note',
      type: 'single_line_text_field',
      value: `Note ${index + 1}`,
      createdAtMs: times,
      updatedAtMs: times,
    },
  ]);
}

/** Gives the kinds of records that a new shop has. */
export function definitionsOf(): DefinitionRow[] {
  const text = 'single_line_text_field';
  return [
    {
      id: 1,
      type: 'tea_garden',
      name: 'Tea garden',
      description: 'Where a tea grows.',
      fields: [
        { key: 'name', name: 'Name', type: text, required: true },
        { key: 'country', name: 'Country', type: text, required: true },
        { key: 'altitude_metres', name: 'Altitude', type: 'number_integer', required: false },
      ],
    },
    {
      id: 2,
      type: 'faq',
      name: 'Question and answer',
      description: undefined,
      fields: [
        { key: 'question', name: 'Question', type: text, required: true },
        { key: 'answer', name: 'Answer', type: 'multi_line_text_field', required: true },
      ],
    },
  ];
}

/** Gives the records of those kinds that a new shop has. */
export function metaobjectsOf(world: World): MetaobjectRow[] {
  const gardens = [
    ['makaibari', 'Makaibari', 'India', '1500'],
    ['kirkoswald', 'Kirkoswald', 'Sri Lanka', '1600'],
    ['uji-shirakawa', 'Uji Shirakawa', 'Japan', '250'],
  ] as const;
  const rows = gardens.map(([handle, name, country, altitude], index) => ({
    id: index + 1,
    type: 'tea_garden',
    handle,
    values: { name, country, altitude_metres: altitude },
    updatedAtMs: world.firstDayMs,
  }));
  const faq = { question: 'Do you ship to Norway?', answer: 'Not yet.' };
  return [...rows, { id: 4, type: 'faq', handle: 'norway', values: faq, updatedAtMs: world.firstDayMs }];
}
