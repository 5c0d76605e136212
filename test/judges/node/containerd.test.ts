import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@ack-hybrid/core';
import { buildInitScript } from '@ack-hybrid/init-script-builder';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NodeRoot } from '../../../packages/init-script-builder/src/testing/node-root.ts';
import { findDuplicateKey } from '../../../packages/sandbox/src/node/node-system.ts';
import { findBinary } from '../../control-plane/find-binaries.ts';
import { runTool } from './run-tool.ts';

const sandboxImage = 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/pause:3.9';
/** Debian 12's package, which nothing builds. */
const debian = '/usr/bin/containerd';
const releases = [
  { title: '1.6', find: async () => debian, runtime: 'io.containerd.grpc.v1.cri', registry: 'io.containerd.grpc.v1.cri', sandbox: ['io.containerd.grpc.v1.cri', 'sandbox_image'] },
  { title: '2.x', find: () => findBinary('containerd'), runtime: 'io.containerd.cri.v1.runtime', registry: 'io.containerd.cri.v1.images', sandbox: ['io.containerd.cri.v1.images', 'pinned_images', 'sandbox'] },
] as const;

/** Every value of a TOML text by its path, as it is written there; tables and keys are all that containerd prints. */
const flatten = (toml: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  let table = '';
  for (const line of toml.split('\n')) {
    const [, header] = /^\s*\[(.+)\]\s*$/.exec(line) ?? [];
    const [, key, value] = /^\s*([\w.-]+) = (.*)$/.exec(line) ?? [];
    if (header !== undefined) table = `${header.replace(/["']/g, '')}/`;
    else if (key !== undefined && value !== undefined) values.set(table + key, value.replace(/^'(.*)'$/, '"$1"'));
  }
  return values;
};

const twice = (toml: string): string => toml.replace('SystemdCgroup = false', 'SystemdCgroup = false\n            SystemdCgroup = true');

let node: NodeRoot;
beforeEach(() => {
  node = new NodeRoot();
});
afterEach(() => node.remove());

