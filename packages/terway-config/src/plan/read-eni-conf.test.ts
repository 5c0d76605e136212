import { describe, expect, it } from 'vitest';
import { readJsonObject } from './read-json.ts';
import { uniteMembers } from './read-eni-conf.ts';

const unite = (text: string): { readonly members: unknown; readonly findings: readonly string[] } => {
  const { members, findings } = uniteMembers(readJsonObject(text, 'eni_conf'));
  return { members: members.map(({ key, value }) => [key, value]), findings: findings.map(({ severity, path }) => `${severity} ${path}`) };
};

describe('the members of a document', () => {
  it('stay in the order in which each came first', () => {
    expect(unite('{"prefix": "a", "version": "1", "prefix": "b"}').members).toEqual([['prefix', 'b'], ['version', '1']]);
  });

  it.each<[string, string, unknown, string]>([
    ['grow together by zone, a zone that is there twice being the last', '{"vswitches": {"h": ["1"]}, "vswitches": {"h": ["2"], "i": ["3"]}}', { h: ['2'], i: ['3'] }, 'warning'],
    ['grow together over three of them', '{"rate_limit": {"a": 1}, "rate_limit": {"b": 2}, "rate_limit": {"c": 3}}', { a: 1, b: 2, c: 3 }, 'error'],
    ['keep the last object where a text stood before it', '{"eni_tags": "x", "eni_tags": {"a": "b"}}', { a: 'b' }, 'warning'],
    ['take a retry as a new one, its own members only', '{"backoff_override": {"x": {"Steps": 1, "Cap": 2}}, "backoff_override": {"x": {"Steps": 3}}}', { x: { Steps: 3 } }, 'warning'],
    ['keep what an item had where the later one has null', '{"extra_routes": [{"dst": "a"}], "extra_routes": [{"dst": null}]}', [{ dst: 'a' }], 'error'],
    ['are the same by both rules where they say the same in another order', '{"eni_tags": {"a": "1", "b": "2"}, "eni_tags": {"b": "2", "a": "1"}}', { a: '1', b: '2' }, 'warning'],
  ])('that stand there twice %s', (_what, text, value, severity) => {
    const { members, findings } = unite(text);
    expect(members).toEqual([[expect.any(String) as string, value]]);
    expect(findings.map((finding) => finding.split(' ')[0])).toEqual([severity]);
  });

  it('are told once however often they stand there, and not of what Terway passes over', () => {
    expect(unite('{"prefix": "a", "prefix": "b", "prefix": "c", "unknown": {"x": 1, "x": 2}}').findings).toEqual(['warning prefix']);
  });

  it('are told with the path to an object within a list within an object', () => {
    expect(unite('{"eni_tag_block_list": [{}, {"key": "a", "key": "b"}], "backoff_override": {"x": {"Cap": 1, "Cap": 2}}}').findings).toEqual(['warning eni_tag_block_list[1].key', 'warning backoff_override.x.Cap']);
  });

  it('may be called __proto__', () => {
    expect(unite('{"eni_tags": {"__proto__": "a"}, "eni_tags": {"b": "c"}}').members).toEqual([['eni_tags', JSON.parse('{"__proto__": "a", "b": "c"}')]]);
  });
});
