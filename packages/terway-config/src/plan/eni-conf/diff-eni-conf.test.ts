import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffEniConf } from '../merge-eni-conf.ts';
import { parseEniConf } from '../parse-eni-conf.ts';
import { sameJson, type Json } from '../read-json.ts';

const diff = (before: string, after: string): string[] => diffEniConf(parseEniConf(before).config, parseEniConf(after).config).map(({ summary }) => summary);

describe('a diff', () => {
  it('has a line for each key that came, went or changed', () => {
    expect(diff('{"max_pool_size": 5, "min_eni": 1, "prefix": "a"}', '{"max_pool_size": 6, "prefix": "a", "odd": {"x": 1}}')).toEqual(['eni_conf.max_pool_size: 5 → 6', 'eni_conf.min_eni: 1 → (absent)', 'eni_conf.odd: (absent) → {"x":1}']);
  });

  it.each([
    ['a secret that changed', '{"access_secret": "CANARY-1"}', '{"access_secret": "CANARY-2"}'],
    ['a secret of another type', '{"access_secret": ["CANARY-1"]}', '{"access_secret": {"CANARY-2": 1}}'],
    ['an id that is a list', '{"access_key": ["CANARY"]}', '{}'],
    ['a short id', '{"access_key": "CANARY"}', '{"access_key": ""}'],
    ['a secret under an unknown key', '{}', '{"db_password": "CANARY"}'],
    ['a secret inside of an unknown key', '{"other": {"deep": [{"auth_token": "CANARY"}]}}', '{}'],
  ])('hides %s in every field', (_what, before, after) => {
    const changes = diffEniConf(parseEniConf(before).config, parseEniConf(after).config);
    expect(changes).toHaveLength(1);
    expect(JSON.stringify(changes)).not.toContain('CANARY');
  });

  it('is empty exactly where both say the same', () => {
    const document = fc.dictionary(fc.constantFrom('a', 'max_eni', 'access_secret', 'eni_tags'), fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>, { noNullPrototype: true });
    fc.assert(fc.property(document, document, (before, after) => {
      const [left, right] = [JSON.stringify(before), JSON.stringify(after)];
      expect(diff(left, right).length === 0).toBe(sameJson(JSON.parse(left), JSON.parse(right)));
    }));
  });
});
