import { describe, expect, it } from 'vitest';
import { conditionsOf } from './conditions.ts';
import { filtersField, toFilters } from './filters.ts';

const expressions = (filters: string[], metrics: string[] = []) => toFilters(filters, metrics, 'core').expressions;

describe('filters', () => {
  it('become the API’s expressions, dimensions and metrics apart', () => {
    expect(expressions(['country=Ireland', 'pagePath!~/blog', 'sessions>10', 'bounceRate<=0.5'], ['sessions'])).toEqual(
      {
        dimensionFilter: {
          andGroup: {
            expressions: [
              { filter: { fieldName: 'country', stringFilter: { matchType: 'EXACT', value: 'Ireland' } } },
              {
                notExpression: {
                  filter: { fieldName: 'pagePath', stringFilter: { matchType: 'CONTAINS', value: '/blog' } },
                },
              },
            ],
          },
        },
        metricFilter: {
          andGroup: {
            expressions: [
              {
                filter: {
                  fieldName: 'sessions',
                  numericFilter: { operation: 'GREATER_THAN', value: { int64Value: '10' } },
                },
              },
              {
                filter: {
                  fieldName: 'bounceRate',
                  numericFilter: { operation: 'LESS_THAN_OR_EQUAL', value: { doubleValue: 0.5 } },
                },
              },
            ],
          },
        },
      },
    );
    expect(expressions([])).toEqual({});
  });

  it('join alternatives, values of one field as a list', () => {
    expect(expressions(['country=Ireland||country=France']).dimensionFilter).toEqual({
      filter: { fieldName: 'country', inListFilter: { values: ['Ireland', 'France'] } },
    });
    expect(expressions(['country=Ireland||deviceCategory=mobile']).dimensionFilter).toMatchObject({
      orGroup: { expressions: [{ filter: { fieldName: 'country' } }, { filter: { fieldName: 'deviceCategory' } }] },
    });
  });

  it.each([
    ['pagePath^/products', { stringFilter: { matchType: 'BEGINS_WITH', value: '/products' } }],
    ['pagePath$tea', { stringFilter: { matchType: 'ENDS_WITH', value: 'tea' } }],
    ['pagePath=~^/products/(a|b)$', { stringFilter: { matchType: 'PARTIAL_REGEXP', value: '^/products/(a|b)$' } }],
    ['sessionSourceMedium==google / organic', { stringFilter: { matchType: 'EXACT', value: 'google / organic' } }],
    ['pageTitle=Cup | Cups & Mugs', { stringFilter: { matchType: 'EXACT', value: 'Cup | Cups & Mugs' } }],
    ['pageTitle=a\\||b', { stringFilter: { matchType: 'EXACT', value: 'a||b' } }],
    ['pageTitle=a=b>c', { stringFilter: { matchType: 'EXACT', value: 'a=b>c' } }],
    ['searchTerm=', { emptyFilter: {} }],
    [' country = (not set) ', { stringFilter: { matchType: 'EXACT', value: '(not set)' } }],
  ])('read %s', (text, test) => {
    expect(expressions([text]).dimensionFilter).toMatchObject({ filter: test });
  });

  it('leave text text: what looks like JSON or an expression is a value', () => {
    const value = '"}},{"notExpression":{}} OR 1=1; DROP';

    expect(JSON.parse(JSON.stringify(expressions([`country=${value}`])))).toEqual({
      dimensionFilter: { filter: { fieldName: 'country', stringFilter: { matchType: 'EXACT', value } } },
    });
  });

  it('take a name of the property’s own for what the report takes it for', () => {
    expect(toFilters(['customEvent:plan>3'], ['customEvent:plan'], 'core').own).toEqual([
      { path: 'filters[0]', name: 'customEvent:plan', isMetric: true },
    ]);
    expect(toFilters(['customEvent:plan=pro'], [], 'core').own).toEqual([
      { path: 'filters[0]', name: 'customEvent:plan', isMetric: false },
    ]);
  });
});

describe('a filter that makes no sense', () => {
  const wrong = (text: string) => {
    try {
      expressions([text]);
      return undefined;
    } catch (error) {
      return error as { code: string; details: { issues: { path: string; message: string }[]; sent: string } };
    }
  };

  it.each([
    ['contry=Ireland', 'did you mean country?'],
    ['sessions~10', 'is a number'],
    ['sessions>many', 'plain one'],
    ['sessions>1e9', 'plain one'],
    ['country>3', 'is a text'],
    ['pagePath~', 'Give a text behind ~'],
    ['country=Ireland||sessions>3', 'cannot be alternatives'],
  ])('%s is refused with what to change', (text, told) => {
    const error = wrong(text);

    expect(error).toMatchObject({ code: 'invalid_input', details: { sent: 'no' } });
    expect(error?.details.issues[0]).toMatchObject({ path: 'filters[0]', message: expect.stringContaining(told) });
  });

  it.each([
    'country',
    '=Ireland',
    'country=Ireland||',
    'country=a\r\nb',
    'country=a\u0000',
    `country=${'x'.repeat(1_001)}`,
    'x y=z',
  ])('%j does not pass the field', (text) => {
    expect(filtersField().safeParse([text]).success).toBe(false);
  });

  it('is bounded in number and alternatives', () => {
    expect(filtersField().safeParse(Array(21).fill('country=Ireland')).success).toBe(false);
    expect(conditionsOf(Array(51).fill('country=a').join('||'))).toHaveProperty('wrong');
  });

  it('of great length is read in a moment', () => {
    const startedAt = performance.now();

    conditionsOf(`${'a'.repeat(4_000)}`);
    conditionsOf(`${' '.repeat(4_000)}=`);
    conditionsOf(`${'a|'.repeat(2_000)}`);

    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
