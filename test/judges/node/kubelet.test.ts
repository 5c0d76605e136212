import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { kubeletFlagNames } from '../../../packages/sandbox/src/node/kubelet-flags-table.ts';
import { startKubelet, type KubeletMachine } from '../../../packages/sandbox/src/node/kubelet.ts';
import { findBinary } from '../../control-plane/find-binaries.ts';
import { checkBySection } from './section-functions.ts';

const run = promisify(execFile);
let kubelet: string;
beforeAll(async () => {
  kubelet = await findBinary('kubelet', '1.36');
});

const machine: KubeletMachine = { hostname: 'iz1z', address: '10.10.24.10', cpu: 4, memoryGiB: 16, kubeletVersion: 'v1.36.3', osImage: 'Alibaba Cloud Linux 3', containerRuntimeVersion: 'containerd://1.7.27', swapOn: false };

interface Verdict {
  readonly taken: boolean;
  readonly message: string;
}

/** The kubelet reads and checks its flags, then its configuration, which is never there: it doesn't come further. */
const start = (words: readonly string[]): Promise<Verdict> =>
  run(kubelet, ['--config=/nonexistent', ...words], { timeout: 60_000 }).then(
    ({ stdout }) => {
      throw new Error(`the kubelet ended well: ${stdout.slice(0, 200)}`);
    },
    (error: unknown) => {
      const { stderr } = error as { readonly stderr?: string };
      if (stderr === undefined) throw error;
      if (stderr.includes('failed to load kubelet config file')) return { taken: true, message: '' };
      if (/failed to parse kubelet flag|failed to validate kubelet flags|unknown command/.test(stderr)) return { taken: false, message: stderr };
      throw new Error(`the kubelet says something else: ${stderr}`);
    },
  );
const startAll = async (lists: readonly (readonly string[])[]): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  for (let index = 0; index < lists.length; index += 4) verdicts.push(...(await Promise.all(lists.slice(index, index + 4).map(start))));
  return verdicts;
};
const expectAgreement = async (lists: readonly (readonly string[])[]): Promise<readonly Verdict[]> => {
  const verdicts = await startAll(lists);
  const differing = lists.flatMap((words, index) => {
    const result = startKubelet(words, machine);
    const taken = result.outcome !== 'exited';
    return taken === verdicts[index]?.taken ? [] : [{ words, kubelet: verdicts[index]?.message, sandbox: result.outcome === 'exited' ? result.message : result.outcome }];
  });
  expect(differing).toEqual([]);
  return verdicts;
};

const external = 'alibabacloud.com/external=true';
const labelCharacter = fc.constantFrom(...'aZ09-_./=: ,');
const namespaces = ['', 'kubernetes.io/', 'node.kubernetes.io/', 'a.node.kubernetes.io/', 'kubelet.kubernetes.io/', 'k8s.io/', 'x.k8s.io/', 'topology.kubernetes.io/', 'beta.kubernetes.io/', 'node-role.kubernetes.io/', 'notkubernetes.io/', 'node-restriction.kubernetes.io/', 'failure-domain.beta.kubernetes.io/', 'example.com/', 'Example.com/'];
const names = ['os', 'arch', 'hostname', 'region', 'zone', 'instance-type'];
const label = fc.tuple(fc.constantFrom(...namespaces), fc.oneof(fc.constantFrom(...names), fc.string({ unit: labelCharacter, maxLength: 6 })), fc.constantFrom('=', '=', '=', '', '=='), fc.string({ unit: labelCharacter, maxLength: 5 })).map((parts) => parts.join(''));
const taint = fc
  .tuple(fc.string({ unit: labelCharacter, minLength: 1, maxLength: 4 }), fc.constantFrom('', '=', '=v', '=a b', '=v=w'), fc.constantFrom(':NoSchedule', ':PreferNoSchedule', ':NoExecute', ':Never', '', ':'))
  .map((parts) => parts.join(''));

