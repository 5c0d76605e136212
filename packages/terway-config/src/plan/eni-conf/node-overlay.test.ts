import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameJson, type Json } from '../read-json.ts';
import { applyMergePatch, effectiveEniConfs } from './node-overlay.ts';

// RFC 7396, appendix A.
const examples: readonly (readonly [target: string, patch: string, result: string])[] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'], ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'], ['{"a":"b"}', '{"a":null}', '{}'], ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'], ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'], ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'], ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'], ['{"a":"b"}', '["c"]', '["c"]'], ['{"a":"foo"}', 'null', 'null'], ['{"a":"foo"}', '"bar"', '"bar"'], ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'], ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

/** The same by paths: what a patch says of each path, the deepest word last, laid over the leaves of the target. */
const oracle = (target: Json, patch: Json): Json => {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const said = patch as { readonly [key: string]: Json };
  const had = target !== null && typeof target === 'object' && !Array.isArray(target) ? (target as { readonly [key: string]: Json }) : {};
  const names = [...new Set([...Object.keys(had), ...Object.keys(said)])].filter((name) => !(name in said) || said[name] !== null);
  return Object.fromEntries(names.map((name) => [name, name in said ? oracle(name in had ? (had[name] ?? null) : null, said[name] ?? null) : (had[name] ?? null)]));
};

const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: true }).filter((value) => !JSON.stringify(value).includes('__proto__')) as fc.Arbitrary<Json>;

describe('applyMergePatch', () => {
  it.each(examples)('makes of %s and %s what RFC 7396 prints', (target, patch, result) => {
    expect(applyMergePatch(JSON.parse(target) as Json, JSON.parse(patch) as Json)).toEqual(JSON.parse(result));
  });

  it.each(examples)('is matched by the oracle on %s and %s', (target, patch, result) => expect(oracle(JSON.parse(target) as Json, JSON.parse(patch) as Json)).toEqual(JSON.parse(result)));

  it('agrees with another writing of the RFC', () => {
    const near = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(json, fc.constant(null), fc.dictionary(fc.constantFrom('a', 'b'), json)), { noNullPrototype: true }) as fc.Arbitrary<Json>;
    const any = fc.oneof(json, near);
    fc.assert(fc.property(any, any, (target, patch) => {
      expect(sameJson(applyMergePatch(target, patch), oracle(target, patch))).toBe(true);
    }));
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(json, json, (target, patch) => {
      const once = applyMergePatch(target, patch);
      expect(sameJson(applyMergePatch(once, patch), once)).toBe(true);
    }));
  });

  it('takes __proto__ as a key like any other', () => {
    expect(JSON.stringify(applyMergePatch({}, JSON.parse('{"__proto__": {"a": 1}}') as Json))).toBe('{"__proto__":{"a":1}}');
  });
});

const base = '{"max_pool_size": 5, "vswitches": {"cn-hangzhou-i": ["vsw-1"], "cn-hangzhou-j": ["vsw-2"]}, "security_group": "sg-1", "access_secret": "CANARY"}';
const node = (name: string, overlay?: string) => ({ name, labels: overlay === undefined ? {} : { 'terway-config': overlay } });

describe('effectiveEniConfs', () => {
  it('gives each node the configuration that its Terway reads', () => {
    const overlays = new Map([['gpu', '{"max_pool_size": 9, "vswitches": {"cn-hangzhou-j": null}}']]);
    const [plain, gpu] = effectiveEniConfs(base, overlays, [node('a'), node('b', 'gpu')]);
    expect(plain?.config.max_pool_size).toBe(5);
    expect(gpu).toMatchObject({ node: 'b', overlay: 'gpu', config: { max_pool_size: 9, vswitches: { 'cn-hangzhou-i': ['vsw-1'] } } });
    expect(gpu?.changes.map(({ summary }) => summary.split(':')[0])).toEqual(['eni_conf.max_pool_size', 'eni_conf.vswitches']);
    expect(JSON.stringify([plain, gpu])).not.toContain('CANARY');
  });

  it.each([
    ['names a ConfigMap that is missing', new Map<string, string | undefined>(), 'overlay-missing'],
    ['names a ConfigMap without eni_conf', new Map<string, string | undefined>([['gpu', undefined]]), 'overlay-empty'],
    ['names a ConfigMap with a blank eni_conf', new Map<string, string | undefined>([['gpu', ' ']]), 'overlay-empty'],
    ['names a ConfigMap with YAML in it', new Map<string, string | undefined>([['gpu', 'max_pool_size: 5']]), 'overlay-unreadable'],
    ['deletes a zone that is not there', new Map<string, string | undefined>([['gpu', '{"vswitches": {"cn-hangzhou-z": null}}']]), 'overlay-deletes-nothing'],
    ['adds an unknown key', new Map<string, string | undefined>([['gpu', '{"max_pool": 5}']]), 'unknown-key'],
  ])('says so where a node %s', (_what, overlays, code) => {
    expect(effectiveEniConfs(base, overlays, [node('a', 'gpu')])[0]?.findings.map((finding) => finding.code)).toContain(code);
  });
});
