import { describe, expect, it } from 'vitest';
import { parseEniConf } from '../plan/parse-eni-conf.ts';
import { FakeNetwork, FakeObjects } from '../testing/fake-cluster.ts';
import { cloudNode, FakeTerway } from '../testing/fake-terway.ts';
import { Faults, Killed } from '../testing/faults.ts';
import { eniConfigStep, type EniConfigStepInput } from './eni-config.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';
const template = `{
 "version": "1",
 "max_pool_size": 5,
 "min_pool_size": 0,
 "vswitches": {"AZoneID":["VswitchId"]},
 "eni_tags": {"ack.aliyun.com":"{{.ClusterID}}"},
 "service_cidr": "{{.ServiceCIDR}}",
 "security_group": "{{.SecurityGroupId}}",
 "access_key": "",
 "access_secret": "",
 "future_key": {"kept": true},
 "vswitch_selection_policy": "ordered"
}
`;
const input: EniConfigStepInput = { clusterId, vSwitches: { 'cn-hangzhou-i': ['vsw-pods1'] }, securityGroupIds: ['sg-1'], serviceCidr: '172.21.0.0/20', retry: { minDelayMs: 1, maxDelayMs: 2 } };

const setUp = (text: string | undefined = template, more: Partial<EniConfigStepInput> = {}, nodes: readonly string[] = []) => {
  const faults = new Faults();
  const configMaps = new FakeObjects<string>(faults);
  if (text !== '') configMaps.seed('eni-config', { eni_conf: text, '10-terway.conf': '{}' });
  const network = new FakeNetwork().add('vsw-pods1').add('vsw-other').add('vsw-h', { zone: 'cn-hangzhou-h' }).add('vsw-elsewhere', { vpcId: 'vpc-2' }).add('vsw-full', { freeAddresses: 0 });
  const terway = new FakeTerway(faults, nodes.map((name) => cloudNode(name)));
  let time = Date.parse('2026-11-21T09:00:00Z');
  const make = (changed: Partial<EniConfigStepInput> = {}) => eniConfigStep({ network, configMaps, terway, now: () => (time += 60_000), elapsed: terway.clocks.elapsed }, { ...input, ...more, ...changed });
  const step = make();
  const apply = async (which = step) => which.apply(await which.plan());
  return { faults, configMaps, network, terway, step, make, apply, text: () => configMaps.value('eni-config', 'eni_conf') ?? '' };
};

