import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEniConf, type EniConfFinding } from '@ack-hybrid/terway-config';
import '../../support/property-tests.ts';
import { anyValueText, fittingDocument, knownKeys } from './eni-conf-documents.ts';
import { generations, readFields, startJudge, type EniConfVerdict, type Generation, type Judge } from './judge.ts';

const judges = new Map<Generation, Judge>();
beforeAll(async () => {
  for (const generation of generations) judges.set(generation, await startJudge(generation));
});
afterAll(() => judges.forEach((judge) => judge.close()));

const ask = (text: string): Promise<EniConfVerdict[]> => Promise.all([...judges.values()].map((judge) => judge.eniConf(text)));

/** Our findings; a text that isn't a JSON object is one error. */
const findingsOn = (text: string): readonly Pick<EniConfFinding, 'code' | 'severity' | 'path'>[] => {
  try {
    return parseEniConf(text).findings;
  } catch {
    return [{ code: 'not-an-object', severity: 'error', path: '' }];
  }
};

const errorsOn = (text: string): string[] => findingsOn(text).flatMap(({ code, severity, path }) => (severity === 'error' ? [`${code} ${path}`] : []));

/** Errors that say more than Terway's own code: it starts with these and does something else than what was meant. */
const stricter = new Set(['placeholder', 'pool-size', 'repeated-key', 'empty-item', 'inexact-number', 'not-an-object']);

const refuses = ({ failed, controlPlane }: EniConfVerdict): boolean => failed !== undefined || controlPlane !== undefined;

