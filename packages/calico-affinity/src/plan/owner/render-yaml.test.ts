import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderYaml } from './render-yaml.ts';

describe('renderYaml', () => {
  it('writes blocks as people do', () => {
    const value = { speaker: { affinity: { nodeAffinity: { terms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }, {}] } } } };
    expect(renderYaml(value)).toMatchInlineSnapshot(`
      "speaker:
        affinity:
          nodeAffinity:
            terms:
              - matchExpressions:
                  - key: alibabacloud.com/external
                    operator: NotIn
                    values:
                      - "true"
              - {}
      "
    `);
  });

  it.each(['true', 'No', 'on', 'y', 'null', '~', '1', '1e3', '0x1f', '.5', '-', '- a', 'a: b', 'a #b', '', ' ', 'a\nb', '"', '\\', '{{ x }}', '2026-11-25', '<<', '=', 'é', '\u2028', '\u0085'])(
    'keeps the text %j a text in YAML 1.1 and 1.2, as a key and as a value',
    (text) => {
      for (const version of ['1.1', '1.2'] as const) expect(parse(renderYaml({ [text]: [text] }), { version, merge: false })).toEqual({ [text]: [text] });
    },
  );

  it('writes no character that YAML 1.1 takes for a line break', () => {
    expect(renderYaml('a\u0085b\u2028c\ufeff')).toBe('"a\\u0085b\\u2028c\\ufeff"\n');
  });

  it('leaves out keys without a value', () => {
    expect(renderYaml({ name: 'x', namespace: undefined, inner: { gone: undefined } })).toBe('name: x\ninner: {}\n');
  });

  it('says of any JSON value what JSON says', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(parse(renderYaml(value)))).toBe(JSON.stringify(value));
    }));
  });
});
