import { describe, expect, it } from 'vitest';
import { addTypedArguments, parseArgumentWord } from './tool-arguments.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    limit: { type: 'integer' },
    ratio: { type: 'number' },
    active: { type: 'boolean' },
    query: { type: 'string' },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    after: { type: ['integer', 'null'] },
    ids: { type: 'array', items: { type: 'integer' } },
    seo: { $ref: '#/$defs/seo' },
    'dotted.name': { type: 'integer' },
  },
  $defs: { seo: { type: 'object', properties: { title: { type: 'string' }, rank: { type: 'integer' } } } },
};

const typed = (...words: string[]) => addTypedArguments({}, words.map(parseArgumentWord), SCHEMA);

describe('an argument word', () => {
  it.each([
    ['limit=5', { limit: 5 }],
    ['ratio=-1.5e3', { ratio: -1500 }],
    ['active=false', { active: false }],
    ['query=5', { query: '5' }],
    ['query=a=b c', { query: 'a=b c' }],
    ['query=', { query: '' }],
    ['note=null', { note: 'null' }],
    ['after=null', { after: null }],
    ['after=7', { after: 7 }],
    ['ids=5', { ids: [5] }],
    ['ids=[1,2]', { ids: [1, 2] }],
    ['seo={"title":"x"}', { seo: { title: 'x' } }],
    ['seo.rank=3', { seo: { rank: 3 } }],
    ['dotted.name=3', { 'dotted.name': 3 }],
  ])('%s has the type of the schema', (word, expected) => {
    expect(typed(word)).toEqual(expected);
  });

  it.each(['limit=many', 'active=yes', 'unknown=5', 'limit=0x10'])(
    '%s stays text, for the platform to refuse',
    (word) => {
      const [name, text] = word.split('=');

      expect(typed(word)).toEqual({ [name as string]: text });
    },
  );

  it('repeated adds to a list and replaces anything else', () => {
    expect(typed('ids=1', 'ids=2', 'limit=1', 'limit=2')).toEqual({ ids: [1, 2], limit: 2 });
  });

  it('reaches into what was given and leaves the given object as it was', () => {
    const given = { seo: { title: 'kept' } };

    expect(addTypedArguments(given, [parseArgumentWord('seo.rank=1')], SCHEMA)).toEqual({
      seo: { title: 'kept', rank: 1 },
    });
    expect(given).toEqual({ seo: { title: 'kept' } });
  });

  it.each(['__proto__.polluted=1', 'a.__proto__.polluted=1', 'limit', '=5'])('%s is refused', (word) => {
    expect(() => typed(word)).toThrow('name=value');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('named like a member of every object touches no prototype', () => {
    expect(typed('constructor.prototype.x=1')).toEqual({ constructor: { prototype: { x: '1' } } });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
