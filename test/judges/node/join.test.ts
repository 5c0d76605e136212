import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Secret } from '@ack-hybrid/core';
import { buildInitScript, extendInitScript } from '@ack-hybrid/init-script-builder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderJoinConfiguration } from '../../../packages/init-script-builder/src/plan/parts/join-configuration.ts';
import { cloudVariables, NodeRoot } from '../../../packages/init-script-builder/src/testing/node-root.ts';
import { readJoinRequest } from '../../../packages/sandbox/src/node/join-configuration.ts';
import { runJoin } from '../../../packages/sandbox/src/node/kubeadm.ts';
import { findBinary } from '../../control-plane/find-binaries.ts';
import { startJoinableCluster, type JoinableCluster } from './joinable-cluster.ts';
import { joinDocument, type Change } from './kubeadm-documents.ts';
import { startSystemdParser, type SystemdParser } from './systemd-parser.ts';

const run = promisify(execFile);
const otherHash = `sha256:${'0a'.repeat(32)}`;
const nodeName = cloudVariables.ALIBABA_CLOUD_NODE_NAME;
let kubeadm: string;
let cluster: JoinableCluster;
let systemd: SystemdParser;
let node: NodeRoot;
let dryRunFolder: string;
beforeAll(async () => {
  kubeadm = await findBinary('kubeadm', '1.36');
  systemd = await startSystemdParser();
  cluster = await startJoinableCluster();
});
afterAll(async () => {
  await systemd.stop();
  await cluster.controlPlane.stop();
});
beforeEach(() => {
  node = new NodeRoot();
  dryRunFolder = join(node.path, 'dry-run');
  mkdirSync(dryRunFolder);
});
afterEach(() => node.remove());

/** kubeadm does everything but change the machine: it reads its input, checks, and asks the real API server. */
const dryRun = ['--dry-run', '--ignore-preflight-errors=all'];
const kubeadmJoin = (words: readonly string[]): Promise<{ readonly ok: boolean; readonly output: string }> =>
  run(kubeadm, ['join', ...dryRun, ...words], { timeout: 60_000, env: { ...process.env, KUBEADM_JOIN_DRYRUN_DIR: dryRunFolder } }).then(
    ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
    (error: unknown) => {
      const { stdout = '', stderr = '', killed = false } = error as { readonly stdout?: string; readonly stderr?: string; readonly killed?: boolean };
      if (killed || !/error: |unknown flag/.test(stderr)) throw error;
      return { ok: false, output: stdout + stderr };
    },
  );
const save = (text: string): string => {
  const path = join(node.path, 'join.yaml');
  writeFileSync(path, text);
  return path;
};
/** The words of the kubelet's arguments that kubeadm would write, as systemd reads them. */
const kubeadmArguments = async (): Promise<readonly string[]> => {
  const read = await systemd.readEnvironmentFile(readFileSync(join(dryRunFolder, 'kubeadm-flags.env')));
  const expanded = await systemd.expandWords(['$KUBELET_KUBEADM_ARGS'], read.ok ? read.texts : []);
  return expanded.ok ? expanded.texts : [];
};

