// A real control plane for a person or a script: npm run control-plane -- up|down|status|build
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from './build-binary.ts';
import { findBinaries, type Wanted } from './find-binaries.ts';
import { deleteCluster, isRunning, listClusters, ownerOf } from './kwokctl.ts';
import { minors } from './programs.ts';
import { describeControlPlane, startControlPlane } from './start-control-plane.ts';

const usage = `npm run control-plane -- up|down|status|build

  up      starts etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok on loopback, and prints the kubeconfig's path
  down    ends it, and what tests that were killed have left
  status  what runs; exits 1 where it doesn't
  build   makes every program that the suites need (kubeadm, containerd and the API servers of the older minors too)

Programs are taken from KUBEBUILDER_ASSETS, then from PATH, where their versions fit; the others are built with Go from the Go module proxy, once, into
${cacheFolder()} (ACK_HYBRID_CACHE).`;

const name = 'ack-hybrid';
const kubeconfigPath = join(cacheFolder(), 'control-plane.kubeconfig');
const programs: readonly Wanted[] = [
  ['etcd'],
  ...minors.map((minor): Wanted => ['kube-apiserver', minor]),
  ...(['kube-controller-manager', 'kube-scheduler', 'kubeadm', 'kubelet', 'kubectl', 'kwok', 'kwokctl', 'containerd'] as const).map((program): Wanted => [program]),
];

const up = async (): Promise<void> => {
  const running = (await listClusters()).includes(name) && (await isRunning(name));
  if (!running) await deleteCluster(name);
  const { version, server, kubeconfig, folder } = running ? await describeControlPlane(name) : await startControlPlane({ name });
  await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });
  console.log(`Kubernetes ${version} at ${server}${running ? ' (it ran already)' : ''}\nexport KUBECONFIG=${kubeconfigPath}\nlogs: ${join(folder, 'logs')}`);
};

const down = async (): Promise<void> => {
  const ended: string[] = [];
  for (const cluster of await listClusters()) {
    const owner = ownerOf(cluster);
    // A test's control plane belongs to the test as long as that runs.
    if (owner === 'alive' || (owner === 'none' && cluster !== name)) continue;
    await deleteCluster(cluster);
    ended.push(cluster);
  }
  console.log(ended.length === 0 ? 'nothing ran' : `ended: ${ended.join(', ')}`);
};

const status = async (): Promise<void> => {
  const clusters = await listClusters();
  for (const cluster of clusters) console.log(`${cluster}: ${(await isRunning(cluster)) ? 'runs' : 'stopped'}`);
  if (!clusters.includes(name) || !(await isRunning(name))) {
    console.log('no control plane runs: npm run control-plane -- up');
    process.exitCode = 1;
  } else console.log(`export KUBECONFIG=${kubeconfigPath}`);
};

const build = async (): Promise<void> => {
  let since = performance.now();
  await findBinaries(programs, ([program, minor], { path, from }) => {
    const now = performance.now();
    console.log(`${program}${minor === undefined ? '' : ` ${minor}`}: ${path} (${from}, ${Math.round((now - since) / 1000)} s)`);
    since = now;
  });
};

const commands: Readonly<Record<string, () => Promise<void>>> = { up, down, status, build };
try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
  const [word = '', ...rest] = positionals;
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (values.help === true) console.log(usage);
  else if (command === undefined || rest.length > 0) {
    console.error(`error: ${word === '' ? 'a command is missing' : `no such command: ${positionals.join(' ')}`}\n\n${usage}`);
    process.exitCode = 2;
  } else await command();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
