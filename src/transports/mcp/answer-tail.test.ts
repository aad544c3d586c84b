import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerTail } from './answer-tail.ts';

const rendered = (json: string) => ({ json, pieces: [json.slice(0, -1), '', json.slice(-1)] });
const parsed = (json: string) => JSON.parse(`{"result":{${answerTail(rendered(json)).utf8.toString()}`).result;

describe('answerTail', () => {
  it('gives any answer as text and as it is, whatever characters are in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const json = JSON.stringify(value);

        expect(parsed(json)).toEqual({
          content: [{ type: 'text', text: json }],
          structuredContent: JSON.parse(json),
        });
      }),
    );
  });

  it('gives a long answer as well, and nothing of the answer before it', () => {
    const long = JSON.stringify({ text: '"'.repeat(100_000) });

    expect(parsed(long).content[0].text).toBe(long);
    expect(parsed('{"a":1}').content[0].text).toBe('{"a":1}');
    expect(parsed(long).structuredContent).toEqual(JSON.parse(long));
  });

  it('writes the same bytes as the JSON writer of the language', () => {
    const json = JSON.stringify({ said: 'a "quoted" \\ back\nslash é 茶 \u2028 \ud83c\udf75', lone: '\ud800' });

    expect(answerTail(rendered(json)).utf8.toString()).toBe(
      `"content":[{"type":"text","text":${JSON.stringify(json)}}],"structuredContent":${json}}}`,
    );
  });
});
