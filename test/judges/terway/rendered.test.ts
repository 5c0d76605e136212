import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import { mergeEniConf, parseEniConf, renderEniConf, type EniConfigInput, type EniConfRequest } from '@ack-hybrid/terway-config';
import { requestOf } from '../../../packages/terway-config/src/plan/eni-config-input.ts';
import '../../support/property-tests.ts';
import { fittingDocument, guideTemplate, text } from './eni-conf-documents.ts';
import { generations, readFields, startJudge, type EniConfVerdict, type Generation, type Judge } from './judge.ts';

const judges = new Map<Generation, Judge>();
beforeAll(async () => {
  for (const generation of generations) judges.set(generation, await startJudge(generation));
});
afterAll(() => judges.forEach((judge) => judge.close()));

const ask = (generation: Generation, document: string): Promise<EniConfVerdict> => {
  const judge = judges.get(generation);
  if (judge === undefined) throw new Error(`no judge of ${generation}`);
  return judge.eniConf(document);
};

const render = (current: string, request: EniConfRequest): string => renderEniConf(mergeEniConf(parseEniConf(current).config, request).config);

const input: EniConfigInput = { clusterId: 'c0123', vSwitches: { 'cn-hangzhou-i': ['vsw-1', 'vsw-2'] }, securityGroupIds: ['sg-1'], serviceCidr: '172.21.0.0/20' };
const inherited = '{"version": "1", "vswitches": {"cn-hangzhou-h": ["vsw-h"], "cn-hangzhou-i": ["vsw-old"]}, "security_groups": ["sg-9", ""], "eni_tags": {"team": "a"}, "min_eni": 2, "unknown": {"x": [1.5]}}';

/** What the daemon is to have, worked out from what was asked, and from nothing that the package gives back. */
const meant = (asked: EniConfigInput) => ({
  vswitches: expect.objectContaining(asked.vSwitches) as unknown,
  service_cidr: asked.serviceCidr,
  eni_tags: expect.objectContaining({ 'ack.aliyun.com': asked.clusterId, ...asked.eniTags }) as unknown,
  ...(asked.maxPoolSize === undefined ? {} : { max_pool_size: asked.maxPoolSize }),
  ...(asked.minPoolSize === undefined ? {} : { min_pool_size: asked.minPoolSize }),
  ...(asked.vSwitchSelectionPolicy === undefined ? {} : { vswitch_selection_policy: asked.vSwitchSelectionPolicy }),
  ...(asked.ipStack === undefined ? {} : { ip_stack: asked.ipStack }),
});