describe('what parseEniConf refuses', () => {
  it.each([
    ['a whole number with a fraction', '{"max_pool_size": 5.0}'],
    ['a whole number with an exponent', '{"max_eni": 1e1}'],
    ['a fraction in a map of whole numbers', '{"rate_limit": {"CreateNetworkInterface": 1.0}}'],
    ['a number too large for 64 bits', '{"max_pool_size": 9223372036854775808}'],
    ['a rate too large for 32 bits', '{"kube_client_qps": 3.5e38}'],
    ['a route that is no object', '{"extra_routes": ["10.0.0.0/8"]}'],
    ['a route to a number', '{"extra_routes": [{"dst": 10}]}'],
    ['a block list of texts', '{"eni_tag_block_list": ["a"]}'],
    ['a block list that is a map', '{"eni_tag_block_list": {"a": "b"}}'],
    ['retries in words', '{"backoff_override": {"eni_create": {"Duration": "2s"}}}'],
    ['retries that are no object', '{"backoff_override": {"eni_create": 3}}'],
    ['half a step', '{"backoff_override": {"eni_create": {"Steps": 2.5}}}'],
    ['an interval without a unit', '{"idle_ip_reclaim_interval": "10"}'],
    ['an interval of nothing', '{"idle_ip_reclaim_interval": ""}'],
    ['an age in words', '{"idle_ip_reclaim_after": "an hour"}'],
    ['a factor in words', '{"idle_ip_reclaim_jitter_factor": "10%"}'],
    ['a retired switch as text', '{"wait_trunk_eni": "true"}'],
    ['a retired text as a switch', '{"allow_eip_rob": true}'],
    ['eleven groups in the list, though some are the same', `{"security_groups": ${JSON.stringify(Array.from({ length: 11 }, (_, index) => `sg-${index % 3}`))}}`],
    ['eleven groups, security_group counted in', `{"security_group": "sg-x", "security_groups": ${JSON.stringify(Array.from({ length: 10 }, (_, index) => `sg-${index}`))}}`],
    ['an unknown stack', '{"ip_stack": "IPv4"}'],
  ])('is what Terway refuses: %s', async (_what, text) => {
    expect((await ask(text)).some(refuses)).toBe(true);
    expect(errorsOn(text)).not.toEqual([]);
  });

  it.each([
    ['null for every key', JSON.stringify(Object.fromEntries(knownKeys(...generations).map((key) => [key, null])))],
    ['retries with keys as Go names them', '{"backoff_override": {"": {"InitialDelay": 1000000000, "Duration": 2000000000, "Factor": 1.5, "Jitter": 0.3, "Steps": 6, "Cap": 0}}}'],
    ['routes and a block list', '{"extra_routes": [{"dst": "10.0.0.0/8"}], "eni_tag_block_list": [{"key": "managed-by", "value": "x"}]}'],
    ['periods as Go writes them', '{"idle_ip_reclaim_after": "1h30m", "idle_ip_reclaim_interval": "1.5h", "idle_ip_reclaim_jitter_factor": "1e-1", "ip_pool_sync_period": "120s"}'],
    ['minus nought', '{"eni_cap_shift": -0}'],
    ['a zone without vSwitches', '{"vswitches": {"cn-hangzhou-i": null}}'],
  ])('is not what Terway takes: %s', async (_what, text) => {
    expect((await ask(text)).filter(refuses)).toEqual([]);
    expect(errorsOn(text)).toEqual([]);
  });

  it('is nothing of a document whose members all fit', async () => {
    for (const generation of generations) {
      await fc.assert(
        fc.asyncProperty(fittingDocument(generation), async (document) => {
          const text = JSON.stringify(document);
          const verdicts = await ask(text);
          const errors = findingsOn(text).filter(({ severity, code }) => severity === 'error' && !stricter.has(code));
          expect([text, errors, verdicts.some(refuses)]).toEqual([text, [], false]);
        }),
      );
    }
  });

  it('is what Terway refuses in some generation, and nothing else, for values of every kind under every key', async () => {
    const member = fc.tuple(fc.constantFrom(...knownKeys(...generations)), anyValueText);
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 3 }), async (members) => {
        const text = `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`;
        const verdicts = await ask(text);
        const errors = errorsOn(text);
        const beyondTerway = errors.filter((error) => !stricter.has(error.split(' ')[0] ?? ''));
        if (verdicts.some(refuses)) expect([text, errors]).not.toEqual([text, []]);
        else expect([text, beyondTerway]).toEqual([text, []]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is every time and every number in quotes that Go can not read', async () => {
    const pieces = fc.array(fc.constantFrom('1', '30', '0', '.', '.5', '-', '+', 'ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h', 'd', ' ', 'e', 'E', '2562047h', '9999999999999999999', '1e400'), { maxLength: 5 }).map((all) => all.join(''));
    const keys = fc.constantFrom('idle_ip_reclaim_after', 'idle_ip_reclaim_interval', 'idle_ip_reclaim_jitter_factor');
    await fc.assert(
      fc.asyncProperty(keys, pieces, async (key, value) => {
        const text = JSON.stringify({ [key]: value });
        expect([text, errorsOn(text)]).toEqual([text, (await ask(text)).some(refuses) ? [`period ${key}`] : []]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is, of a text that is no JSON, what Terway refuses', async () => {
    const spoil = (text: string, place: number, insertion: string): string => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + insertion + text.slice(at + (insertion === '' ? 1 : 0));
    };
    const insertion = fc.constantFrom('', ',', '"', '}', ']', '\\', '\n', '\t', '\u00a0', '\ufeff', '\u0001', '//', '0', '.', 'e', '-', 'null', "'", '{', ':');
    await fc.assert(
      fc.asyncProperty(fittingDocument('newest'), fc.nat(), insertion, async (document, place, inserted) => {
        const text = spoil(JSON.stringify(document, null, 1), place, inserted);
        const broken = findingsOn(text).some(({ code }) => code === 'not-an-object');
        const verdicts = await ask(text);
        // Terway calls a wrong type and a broken text by the same name; a broken text alone has no "cannot unmarshal" in its reason.
        const unreadable = verdicts.every(({ failed, reason }) => failed === 'decode' && reason?.includes('cannot unmarshal') !== true);
        expect([text, broken]).toEqual([text, unreadable]);
      }),
      { numRuns: 500 },
    );
  });
});

/** The paths at which parseEniConf has a finding of such a code. */
const pathsOf = (text: string, ...codes: readonly string[]): string[] =>
  parseEniConf(text)
    .findings.filter(({ code }) => codes.includes(code))
    .map(({ path }) => path)
    .sort();

const oldKeys = new Set(readFields('v1.5').map(({ key }) => key));
const topOf = (path: string): string => knownKeys(...generations).find((key) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`)) ?? path;

describe('what parseEniConf warns of', () => {
  it('is every key that both generations pass over, also deep inside, in every spelling', async () => {
    const spelling = (key: string) => fc.constantFrom(key, key.toUpperCase(), key.replace('_', '-'), `${key} `, key.slice(1), key.replaceAll('_', ''));
    const key = fc.oneof(fc.constantFrom(...knownKeys(...generations), 'hot_plug', 'endpoint', 'eniip_virtual_type').chain(spelling), fc.string({ maxLength: 8 }));
    const inner = fc.constantFrom('{"eni_create": {"Steps": 2, "steps": 3}}', '[{"dst": "10.0.0.0/8", "gw": "10.0.0.1"}]', '[{"key": "a", "value": "b", "Value": "c"}]', 'null');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 5 }), inner, async (keys, value) => {
        const nested = value.startsWith('{') ? 'backoff_override' : value.includes('dst') ? 'extra_routes' : 'eni_tag_block_list';
        const text = `{${[...keys.filter((name) => name !== nested).map((name) => `${JSON.stringify(name)}: null`), `${JSON.stringify(nested)}: ${value}`].join(', ')}}`;
        const [today, old] = await ask(text);
        // What the old generation doesn't read at all says nothing of what is inside of it.
        const nowhereRead = (today?.ignored ?? []).filter((path) => (old?.ignored ?? []).includes(path) || !oldKeys.has(topOf(path)));
        const warned = pathsOf(text, 'unknown-key', 'misplaced-key', 'retired-key').filter((path) => !oldKeys.has(path));
        expect([text, warned]).toEqual([text, nowhereRead.sort()]);
      }),
      { numRuns: 500 },
    );
  });

  it('is every retired key, which the old generation reads and today’s passes over', async () => {
    for (const { key } of readFields('v1.5')) {
      const text = JSON.stringify({ [key]: null });
      const [today] = await ask(text);
      expect([key, pathsOf(text, 'retired-key')]).toEqual([key, today?.ignored ?? []]);
    }
  });

  it('is every member that stands there twice', async () => {
    const text = '{"security_group": "a", "security_group": "b", "vswitches": {"i": ["x"], "i": ["y"]}, "eni_tags": {"a": "b", "a": "c"}, "rate_limit": {"x": 1, "x": 2}, "extra_routes": [{"dst": "a", "dst": "b"}]}';
    const [today] = await ask(text);
    expect(pathsOf(text, 'repeated-key')).toEqual([...(today?.repeated ?? [])].sort());
  });
});