describe('eniConfigStep', () => {
  it('fills the placeholders, keeps all else, and leaves only the unknown key as a warning', async () => {
    const { step, apply, text } = setUp();
    const result = await apply();
    expect(JSON.parse(text())).toEqual({
      version: '1',
      max_pool_size: 5,
      min_pool_size: 0,
      vswitches: { 'cn-hangzhou-i': ['vsw-pods1'] },
      eni_tags: { 'ack.aliyun.com': clusterId },
      service_cidr: '172.21.0.0/20',
      security_group: 'sg-1',
      access_key: '',
      access_secret: '',
      future_key: { kept: true },
      vswitch_selection_policy: 'ordered',
    });
    expect((await step.verify(result)).map(({ name, status }) => `${name} ${status}`)).toEqual(['eni-conf-as-asked pass', 'eni-conf-valid warn', 'terway-read-its-configuration pass']);
  });

  it('warns of who applies eni_conf, as long as there is something to change', async () => {
    const { configMaps, step, apply } = setUp();
    configMaps.apply('eni-config', 'gitops', 'eni_conf');
    const applied = async () => (await step.plan()).checks?.find(({ name }) => name === 'eni-conf-applied');
    expect(await applied()).toMatchObject({ status: 'warn', message: expect.stringContaining('eni_conf of ConfigMap kube-system/eni-config is applied by gitops') as string });
    await apply();
    expect(await applied()).toBeUndefined();
  });

  it('judges the text as it stands where there is nothing to write', async () => {
    const { configMaps, step, apply, text } = setUp();
    const result = await apply();
    // JSON's 5.0 is 5 to us and to whoever reads the file; Terway's daemon ends at it.
    configMaps.seed('eni-config', { eni_conf: text().replace('"max_pool_size": 5', '"max_pool_size": 5.0'), '10-terway.conf': '{}' });
    expect((await step.plan()).changes).toEqual([]);
    const judgement = (checks: readonly { name: string }[] = []) => checks.find(({ name }) => name === 'eni-conf-valid');
    expect(judgement((await step.plan()).checks)).toMatchObject({ status: 'fail', message: expect.stringContaining('max_pool_size') as string });
    expect(judgement(await step.verify(result))).toMatchObject({ status: 'fail' });
  });

  it('writes nothing the second time', async () => {
    const { step, apply, faults } = setUp();
    const first = await apply();
    faults.writes.length = 0;
    expect((await step.plan()).changes).toEqual([]);
    expect(await apply()).toEqual(first);
    expect(faults.writes).toEqual([]);
  });

  it('restores byte for byte, credentials included, though none is in the annotation', async () => {
    const before = template.replace('"access_secret": ""', '"access_secret":   "canary-secret"').replace('"access_key": ""', '"access_key": "LTAIcanary"');
    const { configMaps, step, apply, text } = setUp(before);
    await apply();
    expect(text()).toContain('canary-secret');
    expect(JSON.stringify((await configMaps.read('eni-config'))?.annotations)).not.toMatch(/canary/);
    await step.undo?.();
    expect(text()).toBe(before);
    expect((await configMaps.read('eni-config'))?.annotations).toEqual({});
    expect(await step.undo?.()).toEqual([]);
  });

  it('restores byte for byte after two different applications', async () => {
    const { step, make, apply, text } = setUp();
    await apply();
    await apply(make({ maxPoolSize: 10, securityGroupIds: ['sg-1', 'sg-2'] }));
    expect(JSON.parse(text())).toMatchObject({ max_pool_size: 10, security_groups: ['sg-1', 'sg-2'] });
    await step.undo?.();
    expect(text()).toBe(template);
  });

  it('restores key by key where others changed something since', async () => {
    const { configMaps, step, apply, text } = setUp();
    await apply();
    const edited = text().replace('"max_pool_size": 5', '"max_pool_size": 8').replace('172.21.0.0/20', '10.96.0.0/16');
    const found = await configMaps.read('eni-config');
    await configMaps.patch('eni-config', found?.resourceVersion ?? '', { data: { eni_conf: edited } });
    await step.undo?.();
    expect(JSON.parse(text())).toEqual({ ...(JSON.parse(template) as object), max_pool_size: 8, service_cidr: '10.96.0.0/16' });
  });

  it('plans before the add-on brought the ConfigMap, and says so when applied', async () => {
    const { step, apply } = setUp('');
    expect((await step.plan()).changes[0]).toMatchObject({ action: 'create', target: 'ConfigMap kube-system/eni-config' });
    await expect(apply()).rejects.toMatchObject({ code: 'NotFound', remediation: 'Install the add-on first (the step terway-addon).' });
    expect(await step.undo?.()).toEqual([]);
  });

  it.each([
    ['is not there', 'cn-hangzhou-i', 'vsw-none', 'vSwitches.cn-hangzhou-i[0]: there is no vSwitch vsw-none in zone cn-hangzhou-i of the region'],
    ['lies in another zone', 'cn-hangzhou-i', 'vsw-h', 'vSwitches.cn-hangzhou-i[0]: vSwitch vsw-h lies in zone cn-hangzhou-h, not cn-hangzhou-i'],
    ['belongs to another VPC', 'cn-hangzhou-i', 'vsw-elsewhere', 'vSwitches.cn-hangzhou-i[0]: vSwitch vsw-elsewhere of zone cn-hangzhou-i belongs to vpc-2, not to the VPC vpc-1 of the cluster'],
    ['is full', 'cn-hangzhou-i', 'vsw-full', 'vSwitches.cn-hangzhou-i[0]: vSwitch vsw-full of zone cn-hangzhou-i has no free address'],
  ])('refuses a vSwitch that %s, and writes nothing', async (_what, zone, id, message) => {
    const { step, faults } = setUp(template, { vSwitches: { [zone]: [id] } });
    await expect(step.plan()).rejects.toMatchObject({ code: 'InvalidInput', message: `pod vSwitches: ${message}` });
    expect(faults.writes).toEqual([]);
  });

  it('only warns where a vSwitch in use has filled up', async () => {
    const { network, step, apply } = setUp();
    await apply();
    network.add('vsw-pods1', { freeAddresses: 0 });
    expect((await step.plan()).checks?.[0]).toMatchObject({ name: 'pod-vswitches-usable', status: 'warn' });
  });

  const restartTiming = { intervalMs: 1, podReadyTimeoutMs: 100_000 };
  const restarting = { restart: 'controlled', restartTiming } as const;

  it('restarts the pods after a change, says so in the plan, and nothing where nothing changed', async () => {
    const { step, apply, terway, faults } = setUp(template, restarting, ['a', 'b']);
    expect((await step.plan()).changes.at(-1)).toEqual({ action: 'update', target: 'DaemonSet kube-system/terway-eniip', summary: 'restart 2 pods, since Terway reads its configuration at its start only (RollingUpdate: maxUnavailable 1, maxSurge 0)' });
    const result = await apply();
    expect(faults.writes).toEqual(['patch eni-config', 'annotate']);
    expect((await terway.terway()).pods.every(({ ready, restartedAt }) => ready && restartedAt !== undefined)).toBe(true);
    expect((await step.verify(result)).find(({ name }) => name === 'terway-read-its-configuration')).toMatchObject({ status: 'pass' });
    expect((await step.plan()).changes).toEqual([]);
    expect(await apply()).toEqual(result);
    expect(faults.writes).toHaveLength(2);
  });

  it('goes on with the restart where a run was killed between the configuration and it', async () => {
    const { step, apply, faults } = setUp(template, restarting, ['a', 'b']);
    faults.killAt(1, 'after');
    await expect(apply()).rejects.toBeInstanceOf(Killed);
    expect((await step.plan()).changes).toMatchObject([{ target: 'DaemonSet kube-system/terway-eniip' }]);
    await apply();
    expect(faults.writes).toEqual(['patch eni-config', 'annotate']);
    expect((await step.plan()).changes).toEqual([]);
  });

  it('stops where a pod does not come back with the new configuration, and undo brings it back', async () => {
    const { step, apply, terway, text } = setUp(template, restarting, ['a', 'b']);
    terway.fates.set('a', 'crash-loop');
    await expect(apply()).rejects.toMatchObject({ code: 'TerwayRestartStalled', nodes: ['a'] });
    expect(await step.undo?.()).toMatchObject([{ target: 'ConfigMap kube-system/eni-config' }, { target: 'DaemonSet kube-system/terway-eniip' }]);
    expect(text()).toBe(template);
    await terway.terway();
    await terway.terway();
    expect((await terway.terway()).pods.every(({ ready }) => ready)).toBe(true);
  });

  it('takes the restart back where an undo was killed right before', async () => {
    const { step, apply, terway, faults } = setUp(template, restarting, ['a']);
    await apply();
    faults.killAt(1, 'after');
    await expect(step.undo?.()).rejects.toBeInstanceOf(Killed);
    expect(await step.undo?.()).toMatchObject([{ target: 'DaemonSet kube-system/terway-eniip' }]);
    expect(terway.annotations).toEqual({});
    expect(await step.undo?.()).toEqual([]);
  });

  it("leaves a restart alone that isn't its own where there is nothing to undo", async () => {
    const { step, terway } = setUp(template, restarting, ['a']);
    terway.annotations['ack-hybrid.io/restarted-at'] = '2026-11-21T08:30:00Z';
    terway.annotations['ack-hybrid.io/restart-reason'] = 'the access key was switched';
    expect(await step.undo?.()).toEqual([]);
    expect(terway.annotations).toHaveProperty(['ack-hybrid.io/restart-reason']);
  });

  it('restarts nothing where it is told not to, and names the pods that are older', async () => {
    const { step, apply, faults } = setUp(template, { restart: 'none' }, ['cloud-1']);
    expect((await step.plan()).changes.every(({ target }) => target === 'ConfigMap kube-system/eni-config')).toBe(true);
    const check = (await step.verify(await apply())).find(({ name }) => name === 'terway-read-its-configuration');
    expect(faults.writes).toEqual(['patch eni-config']);
    expect(check).toMatchObject({ status: 'warn', message: expect.stringContaining('old-cloud-1 on cloud-1') as string });
  });

  it('fails the plan where something else in eni_conf is wrong', async () => {
    const { step } = setUp(template.replace('"future_key": {"kept": true}', '"ip_stack": "ipv6"'));
    expect((await step.plan()).checks?.find(({ name }) => name === 'eni-conf-valid')).toMatchObject({ status: 'fail' });
  });

  it('fails to verify where something else writes the ConfigMap', async () => {
    const { configMaps, step, apply } = setUp();
    const result = await apply();
    configMaps.seed('eni-config', { eni_conf: template });
    expect((await step.verify(result)).find(({ name }) => name === 'eni-conf-as-asked')?.status).toBe('fail');
    configMaps.seed('eni-config', {});
    expect((await step.plan()).changes.length).toBeGreaterThan(0);
  });

  it('takes away an eni_conf that was not there before', async () => {
    const { configMaps, step, apply } = setUp();
    configMaps.seed('eni-config', { '10-terway.conf': '{}' });
    const before = configMaps.snapshot();
    await apply();
    await step.undo?.();
    expect(configMaps.snapshot()).toEqual(before);
  });

  it.each(['before', 'after'] as const)('converges when killed, conflicted or left without an answer %s the write', async (moment) => {
    const { configMaps, faults, step, apply, text } = setUp();
    const before = configMaps.snapshot();
    faults.killAt(1, moment);
    await expect(apply()).rejects.toBeInstanceOf(Killed);
    await apply();
    faults.loseAnswerAt(1, moment);
    expect(await step.undo?.()).toHaveLength(1);
    expect(configMaps.snapshot()).toEqual(before);
    faults.conflictAt(1);
    await apply();
    expect(parseEniConf(text()).config.service_cidr).toBe('172.21.0.0/20');
  });

  it('names every bad field at once', () => {
    expect(() =>
      setUp(template, { vSwitches: { somewhere: ['subnet-1'], 'cn-hangzhou-h': [] }, securityGroupIds: [], serviceCidr: '172.21.0.0', minPoolSize: 5, maxPoolSize: 2 }),
    ).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: terway-config: vSwitches.somewhere: "somewhere" is no zone id such as cn-hangzhou-i; vSwitches.somewhere[0]: "subnet-1" is no vSwitch id such as vsw-bp1…; vSwitches.cn-hangzhou-h: name one vSwitch at least, or leave the zone out; securityGroupIds: Terway takes 1 to 10 security groups, not 0; serviceCidr: "172.21.0.0" is no CIDR block such as 172.21.0.0/20; minPoolSize: 5 is more than maxPoolSize 2]`);
  });
});
