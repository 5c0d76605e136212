import { PermissionError, Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { reportDrift, type TerwayDriftSpec } from './report-terway-drift.ts';
import { FakeObjects, FakeReader } from './testing/fake-cluster.ts';
import { cloudNode, terwayDaemonSet, terwayPod } from './testing/fake-terway.ts';
import { Faults } from './testing/faults.ts';

const spec: TerwayDriftSpec = { clusterId: 'c0123456789abcdef0123456789abcdef', vSwitches: { 'cn-hangzhou-i': ['vsw-pods1'] }, securityGroupIds: ['sg-1'], serviceCidr: '172.21.0.0/20' };
const asWanted = { version: '1', vswitches: { 'cn-hangzhou-i': ['vsw-pods1'] }, service_cidr: '172.21.0.0/20', security_group: 'sg-1', eni_tags: { 'ack.aliyun.com': spec.clusterId } };

const key = (secret = 'secret') => ({ 'access-key-id': new Secret('LTAI1'), 'access-key-secret': new Secret(secret) });

const setUp = (conf: object = asWanted, fields: Parameters<typeof terwayDaemonSet>[0] = {}) => {
  const configMaps = new FakeObjects<string>(new Faults());
  configMaps.seed('eni-config', { eni_conf: JSON.stringify(conf) }, { annotations: {} });
  const secrets = new FakeObjects<Secret>(new Faults());
  secrets.seed('alibaba-addon-secret', key());
  const reader = new FakeReader();
  reader.nodeList = [cloudNode('a')];
  reader.daemonSet = terwayDaemonSet({ pods: [terwayPod('t', 'a')], ...fields });
  return { configMaps, secrets, reader };
};

describe('reportDrift', () => {
  it('finds nothing where all is as wanted, and says what was not looked at', async () => {
    const report = await reportDrift(setUp(), spec);
    expect(report.findings).toEqual([]);
    expect(report.text).toBe('No difference was found.\nnote: the add-on and RAM were not looked at: no cloud was given');
  });

  it.each<[string, Parameters<typeof setUp>, string]>([
    ['another Service block', [{ ...asWanted, service_cidr: '10.96.0.0/16' }], 'differs from what is wanted'],
    ['an unknown key', [{ ...asWanted, max_pool_sise: 5 }], 'max_pool_sise'],
    ['a version that does not read the Secret', [asWanted, { images: { terway: 'acs/terway:v1.5.7' } }], 'does not read the Secret'],
    ['a template that does not mount the Secret', [asWanted, { mountedSecrets: [] }], 'does not mount the Secret'],
    ['a selector that reaches the data centre', [asWanted, { placement: { nodeSelector: {} } }], 'a future on-premises node'],
    ['a node without its pod', [asWanted, { pods: [] }], 'no Terway pod'],
  ])('names %s, with how to mend it', async (_what, world, message) => {
    const { findings } = await reportDrift(setUp(...world), spec);
    expect(findings).toMatchObject([{ what: expect.stringContaining(message) as string, mend: expect.stringMatching(/\w/) as string }]);
  });

  it.each([
    ['is not there', 'is not there', {}],
    ['has no secret', 'holds no whole access key', key('')],
    ['ends with a newline', 'white space', key('secret\n')],
  ])('names an access key that %s', async (_what, message, data) => {
    const world = setUp();
    const secrets = new FakeObjects<Secret>(new Faults());
    if (Object.keys(data).length > 0) secrets.seed('alibaba-addon-secret', data);
    expect((await reportDrift({ ...world, secrets }, spec)).findings).toMatchObject([{ where: 'Secret kube-system/alibaba-addon-secret', what: expect.stringContaining(message) as string }]);
  });

  it('notes what may not be read, and goes on', async () => {
    const { reader, ...objects } = setUp({ ...asWanted, service_cidr: '10.96.0.0/16' });
    reader.terway = () => Promise.reject(new PermissionError({ service: 'kubernetes', operation: 'get daemonsets', errorCode: 'Forbidden', detail: 'no', outcome: 'refused', missing: 'get daemonsets kube-system/terway-eniip' }));
    const { findings, notes } = await reportDrift({ ...objects, reader }, spec);
    expect(findings).toHaveLength(1);
    expect(notes[0]).toContain('not compared: ');
  });

  it("tells another image than the add-on's version", async () => {
    const cloud = { addons: { instance: () => Promise.resolve({ state: 'active', version: 'v1.13.0' }) }, ram: { principal: () => Promise.resolve(undefined) } as never };
    const { findings, notes } = await reportDrift({ ...setUp(), cloud }, spec);
    expect(findings).toMatchObject([{ what: 'runs Terway v1.14.1, but the add-on says v1.13.0' }]);
    expect(notes).toHaveLength(1);
  });
});