describe('kubeadm join against a real control plane', () => {
  it.each(['v1beta3', 'v1beta4'] as const)('joins by a JoinConfiguration %s, with the CA pinned and the arguments as they were given', async (version) => {
    const kubeletArguments = { 'max-pods': '60', 'eviction-hard': 'memory.available<5%,nodefs.available<10%', 'node-ip': '::', 'kube-reserved': 'cpu=100m#;&|*?{}~!' };
    const text = renderJoinConfiguration({ apiServer: cluster.apiServer, token: new Secret(cluster.token), caCertificateHashes: [otherHash, cluster.caCertificateHash], kubeletArguments }, version);
    const { ok, output } = await kubeadmJoin(['--config', save(text), '--node-name', nodeName]);
    expect(ok, output).toBe(true);
    expect(output).toContain('This node has joined the cluster');
    expect([...(await kubeadmArguments())].sort()).toEqual([...Object.entries(kubeletArguments).map(([name, value]) => `--${name}=${value}`), `--hostname-override=${nodeName}`].sort());
  });

  it('does not join a cluster whose CA is another one', async () => {
    const text = renderJoinConfiguration({ apiServer: cluster.apiServer, token: new Secret(cluster.token), caCertificateHashes: [otherHash] }, 'v1beta4');
    const { ok, output } = await kubeadmJoin(['--config', save(text)]);
    expect(ok).toBe(false);
    expect(output).toContain('none of the public keys');
  });

  it.each<[string, (of: JoinableCluster) => readonly string[]]>([
    ['the flags that every guide shows', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash]],
    ['a hash in capitals', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash.toUpperCase()]],
    ['two hashes in one flag', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', `${otherHash},${of.caCertificateHash}`]],
    ['no check of the CA', (of) => [of.apiServer, '--token', of.token, '--discovery-token-unsafe-skip-ca-verification']],
    ['two API servers', (of) => [of.apiServer, 'other:1', '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash]],
    ['a name that becomes lower-case', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash, '--node-name=Node-1']],
    ['a hash without its kind', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash.slice(7)]],
    ['a hash of another kind', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash.replace('sha256', 'sha1')]],
    ['a hash that is too short', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash.slice(0, -1)]],
    ['a hash that is no hexadecimal number', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash.replace(/.$/, 'x')]],
    ['no hash', (of) => [of.apiServer, '--token', of.token]],
    ['no token', (of) => [of.apiServer, '--discovery-token-ca-cert-hash', of.caCertificateHash]],
    ['a token of another form', (of) => [of.apiServer, '--token', 'abc', '--discovery-token-ca-cert-hash', of.caCertificateHash]],
    ['no API server', (of) => ['--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash]],
    ['an API server without a port', (of) => ['127.0.0.1', '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash]],
    ['a name that no Node can have', (of) => [of.apiServer, '--token', of.token, '--discovery-token-ca-cert-hash', of.caCertificateHash, '--node-name', 'a_b']],
    ['an unknown flag', (of) => [of.apiServer, '--token', of.token, '--name=x']],
    ['a flag without its value', (of) => [of.apiServer, '--token']],
  ])("agrees with the sandbox's kubeadm on %s", async (_title, words) => {
    const { ok, output } = await kubeadmJoin(words(cluster));
    const read = readJoinRequest(words(cluster), () => undefined, 36);
    expect({ ok: read.ok, message: read.ok ? '' : read.message }, output).toMatchObject({ ok });
  });

  it.each<[string, readonly string[], readonly Change[]]>([
    ['a token beside it', ['--token', 'abcdef.0123456789abcdef'], []],
    ['patches beside it', ['--patches', '/tmp'], []],
    ['a CRI socket beside it', ['--cri-socket', 'unix:///x'], []],
    ['a hash that is none', [], [['discovery.bootstrapToken.caCertHashes', ['sha256:x']]]],
    ['an empty hash', [], [['discovery.bootstrapToken.caCertHashes', ['']]]],
    ['a name beside it', ['--node-name', 'other'], []],
  ])("agrees with the sandbox's kubeadm on a JoinConfiguration with %s", async (_title, words, changes) => {
    const text = JSON.stringify(joinDocument('v1beta4', [['discovery.bootstrapToken.apiServerEndpoint', cluster.apiServer], ['discovery.bootstrapToken.caCertHashes', [cluster.caCertificateHash]], ...changes]));
    const { ok, output } = await kubeadmJoin(['--config', save(text), ...words]);
    const read = readJoinRequest(['--config', '/join.yaml', ...words], () => text, 36);
    expect({ ok: read.ok, message: read.ok ? '' : read.message }, output).toMatchObject({ ok });
  });

  it("writes the kubelet's arguments as the sandbox's kubeadm does", async () => {
    const changes: readonly Change[] = [
      ['discovery.bootstrapToken.apiServerEndpoint', cluster.apiServer],
      ['discovery.bootstrapToken.caCertHashes', [cluster.caCertificateHash]],
      ['nodeRegistration.name', 'node-1'],
      ['nodeRegistration.taints', [{ key: 'a', value: 'b', effect: 'NoSchedule' }, { key: 'c', effect: 'NoExecute' }]],
      ['nodeRegistration.kubeletExtraArgs', [{ name: 'v', value: '2' }, { name: 'node-labels', value: 'x=y,z=' }, { name: 'max-pods', value: '60' }]],
    ];
    const text = JSON.stringify(joinDocument('v1beta4', changes));
    const { ok, output } = await kubeadmJoin(['--config', save(text)]);
    expect(ok, output).toBe(true);
    const written = new Map<string, string>();
    const outcome = runJoin(['--config', '/join.yaml', '--ignore-preflight-errors=all'], {
      files: { read: (path) => (path === '/join.yaml' ? text : undefined), list: () => [], write: (path, content) => void written.set(path, content), remove: () => undefined },
      machine: { hostname: 'iz1z', address: '10.10.24.10', cpu: 4, memoryGiB: 16, kubeletVersion: 'v1.36.3', osImage: '', containerRuntimeVersion: 'containerd://1.7.27', swapOn: false },
      kubeadmVersion: 'v1.36.3',
      runtimeRunning: true,
      dataCenter: { apiServer: cluster.apiServer, joinToken: cluster.token },
      canReach: () => ({ reachable: true, reason: '' }),
    });
    expect(written.get('/var/lib/kubelet/kubeadm-flags.env'), outcome.output).toBe(readFileSync(join(dryRunFolder, 'kubeadm-flags.env'), 'utf8'));
  });

  it.each<[string, (of: JoinableCluster, hash: string, root: string) => string]>([
    ['buildInitScript', (of, hash, root) => buildInitScript({ kubernetes: { version: '1.36.3' }, packages: { kind: 'pre-baked' }, join: { apiServer: of.apiServer, token: new Secret(of.token), caCertificateHashes: [hash] } }, { root })],
    ['extendInitScript', (of, hash, root) => extendInitScript(`#!/bin/bash\nset -euo pipefail\nkubeadm join ${of.apiServer} --token ${of.token} \\\n  --discovery-token-ca-cert-hash ${hash}\n`, { root })],
  ])('joins from the script of %s under bash, and the script says so; with another CA it ends with 85', async (_title, script) => {
    node.write('etc/os-release', 'ID=debian\n');
    node.stub('kubelet', "echo 'Kubernetes v1.36.3'");
    node.stub('containerd', "echo 'containerd github.com/containerd/containerd v1.7.22 abc'");
    node.stub('kubeadm', `if [ "$1" != join ]; then exec '${kubeadm}' "$@"; fi\nshift\nexec '${kubeadm}' join ${dryRun.join(' ')} "$@"`);
    const environment = { ...cloudVariables, KUBEADM_JOIN_DRYRUN_DIR: dryRunFolder };
    const joined = node.run(script(cluster, cluster.caCertificateHash, node.path), environment);
    expect(joined.status, joined.stderr).toBe(0);
    expect(joined.stdout.trimEnd().split('\n').at(-1)).toBe(`ack-hybrid: joined name=${nodeName} provider-id=${cloudVariables.ALIBABA_CLOUD_PROVIDER_ID}`);
    expect(await kubeadmArguments()).toContain(`--hostname-override=${nodeName}`);
    const refused = node.run(script(cluster, otherHash, node.path), environment);
    expect(refused.status).toBe(85);
    expect(refused.stderr).toContain('none of the public keys');
    expect(refused.stderr.trimEnd().split('\n').at(-1)).toBe('ack-hybrid: stopped code=85 subject=kubeadm join: it failed');
  });
});