describe('the kubelet', () => {
  it("has the flags that the sandbox's kubelet has", async () => {
    const { stdout } = await run(kubelet, ['--help'], { maxBuffer: 4 * 1024 * 1024 });
    const names = [...stdout.matchAll(/^ +(?:-\w, )?--([a-z0-9-]+)/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(100);
    expect([...kubeletFlagNames(36)].sort()).toEqual([...new Set(names)].sort());
  });

  it("agrees with the sandbox's kubelet on flags of every type, good and bad", async () => {
    const good = ['--max-pods=60', '--max-pods=0x10', '--max-pods=-1', '--max-pods=2147483647', '--v=4', '-v4', '--fail-swap-on', '--fail-swap-on=F', '--sync-frequency=1h2m3.5s', '--eviction-hard=memory.available<5%', '--kube-reserved=cpu=100m,memory=1Gi', '--kube-reserved=', '--address=::', '--feature-gates=GracefulNodeShutdown=true', '--node-ip=10.10.24.10', '--provider-id=', '--hostname-override=A B', '--register-with-taints=', '--cluster-dns=x', '--pod-max-pids=9999999999'];
    const bad = ['--max-pods=many', '--max-pods=', '--max-pods=99999999999', '--max-pods=1.5', '--v=x', '--v=-1', '-x', '--fail-swap-on=maybe', '--sync-frequency=5', '--sync-frequency=5 s', '--eviction-hard=memory.available=5%', '--kube-reserved=cpu', '--address=node', '--feature-gates=x', '--feature-gates=A=on', '---v', '--=x', '--nodelabels=a', 'NoSchedule', '--provider-id', '--container-runtime=remote', '--pod-infra-container-image=x', '--cloud-config=x', '--network-plugin=cni', '--logtostderr'];
    const verdicts = await expectAgreement([...good, ...bad].map((word) => [word]));
    expect(verdicts.map(({ taken }) => taken)).toEqual([...good.map(() => true), ...bad.map(() => false)]);
  });

  it("agrees with the sandbox's kubelet on labels and taints of any shape", async () => {
    const labels = fc.sample(fc.array(label, { maxLength: 3 }).map((entries) => [`--node-labels=${entries.join(',')}`]), { numRuns: 60, seed: 20_261_125 });
    const taints = fc.sample(fc.array(taint, { maxLength: 2 }).map((entries) => [`--register-with-taints=${entries.join(',')}`]), { numRuns: 40, seed: 20_261_125 });
    const verdicts = await expectAgreement([...labels, ...taints, [`--node-labels=a=${'x'.repeat(64)}`], [`--node-labels=${'a'.repeat(64)}=x`], [`--node-labels=${'a'.repeat(253)}/x=y`], [`--node-labels=${'a'.repeat(254)}/x=y`]]);
    expect(verdicts.filter(({ taken }) => taken).length).toBeGreaterThan(10);
    expect(verdicts.filter(({ taken }) => !taken).length).toBeGreaterThan(10);
  });

  it('takes every label and taint that the section lets through', async () => {
    const values = [
      ...fc.sample(fc.record({ labels: fc.array(label, { maxLength: 2 }).map((entries) => [...entries, external].join(',')), taints: fc.array(taint, { maxLength: 2 }).map((entries) => entries.join(',')) }), { numRuns: 1_200, seed: 20_261_125 }),
      { labels: `${external},${'a'.repeat(63)}=${'x'.repeat(63)},${'b'.repeat(253)}/c=,d=`, taints: `${'a'.repeat(253)}/k=${'v'.repeat(63)}:NoExecute,k:PreferNoSchedule` },
    ];
    const codes = checkBySection(values);
    const passed = values.filter((_value, index) => codes[index] === 0);
    expect(passed.length).toBeGreaterThan(20);
    const chosen = [...passed.slice(0, 40), ...passed.slice(-1)];
    const verdicts = await startAll(chosen.map(({ labels, taints }) => [`--node-labels=${labels}`, `--register-with-taints=${taints}`]));
    expect(chosen.filter((_value, index) => verdicts[index]?.taken === false)).toEqual([]);
  });

  it("may set the labels of Kubernetes' own namespaces that the section lets through, and no other", async () => {
    const keys = namespaces.flatMap((prefix) => [...names, 'worker'].map((name) => `${prefix}${name}`)).filter((key) => !key.startsWith('Example'));
    const codes = checkBySection(keys.map((key) => ({ labels: `${key}=x,${external}`, taints: '' })));
    const verdicts = await startAll(keys.map((key) => [`--node-labels=${key}=x`]));
    expect(keys.filter((_key, index) => codes[index] === 0)).toEqual(keys.filter((_key, index) => verdicts[index]?.taken === true));
    expect(new Set(codes)).toEqual(new Set([0, 77]));
  });
});
