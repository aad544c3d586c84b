import { describe, expect, it } from 'vitest';
import { type MessageShape, readBody, violationsOf } from './request-shape.ts';

const SHAPE: MessageShape = {
  name: 'string',
  limit: 'int32',
  offset: 'int64',
  isOn: 'boolean',
  kinds: { listOf: { enum: 'Kind', values: ['BY_PAGE', 'AUTO'] } },
  groups: { listOf: { message: { type: 'string' } } },
};
const OPTIONS = { package: 'google.example.v1' };
const said = (body: unknown, options = OPTIONS) =>
  violationsOf(SHAPE, body, options).map(({ description }) => description);

describe('a request’s body', () => {
  it('passes where it fits, numbers as text and lists of one included', () => {
    expect(
      said({ name: 'a', limit: 7, offset: '9007199254740993', isOn: true, kinds: ['AUTO'], groups: [{ type: 'x' }] }),
    ).toEqual([]);
    expect(said({ limit: '7', offset: 7, kinds: 'AUTO', name: null })).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{ nmae: 'a' }, 'Invalid JSON payload received. Unknown name "nmae": Cannot find field.'],
    [
      { groups: [{ tpye: 'x' }] },
      `Invalid JSON payload received. Unknown name "tpye" at 'groups[0]': Cannot find field.`,
    ],
    [{ kinds: ['WRONG'] }, `Invalid value at 'kinds[0]' (type.googleapis.com/google.example.v1.Kind), "WRONG"`],
    [{ kinds: ['byPage'] }, `Invalid value at 'kinds[0]' (type.googleapis.com/google.example.v1.Kind), "byPage"`],
    [{ limit: 'many' }, `Invalid value at 'limit' (TYPE_INT32), "many"`],
    [{ limit: 2 ** 31 }, `Invalid value at 'limit' (TYPE_INT32), 2147483648`],
    [{ limit: 1.5 }, `Invalid value at 'limit' (TYPE_INT32), 1.5`],
    [{ name: 7 }, `Invalid value at 'name' (TYPE_STRING), 7`],
    [{ isOn: 'yes' }, `Invalid value at 'isOn' (TYPE_BOOLEAN), "yes"`],
  ])('fails in Google’s words: %j', (body, words) => {
    expect(said(body)).toEqual([words]);
  });

  it('may spell enums as the older guides do where the API is lenient', () => {
    const lenient = { ...OPTIONS, isLenientWithEnums: true };

    expect(said({ kinds: ['byPage', 'by_page', 'auto'] }, lenient)).toEqual([]);
    expect(said({ kinds: ['byNothing'] }, lenient)).toHaveLength(1);
  });

  it('is refused with 400 and the fields, or because it is no JSON', () => {
    const wrong = readBody('{"kinds":["X"]}', SHAPE, OPTIONS);
    const broken = readBody('{"kinds":', SHAPE, OPTIONS);

    expect('refusal' in wrong && JSON.parse(wrong.refusal.body).error).toMatchObject({
      code: 400,
      status: 'INVALID_ARGUMENT',
      details: [{ fieldViolations: [{ field: 'kinds[0]' }] }],
    });
    expect('refusal' in broken && broken.refusal.status).toBe(400);
    expect(readBody('', SHAPE, OPTIONS)).toEqual({ body: {} });
  });
});