describe.each(generations)("what terway-config renders, read by Terway's rules of %s", (generation) => {
  it.each<[string, string, EniConfigInput]>([
    ['the template of the guide', guideTemplate, input],
    ['an empty document', '{}', input],
    ['a configuration that somebody made', inherited, input],
    ['a list with an empty id beside the right one', '{"security_groups": ["sg-1", ""]}', input],
    ['a list with null beside the right one', '{"security_groups": ["sg-1", null]}', input],
    ['a zone that stands there twice', '{"vswitches": {"cn-hangzhou-h": ["vsw-h"]}, "vswitches": {"cn-hangzhou-k": ["vsw-k"]}}', input],
    ['pool sizes', guideTemplate, { ...input, minPoolSize: 2, maxPoolSize: 10 }],
    ['sizes of nought', guideTemplate, { ...input, minPoolSize: 0, maxPoolSize: 0 }],
    ['dual stack', guideTemplate, { ...input, ipStack: 'dual', serviceCidr: '172.21.0.0/20,fd00::/112' }],
    ['two zones and five groups', guideTemplate, { ...input, vSwitches: { 'cn-hangzhou-i': ['vsw-1'], 'cn-hangzhou-j': ['vsw-2', 'vsw-3'] }, securityGroupIds: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'] }],
    ['tags of every kind', guideTemplate, { ...input, eniTags: { team: 'Ünïcode "quoted" \\ </script> \u2028', 'ack.aliyun.com': 'mine', __proto__key: '😀' } }],
    ['random vSwitches', guideTemplate, { ...input, vSwitchSelectionPolicy: 'random' }],
  ])('means what was asked: %s', async (_what, current, asked) => {
    const document = render(current, requestOf(asked));
    const verdict = await ask(generation, document);
    expect(verdict.reason).toBeUndefined();
    expect(verdict.controlPlane).toBeUndefined();
    expect(verdict.parsed).toMatchObject(meant(asked));
    expect(verdict.securityGroups).toEqual([...asked.securityGroupIds].sort());
    expect(verdict.repeated).toBeUndefined();
    expect(parseEniConf(document).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('reads the credentials that were asked for, untrimmed', async () => {
    const document = render(guideTemplate, { credentials: { accessKeyId: 'LTAI5t', accessKeySecret: new Secret('a b"c\n') } });
    expect((await ask(generation, document)).parsed).toMatchObject({ access_key: 'LTAI5t', access_secret: 'a b"c\n' });
  });

  const zone = fc.stringMatching(/^cn-[a-z]{2,8}-[a-z]$/);
  const ids = (prefix: string, most: number) => fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,10}$/).map((id) => `${prefix}-${id}`), { minLength: 1, maxLength: most });
  const anyInput: fc.Arbitrary<EniConfigInput> = fc
    .record(
      {
        clusterId: fc.stringMatching(/^c[0-9a-f]{32}$/),
        vSwitches: fc.dictionary(zone, ids('vsw', 4), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
        securityGroupIds: ids('sg', generation === 'v1.5' ? 5 : 10),
        serviceCidr: fc.constantFrom('172.21.0.0/20', '10.96.0.0/12', '172.21.0.0/20,fd00::/112'),
        sizes: fc.tuple(fc.nat(), fc.nat()),
        eniTags: fc.dictionary(text, text, { maxKeys: 4, noNullPrototype: true }),
        vSwitchSelectionPolicy: fc.constantFrom<'ordered' | 'random'>('ordered', 'random'),
        ipStack: fc.constantFrom<'ipv4' | 'dual'>('ipv4', 'dual'),
      },
      { requiredKeys: ['clusterId', 'vSwitches', 'securityGroupIds', 'serviceCidr'], noNullPrototype: true },
    )
    .map(({ sizes, ...rest }) => (sizes === undefined ? rest : { ...rest, minPoolSize: Math.min(...sizes), maxPoolSize: Math.max(...sizes) }));

  it('means what was asked, whatever stood there before', async () => {
    const current = fc.oneof(fc.constant(guideTemplate), fittingDocument(generation).map((document) => JSON.stringify(document)));
    await fc.assert(
      fc.asyncProperty(current, anyInput, async (before, asked) => {
        const verdict = await ask(generation, render(before, requestOf(asked)));
        expect(verdict.reason).toBeUndefined();
        expect(verdict.parsed).toMatchObject(meant(asked));
        expect(verdict.securityGroups).toEqual([...asked.securityGroupIds].sort());
      }),
    );
  });

  it.each([
    ['objects', '{"vswitches": {"h": ["vsw-h"]}, "vswitches": {"k": ["vsw-k"]}, "eni_tags": {"a": "1", "b": "2"}, "eni_tags": {"a": "3"}, "rate_limit": {"x": 1}, "rate_limit": null}'],
    ['lists', '{"security_groups": ["sg-1", "sg-2"], "security_groups": ["sg-3"], "extra_routes": [{"dst": "a"}], "extra_routes": null}'],
    ['null over a value', '{"security_group": "sg-1", "security_group": null, "min_eni": 3, "min_eni": null, "enable_eni_trunking": true, "enable_eni_trunking": null}'],
  ])('keeps what Terway makes of a key that stands there twice: %s', async (_what, before) => {
    expect((await ask(generation, render(before, { maxPoolSize: 7 }))).parsed).toEqual({ ...(await ask(generation, before)).parsed, max_pool_size: 7 });
  });

  it('keeps what Terway makes of any two documents run together', async () => {
    const partly = fc.record({ document: fittingDocument(generation), emptied: fc.subarray(readFields(generation).map(({ key }) => key)) }).map(({ document, emptied }) => ({ ...document, ...Object.fromEntries(emptied.map((key) => [key, null])) }));
    await fc.assert(
      fc.asyncProperty(fittingDocument(generation), partly, async (first, second) => {
        const before = `${JSON.stringify(first).slice(0, -1)}${Object.keys(first).length === 0 || Object.keys(second).length === 0 ? '' : ','}${JSON.stringify(second).slice(1)}`;
        const [untouched, rendered] = [await ask(generation, before), await ask(generation, render(before, { maxPoolSize: 7 }))];
        expect([before, rendered.parsed]).toEqual([before, { ...untouched.parsed, max_pool_size: 7 }]);
      }),
    );
  });

  it('keeps the value of every key that was not asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fittingDocument(generation), async (before) => {
        const untouched = await ask(generation, JSON.stringify(before));
        const rendered = await ask(generation, render(JSON.stringify(before), { maxPoolSize: 7 }));
        for (const { key } of readFields(generation)) {
          if (key !== 'max_pool_size') expect([key, rendered.parsed?.[key]]).toEqual([key, untouched.parsed?.[key]]);
        }
      }),
    );
  });
});
