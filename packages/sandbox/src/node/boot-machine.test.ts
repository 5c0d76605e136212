import { describe, expect, it } from 'vitest';
import type { BootingInstance, CloudHalf } from '../halves.ts';
import { defaultWorld } from '../world.ts';
import { bootEnvironment, bootMachine } from './boot-machine.ts';
import { fakeCloud } from './fake-cloud.testing.ts';
import { goodScript as good, joinCommand as join, prepareScript as prepare } from './node-scripts.testing.ts';

const instance: BootingInstance = {
  instanceId: 'i-bp1000000001',
  region: 'cn-hangzhou',
  zone: 'cn-hangzhou-i',
  privateIp: '10.10.24.10',
  instanceType: 'ecs.g7.xlarge',
  nodepoolId: 'np1',
  securityGroupIds: ['sg-bp1sandboxnodes00001'],
  labels: { team: 'search' },
  taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }],
};

const boot = (script: string, cloud: CloudHalf = fakeCloud({ instances: [instance] })) =>
  bootMachine(instance, script, { world: defaultWorld, cloud, podSecurityGroupIds: [defaultWorld.cluster.securityGroupId] });

/** What the vendor's guide adds to a node script: one sed a flag, into the environment file. */
const byGuide = [
  ['node-labels', 'LABELS'],
  ['register-with-taints', 'TAINTS'],
  ['hostname-override', 'NODE_NAME'],
  ['provider-id', 'PROVIDER_ID'],
]
  .map(
    ([option, name]) => `
if grep -- "--${option}=" $F &> /dev/null; then sed -i "s@--${option}=@--${option}=$ALIBABA_CLOUD_${name},@g" $F
elif grep "KUBELET_EXTRA_ARGS=" $F &> /dev/null; then sed -i "s@KUBELET_EXTRA_ARGS=@KUBELET_EXTRA_ARGS=--${option}=$ALIBABA_CLOUD_${name} @g" $F; fi`,
  )
  .join('');

describe('bootMachine', () => {
  it('registers the node that the kubelet arguments describe', async () => {
    const result = await boot(good);
    expect(result.exitCode, result.log).toBe(0);
    expect(result.node?.metadata.name).toBe('cn-hangzhou.10.10.24.10');
    expect(result.node?.spec).toEqual({ providerID: 'cn-hangzhou.i-bp1000000001', taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }] });
    expect(result.node?.metadata.labels).toMatchObject({ 'alibabacloud.com/external': 'true', 'ack.aliyun.com': defaultWorld.cluster.id, 'alibabacloud.com/nodepool-id': 'np1', team: 'search' });
    expect(result.join?.caVerified).toBe(false);
    expect(result.journal).toContain('systemctl\tenable --now containerd');
  });

  it('registers a node without labels where the script does not set any', async () => {
    const result = await boot(`${prepare}${join}`);
    expect(result.exitCode, result.log).toBe(0);
    expect(result.node?.metadata.name).toBe('izbp1000000001z');
    expect(result.node?.metadata.labels).not.toHaveProperty(['alibabacloud.com/external']);
    expect(result.node?.spec).toEqual({});
  });

  it("takes the guide's way as a machine would: the arguments arrive, and kubeadm waits for another name", async () => {
    const result = await boot(`${prepare}F=/etc/sysconfig/kubelet${byGuide}\n${join}\n`);
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('error uploading crisocket: nodes "izbp1000000001z" not found');
    expect(result.node?.metadata.labels).toMatchObject({ 'alibabacloud.com/external': 'true' });
  });

  it('fuses quoted arguments into one, as systemd does, so that the kubelet exits', async () => {
    const result = await boot(`${prepare}F=/etc/sysconfig/kubelet\necho 'KUBELET_EXTRA_ARGS="--max-pods=50 --v=2"' > $F${byGuide}\n${join} --node-name "$ALIBABA_CLOUD_NODE_NAME"`);
    expect(result.log).toContain('invalid argument "50 --v=2" for "--max-pods" flag');
    expect(result.node).toBeUndefined();
  });

  it.each([
    ['a wrong API server', good.replace(defaultWorld.dataCenter.apiServer, '192.168.0.11:6443'), 1, 'connection refused'],
    ['an API server that no route leads to', good.replace(defaultWorld.dataCenter.apiServer, '192.168.9.9:6443'), 1, 'i/o timeout'],
    ['another token', good.replace(defaultWorld.dataCenter.joinToken, 'zzzzzz.0123456789abcdef'), 1, 'could not find a JWS signature'],
    ['a join without a runtime', good.replace('systemctl daemon-reload && systemctl enable --now containerd', ''), 2, 'container runtime is not running'],
    ["Docker's own containerd configuration, which has no CRI", good.replace(/mkdir -p.*\n/, '').replace(/sed -i 's\/Systemd.*\n/, ''), 2, 'container runtime is not running'],
    ['no packet forwarding', good.replace('sysctl --system', ''), 2, 'ip_forward contents are not set to 1'],
    ['no repository for Kubernetes', good.replace('/etc/yum.repos.d/kubernetes.repo', '/tmp/kubernetes'), 127, 'kubeadm: command not found'],
    ['a forbidden label', good.replace('--node-labels=', '--node-labels=node-role.kubernetes.io/x=,'), 1, "unknown 'kubernetes.io'"],
    ['a flag that is gone', good.replace('--provider-id', '--network-plugin=cni --provider-id'), 1, 'unknown flag: --network-plugin'],
    ['a key that is set twice in the configuration of containerd', good.replace("'s/SystemdCgroup = false/SystemdCgroup = true/'", "'/runc.options/a SystemdCgroup = true'"), 2, 'the key SystemdCgroup is defined twice'],
  ])('fails for %s', async (_title, script, exitCode, message) => {
    const result = await boot(script);
    expect(result.log).toContain(message);
    expect(result.exitCode).toBe(exitCode);
    expect(result.node).toBeUndefined();
  });

  it('fails to join where a security group drops what goes to the API server', async () => {
    const rules = [{ direction: 'egress', policy: 'drop', protocol: 'tcp', ports: '6443/6443', cidr: '192.168.0.0/24', priority: 1 }] as const;
    const result = await boot(good, fakeCloud({ instances: [instance], rules }));
    expect(result.log).toContain('a security group of 10.10.24.10 stops it on the way out');
    expect(result.exitCode).toBe(1);
  });

  it('keeps the join token out of the log', async () => {
    const result = await boot(good.replace(defaultWorld.dataCenter.joinToken, 'abcdef.canarycanary0000'));
    expect(result.exitCode).toBe(1);
    expect(result.log).not.toContain('canarycanary0000');
    expect(result.log).not.toContain(defaultWorld.dataCenter.joinToken);
  });
});

describe('bootEnvironment', () => {
  it('sets the four variables as the agent does', () => {
    expect(bootEnvironment(instance, 'c1')).toEqual({
      ALIBABA_CLOUD_PROVIDER_ID: 'cn-hangzhou.i-bp1000000001',
      ALIBABA_CLOUD_NODE_NAME: 'cn-hangzhou.10.10.24.10',
      ALIBABA_CLOUD_LABELS: 'alibabacloud.com/nodepool-id=np1,ack.aliyun.com=c1,alibabacloud.com/instance-id=i-bp1000000001,alibabacloud.com/external=true,team=search',
      ALIBABA_CLOUD_TAINTS: 'workload=ack:NoSchedule',
    });
  });
});
