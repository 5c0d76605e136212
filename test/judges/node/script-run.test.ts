import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Secret } from '@ack-hybrid/core';
import { buildInitScript, extendInitScript } from '@ack-hybrid/init-script-builder';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cloudVariables, NodeRoot } from '../../../packages/init-script-builder/src/testing/node-root.ts';
import { packageFiles } from '../../../packages/sandbox/src/node/seed-files.ts';
import { startedBySystemd } from './started-by-systemd.ts';
import { runTool } from './run-tool.ts';
import { startSystemdParser, type SystemdParser } from './systemd-parser.ts';
import { loadService } from './systemd-units.ts';

const external = 'alibabacloud.com/external=true';
const systems = [
  ['rpm', 'alinux3', 'ID="alinux"\nID_LIKE="rhel fedora centos anolis"\nVERSION_ID="3"\n', '/etc/sysconfig/kubelet'],
  ['deb', 'ubuntu2204', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n', '/etc/default/kubelet'],
] as const;
const firstWords = ['/usr/bin/kubelet', '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf', '--kubeconfig=/etc/kubernetes/kubelet.conf', '--config=/var/lib/kubelet/config.yaml', '--container-runtime-endpoint=unix:///run/containerd/containerd.sock'];
const ownWords = (labels: string = cloudVariables.ALIBABA_CLOUD_LABELS, taints = ''): readonly string[] => [
  `--node-labels=${labels}`,
  ...(taints === '' ? [] : [`--register-with-taints=${taints}`]),
  `--hostname-override=${cloudVariables.ALIBABA_CLOUD_NODE_NAME}`,
  `--provider-id=${cloudVariables.ALIBABA_CLOUD_PROVIDER_ID}`,
];

let systemd: SystemdParser;
let node: NodeRoot;
beforeAll(async () => {
  systemd = await startSystemdParser();
});
afterAll(() => systemd.stop());
beforeEach(() => {
  node = new NodeRoot();
});
afterEach(() => node.remove());

/** A node whose packages are installed, with what kubeadm writes at the join. */
const install = (image: 'alinux3' | 'ubuntu2204', release: string): void => {
  for (const name of ['kubelet', 'kubeadm', 'containerd'] as const) for (const [path, text] of Object.entries(packageFiles(image)[name] ?? {})) node.write(path, text);
  node.write('etc/os-release', release);
  node.write('var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock"\n');
  for (const program of ['kubelet', 'containerd']) node.write(`usr/bin/${program}`, '#!/bin/sh\n');
  for (const program of ['kubelet', 'containerd']) chmodSync(join(node.path, 'usr/bin', program), 0o755);
  node.stub('kubelet', "echo 'Kubernetes v1.33.2'");
  node.stub('kubeadm', 'if [ "$1" = version ]; then echo v1.33.2; fi');
  node.stub('containerd', "echo 'containerd github.com/containerd/containerd v1.7.22 abc'");
  // systemd --test runs as nobody.
  for (const path of [dirname(node.path), node.path]) chmodSync(path, 0o755);
};

/** The command line that systemd would start the kubelet with. */
const kubelet = (): Promise<readonly string[] | undefined> => startedBySystemd(systemd, loadService('kubelet.service', node.path), (path) => (node.exists(path) ? readFileSync(join(node.path, path)) : undefined));
const built = (): string =>
  buildInitScript({ kubernetes: { version: '1.33.2' }, packages: { kind: 'pre-baked' }, join: { apiServer: '192.168.0.10:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: [`sha256:${'0a'.repeat(32)}`] } }, { root: node.path });
const extended = (firstLine = '#!/bin/bash'): string => extendInitScript(`${firstLine}\nkubeadm join 192.168.0.10:6443\n`, { root: node.path });
/** The same script with every bash in it refusing variables that are not set. */
const strict = (script: string): string => script.replace('bash -p -s', 'bash -u -p -s').replace(/^#!.*$/m, '$&\nset -u');

describe.each(systems)('on a node of %s packages', (_family, image, release, file) => {
  it.each([
    ['buildInitScript', built, 'bash'],
    ['extendInitScript', () => extended(), 'bash'],
    ['extendInitScript for sh', () => extended('#!/bin/sh'), 'dash'],
  ])("the script of %s leaves a kubelet that gets every value, in systemd's eyes", async (_title, script, shell) => {
    install(image, release);
    const taints = 'workload=ack:NoSchedule,drained:NoExecute';
    expect(node.run(strict(script()), { ...cloudVariables, ALIBABA_CLOUD_TAINTS: taints }, shell)).toMatchObject({ status: 0, stderr: '' });
    expect(await kubelet()).toEqual([...firstWords, ...ownWords(undefined, taints)]);
    const verified = runTool('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', `--root=${node.path}`, 'kubelet.service', 'containerd.service'], { debian: 'systemd' });
    expect({ status: verified.status, output: verified.stdout + verified.stderr }).toEqual({ status: 0, output: '' });
  });

  it('the values of any shape that the script takes reach the kubelet beside flags of any shape', async () => {
    install(image, release);
    const labelValue = fc.stringMatching(/^([a-zA-Z0-9]([-a-zA-Z0-9_.]{0,61}[a-zA-Z0-9])?)?$/);
    const word = fc.string({ unit: fc.constantFrom(...'ab=-,"\'\\$`* \t&@#;%{}~ü漢'), minLength: 1, maxLength: 12 }).map((text) => `--x=${text}`);
    for (const [index, [label, taint, words]] of fc.sample(fc.tuple(labelValue, labelValue, fc.array(word, { maxLength: 4 })), { numRuns: 12, seed: 20_261_125 }).entries()) {
      const value = words.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(' ');
      node.write(file, `A=1\nKUBELET_EXTRA_ARGS="${value.replace(/["\\$`]/g, '\\$&')}"\n`);
      const variables = { ...cloudVariables, ALIBABA_CLOUD_LABELS: `x=${label},${external}`, ALIBABA_CLOUD_TAINTS: `k=${taint}:NoSchedule` };
      expect(node.run(index % 2 === 0 ? extended() : strict(extended()), variables)).toMatchObject({ status: 0, stderr: '' });
      expect(await kubelet()).toEqual([...firstWords, ...words, ...ownWords(variables.ALIBABA_CLOUD_LABELS, variables.ALIBABA_CLOUD_TAINTS)]);
    }
  });
});

describe("systemd-analyze verify", () => {
  it('finds what is wrong with a unit', () => {
    install('alinux3', '');
    writeFileSync(join(node.path, 'usr/lib/systemd/system/kubelet.service'), '[Service]\nExecStart=/usr/bin/none\nNoSuchSetting=1\n');
    rmSync(join(node.path, 'usr/lib/systemd/system/kubelet.service.d'), { recursive: true });
    const { status, stderr } = runTool('systemd-analyze', ['verify', '--man=no', `--root=${node.path}`, 'kubelet.service'], { debian: 'systemd' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('NoSuchSetting');
    expect(readdirSync(join(node.path, 'usr/lib/systemd/system'))).toContain('kubelet.service');
  });
});