describe.each(releases)('containerd $title', ({ title, find, runtime, registry, sandbox }) => {
  let program: string;
  let defaults: ReadonlyMap<string, string>;
  const containerd = (...words: readonly string[]) => runTool(program, words, { debian: 'containerd' });
  const dump = (file: string): ReadonlyMap<string, string> => {
    const { status, stdout, stderr } = containerd('--config', file, 'config', 'dump');
    expect(status, stderr).toBe(0);
    const values = new Map(flatten(stdout));
    // 1.6 names the file itself there.
    if (values.get('imports') === `["${file}"]`) values.set('imports', '[]');
    return values;
  };
  const runtimeTable = `plugins.${runtime}.containerd.runtimes.runc`;
  /** What the script means to change, and nothing else. */
  const meant = (image: string | undefined): Readonly<Record<string, string>> => ({
    [`plugins.${registry}.registry/config_path`]: '"/etc/containerd/certs.d"',
    [`${runtimeTable}.options/SystemdCgroup`]: 'true',
    ...(image === undefined ? {} : { [`plugins.${sandbox.slice(0, -1).join('.')}/${sandbox.at(-1) ?? ''}`]: `"${image}"` }),
  });

  beforeAll(async () => {
    program = await find();
    expect(containerd('--version').stdout).toMatch(title === '1.6' ? / v?1\.6\./ : / v?2\./);
    defaults = flatten(containerd('config', 'default').stdout);
    expect(defaults.get(`${runtimeTable}.options/SystemdCgroup`)).toBe('false');
  });

  const useRealContainerd = (): void => {
    rmSync(join(node.commands, 'containerd'), { force: true });
    symlinkSync(program, join(node.commands, 'containerd'));
  };

  const run = (image: string | undefined): void => {
    node.write('etc/os-release', 'ID=debian\n');
    node.stub('kubelet', "echo 'Kubernetes v1.33.2'");
    node.stub('kubeadm', 'if [ "$1" = version ]; then echo v1.33.2; fi');
    useRealContainerd();
    const script = buildInitScript({ kubernetes: { version: '1.33.2' }, packages: { kind: 'pre-baked' }, ...(image === undefined ? {} : { containerd: { sandboxImage: image } }), join: { apiServer: '192.168.0.10:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: [`sha256:${'0a'.repeat(32)}`] } }, { root: node.path });
    const { status, stderr } = node.run(script);
    expect({ status, stderr: stderr.replace(/^ack-hybrid: note: .*\n/, '') }).toEqual({ status: 0, stderr: '' });
  };

  it.each<[string, (() => string) | undefined, string | undefined]>([
    ['no configuration', undefined, sandboxImage],
    ['no configuration, for its own pause image', undefined, undefined],
    ['its own default configuration', () => containerd('config', 'default').stdout, sandboxImage],
    ["the configuration of Docker's package, which switches CRI off", () => 'disabled_plugins = ["cri"]\n', sandboxImage],
    ['mirrors in its configuration', () => 'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]\n  endpoint = ["https://mirror.example.com"]\n', sandboxImage],
    ['an earlier run of the guide, which set SystemdCgroup twice', () => twice(containerd('config', 'default').stdout), sandboxImage],
  ])('loads what the script leaves on a node that had %s: its defaults with the values that were meant', (_title, before, image) => {
    const earlier = before?.();
    if (earlier !== undefined) node.write('etc/containerd/config.toml', earlier);
    run(image);
    const loaded = dump(join(node.path, 'etc/containerd/config.toml'));
    expect(Object.fromEntries([...loaded].filter(([key, value]) => defaults.get(key) !== value))).toEqual(meant(image));
    // 1.6 prints runc's options as they were given: those that are absent have Go's zero values.
    expect([...defaults].filter(([key, value]) => !loaded.has(key) && !['""', '0', 'false', '[]'].includes(value))).toEqual([]);
    if (earlier !== undefined) expect(node.read('etc/containerd/config.toml.before-ack-hybrid')).toBe(earlier);
  });

  it('keeps the mirrors of certs.d', () => {
    node.write('etc/containerd/certs.d/docker.io/hosts.toml', '[host."https://mirror.example.com"]\n');
    run(undefined);
    expect(node.read('etc/containerd/certs.d/docker.io/hosts.toml')).toBe('[host."https://mirror.example.com"]\n');
  });

  it("loads what the data centre's own script leaves, with the cgroups of systemd", () => {
    const script = readFileSync(new URL('../../../examples/specs/init-node.sh', import.meta.url), 'utf8');
    const lines = script.split('\n').filter((line) => line.includes('/etc/containerd/config.toml'));
    expect(lines).toHaveLength(2);
    mkdirSync(join(node.path, 'etc/containerd'), { recursive: true });
    useRealContainerd();
    expect(node.run(lines.join('\n').replaceAll('/etc/', `${node.path}/etc/`))).toMatchObject({ status: 0, stderr: '' });
    const loaded = dump(join(node.path, 'etc/containerd/config.toml'));
    expect(Object.fromEntries([...loaded].filter(([key, value]) => defaults.get(key) !== value))).toEqual({ [`${runtimeTable}.options/SystemdCgroup`]: 'true' });
  });

  it.each<[string, () => string]>([
    ['its own defaults', () => containerd('config', 'default').stdout],
    ['a key that is set twice in one table', () => twice(containerd('config', 'default').stdout)],
    ['one key in two tables', () => '[debug]\n  level = "info"\n[metrics]\n  level = "info"\n'],
    ['an empty file', () => ''],
  ])("agrees with the sandbox's containerd on %s", (_title, text) => {
    const file = join(node.path, 'config.toml');
    writeFileSync(file, text());
    expect(containerd('--config', file, 'config', 'dump').status === 0).toBe(findDuplicateKey(text()) === undefined);
  });
});
