import { describe, expect, it } from 'vitest';
import { metricsIn, wrongExpression } from './expression.ts';

const wrong = (expression: string, name = 'mine') => wrongExpression(name, expression, 'core');

describe('an expression', () => {
  it.each([
    'eventCount/activeUsers',
    '( customEvent:steep_minutes + sessions ) / 2.0',
    '-(sessions - engagedSessions) * 100',
    'sessions*-1',
    'keyEvents:sign_up/sessions',
    '((sessions))',
  ])('%s may be asked', (expression) => {
    expect(wrong(expression)).toBeUndefined();
  });

  it.each([
    ['', /Name a metric|missing/],
    ['eventCount/', /missing at its end/],
    ['/eventCount', /missing/],
    ['eventCount activeUsers', /A sign is missing/],
    ['eventCount//activeUsers', /missing behind “\/”/],
    ['eventCount---activeUsers', /missing behind “-”/],
    ['(eventCount', /brackets do not match/],
    ['eventCount)', /brackets do not match/],
    [')eventCount(', /missing|brackets/],
    ['()', /missing behind “\(”/],
    ['2sessions', /A sign is missing/],
    ['1/2', /Name a metric/],
    ['sessions/0', /divides by zero/],
    ['sessions/0.00', /divides by zero/],
    ['eventcount/activeUsers', /did you mean eventCount/],
    ['country/sessions', /country is a dimension/],
    ['sessions^2', /Write metrics, numbers/],
    ['sessions;drop', /Write metrics, numbers/],
    ['sessions\r\n+1\u0000', /Write metrics, numbers/],
    ['sum(sessions)', /A sign is missing|There is no metric/],
    [`sessions${'+1'.repeat(600)}`, /At most|has at most 1000/],
  ])('%j may not', (expression, message) => {
    expect(wrong(expression)).toMatch(message);
  });

  it.each([
    ['sessions', /Google’s own/],
    ['country', /Google’s own/],
    ['', /Name what is computed/],
    ['per visit', /Name what is computed/],
    ['1st', /Name what is computed/],
    ['customEvent:x', /Name what is computed/],
    ['n'.repeat(101), /Name what is computed/],
  ])('may not be called %j', (name, message) => {
    expect(wrong('eventCount/activeUsers', name)).toMatch(message);
  });

  it('is read in time that grows with its length, however it is made', () => {
    for (const part of ['(', '-', ' ', 'a', '1', 'a:', '+ ']) expect(wrong(part.repeat(500))).toBeDefined();
    expect(wrong(`${' '.repeat(100_000)}=`)).toMatch(/at most/);
  });

  it('names its metrics once each', () => {
    expect(metricsIn('sessions/(sessions+customEvent:a)*2')).toEqual(['sessions', 'customEvent:a']);
  });
});
