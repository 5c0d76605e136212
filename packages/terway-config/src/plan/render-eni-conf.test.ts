import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEniConf } from './parse-eni-conf.ts';
import { renderEniConf } from './render-eni-conf.ts';

describe('renderEniConf', () => {
  const config = fc.dictionary(fc.oneof(fc.constantFrom('version', 'max_pool_size', 'access_secret', 'vswitches', 'unknown_key'), fc.string()), fc.jsonValue());

  it('gives back every key and value that was parsed, unknown ones included', () => {
    fc.assert(
      fc.property(config, (object) => {
        const text = JSON.stringify(object);
        expect(JSON.parse(renderEniConf(parseEniConf(text).config))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('gives the same text when its own is parsed again, in the same order', () => {
    fc.assert(
      fc.property(config, (object) => {
        const text = renderEniConf(parseEniConf(JSON.stringify(object)).config);
        expect(renderEniConf(parseEniConf(text).config)).toBe(text);
      }),
    );
  });

  it('keeps unknown keys in place and reveals the secret', () => {
    expect(renderEniConf(parseEniConf('{"b": 1, "access_secret": "x", "a": [1]}').config)).toBe('{\n  "b": 1,\n  "access_secret": "x",\n  "a": [\n    1\n  ]\n}\n');
  });
});
