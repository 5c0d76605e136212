import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudVariables, NodeRoot } from '../../testing/node-root.ts';
import { readKubeletWords } from '../../testing/systemd.ts';
import { extendInitScript } from '../extend-init-script.ts';

const file = 'etc/sysconfig/kubelet';
let node: NodeRoot;

// Many short processes, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

beforeEach(() => {
  node = new NodeRoot();
  mkdirSync(join(node.path, 'etc/sysconfig'), { recursive: true });
});
afterEach(() => node.remove());

const run = () => node.run(extendInitScript('#!/bin/bash\nkubeadm join 192.168.0.10:6443 --token abcdef.0123456789abcdef\n', { root: node.path }), cloudVariables);
const ours = [`--node-labels=${cloudVariables.ALIBABA_CLOUD_LABELS}`, `--hostname-override=${cloudVariables.ALIBABA_CLOUD_NODE_NAME}`, `--provider-id=${cloudVariables.ALIBABA_CLOUD_PROVIDER_ID}`];

describe("the section, where the kubelet's unit decides", () => {
  it.each<[string, Record<string, string>, string]>([
    ['Debian', { 'etc/os-release': 'NAME=x\nID=debian\n' }, 'etc/default/kubelet'],
    ['Ubuntu', { 'etc/os-release': 'ID=ubuntu\nID_LIKE=debian\n' }, 'etc/default/kubelet'],
    ['Rocky', { 'etc/os-release': 'ID="rocky"\nID_LIKE="rhel centos fedora"\n' }, file],
    ['Alibaba Cloud Linux', { 'etc/os-release': 'ID="alinux"\nID_LIKE="rhel fedora centos anolis"\n' }, file],
    ['what the unit reads, whatever the system', { 'etc/os-release': 'ID=centos\n', 'usr/lib/systemd/system/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet\n', 'usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': '[Service]\nEnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env\nEnvironmentFile=-/etc/default/kubelet\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n' }, 'etc/default/kubelet'],
    ['a unit with blanks around its equals signs', { 'etc/systemd/system/kubelet.service': '[Service]\n EnvironmentFile = -/etc/kubernetes/kubelet.env\nExecStart = /opt/kubelet \\\n# note \\\n  $KUBELET_EXTRA_ARGS\n' }, 'etc/kubernetes/kubelet.env'],
    ['a drop-in for every service', { 'etc/systemd/system/kubelet.service': '[Service]\nExecStart=/opt/kubelet $KUBELET_EXTRA_ARGS\n', 'etc/systemd/system/service.d/10-all.conf': '[Service]\nEnvironmentFile=-/etc/kubernetes/all.env\n' }, 'etc/kubernetes/all.env'],
    ['a unit that also names files by a path that systemd ignores', { 'etc/systemd/system/kubelet.service': '[Service]\nEnvironmentFile=-/etc/kubernetes/kubelet.env\nEnvironmentFile=etc/relative\nEnvironmentFile="-/etc/quoted"\nExecStart=/opt/kubelet $KUBELET_EXTRA_ARGS\n' }, 'etc/kubernetes/kubelet.env'],
    ['a unit of one\'s own', { 'etc/systemd/system/kubelet.service': '[Service]\nEnvironmentFile=/etc/kubernetes/kubelet.env\nExecStart=/opt/kubelet \\\n  $KUBELET_EXTRA_ARGS\n' }, 'etc/kubernetes/kubelet.env'],
  ])('chooses the environment file of %s', (_title, files, expected) => {
    for (const [path, text] of Object.entries(files)) node.write(path, text);
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    expect(readKubeletWords(node.read(expected))).toEqual(ours);
  });

  it('takes over the flags of a drop-in, which the environment file would override', () => {
    node.write('usr/lib/systemd/system/kubelet.service', '[Service]\nEnvironmentFile=-/etc/sysconfig/kubelet\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n');
    node.write('etc/systemd/system/kubelet.service.d/20-own.conf', '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--v=6 --max-pods=32" OTHER=1\n');
    for (const _run of [1, 2]) expect(run().status).toBe(0);
    expect(readKubeletWords(node.read(file))).toEqual(['--v=6', '--max-pods=32', ...ours]);
  });

  it.each([
    ['does not use the variable', 'ExecStart=/opt/kubelet --config=/etc/kubelet.yaml'],
    ['reads no environment file', 'EnvironmentFile=\nExecStart=/opt/kubelet $KUBELET_EXTRA_ARGS'],
    ['makes one argument of the flags', 'ExecStart=/opt/kubelet ${KUBELET_EXTRA_ARGS}'],
    ['takes the variable as text', 'ExecStart=/opt/kubelet --x=$KUBELET_EXTRA_ARGS $$KUBELET_EXTRA_ARGS'],
    ['replaces no variable', 'ExecStart=:/opt/kubelet $KUBELET_EXTRA_ARGS'],
    ['reads a file with a specifier in its path, which may come last', 'EnvironmentFile=-/etc/%p\nExecStart=/opt/kubelet $KUBELET_EXTRA_ARGS'],
    ['sets the flags with an escape', 'Environment=KUBELET_EXTRA_ARGS=--a\\x20--b\nExecStart=/opt/kubelet $KUBELET_EXTRA_ARGS'],
    ['sets the flags with a specifier', 'Environment=KUBELET_EXTRA_ARGS=--a=%p\nExecStart=/opt/kubelet $KUBELET_EXTRA_ARGS'],
  ])('stops where the unit %s, so that flags could be lost', (_title, lines) => {
    node.write('etc/systemd/system/kubelet.service', `[Service]\nEnvironmentFile=-/etc/default/kubelet\n${lines}\n`);
    expect(run().status).toBe(82);
    expect(node.callLines()).toEqual([]);
  });
});
