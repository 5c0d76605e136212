import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceValues } from './replace-values.ts';
import { parseRotationMark } from './rotation-mark.ts';

describe('replaceValues', () => {
  it.each([
    ['{ "access_key" : "a",\t"x": 5.0, "access_secret":"b" }\n', '{ "access_key" : "",\t"x": 5.0, "access_secret":"" }\n'],
    ['{"x":{"access_key":"inner"},"access_key":null}', '{"x":{"access_key":"inner"},"access_key":""}'],
    ['{"access_key":"a","access_key":"b"}', '{"access_key":"","access_key":""}'],
    ['{"y":1}', '{"y":1}'],
  ])('changes in %j the values alone', (before, after) => {
    expect(replaceValues(before, { access_key: '', access_secret: '' })).toBe(after);
  });

  it('is undone by the values before, byte for byte', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.jsonValue(), (id, secret, rest) => {
        const text = ` {\n"rest": ${JSON.stringify(rest)} ,"access_key":${JSON.stringify(id)},\t"access_secret":${JSON.stringify(secret)}}`;
        const blank = replaceValues(text, { access_key: '', access_secret: '' });
        expect(replaceValues(blank, { access_key: id, access_secret: secret })).toBe(text);
      }),
    );
  });

  it('refuses what is no JSON object', () => {
    expect(() => replaceValues('[]', { access_key: '' })).toThrow(expect.objectContaining({ code: 'InvalidInput' }));
  });
});

describe('parseRotationMark', () => {
  const mark = { phase: 'switched', from: 'LTAIa', to: 'LTAIb', at: '2026-07-01T00:00:00.000Z', switchedAt: '2026-07-01T00:00:00.000Z' };

  it('reads what was written', () => {
    expect(parseRotationMark(JSON.stringify(mark))).toEqual(mark);
    expect(parseRotationMark('{"phase":"creating","from":"LTAIa","at":"2026-07-01T00:00:00Z","drop":"LTAIb"}')).toMatchObject({ drop: 'LTAIb' });
  });

  it.each([undefined, '', 'null', '[]', '{', '{"phase":"creating"}', JSON.stringify({ ...mark, phase: 'other' }), JSON.stringify({ ...mark, to: undefined }), JSON.stringify({ ...mark, at: 'soon' }), JSON.stringify({ ...mark, from: 5 })])('takes %j for no mark', (text) => {
    expect(parseRotationMark(text)).toBeUndefined();
  });
});
