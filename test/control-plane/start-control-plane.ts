import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type Wanted } from './find-binaries.ts';
import { freePorts } from './free-ports.ts';
import { clusterFolder, deleteCluster, deleteClusterNow, runKwokctl, settingsFolder } from './kwokctl.ts';
import type { Minor } from './programs.ts';
import { renderKubeconfig } from './render-kubeconfig.ts';

/** What a control plane is made of. */
export interface ControlPlaneOptions {
  /** Kubernetes' minor version; the newest by default. */
  readonly minor?: Minor;
  /** `api`: etcd and kube-apiserver alone. `full` (the default): also kube-controller-manager, kube-scheduler and kwok. */
  readonly kind?: 'api' | 'full';
  /** The cluster's name; by default one of a test, which ends with this process. */
  readonly name?: string;
  /** Further documents for kwok's configuration (KwokConfiguration, Stage), YAML. */
  readonly kwokConfiguration?: string;
  /** An audit policy, YAML; the log is then `logs/audit.log` in {@link ControlPlane.folder}. */
  readonly auditPolicy?: string;
  /** Further flags a component: `{ 'kube-apiserver': { 'etcd-compaction-interval': '1s' } }`. */
  readonly flags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A running control plane, reachable on loopback alone. RBAC and admission are on. */
export interface ControlPlane {
  readonly minor: Minor;
  /** The version that the API server gives, `1.36.3`. */
  readonly version: string;
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  /** The kubeconfig of a cluster administrator, YAML with its certificates inside. */
  readonly kubeconfig: string;
  /** A folder with `logs/`, one file a component. */
  readonly folder: string;
  /** Ends every program of it and removes its folder. */
  stop(): Promise<void>;
}

let started = 0;
const startedByUs = new Set<string>();
process.once('exit', () => {
  for (const name of startedByUs) deleteClusterNow(name);
});

/**
 * Starts a real control plane. Takes about 4 s once the programs are there.
 * Throws an Error with the component logs' last lines where it doesn't come up within 60 s, and one that says what to install where a program can't be had.
 */
export const startControlPlane = async (options: ControlPlaneOptions = {}): Promise<ControlPlane> => {
  const { minor = '1.36', kind = 'full', name = `test-${process.pid}-${(started += 1)}` } = options;
  const flags = await binaryFlags(minor, kind);
  await mkdir(settingsFolder(name), { recursive: true });
  const configuration = join(settingsFolder(name), 'kwokctl.yaml');
  await writeFile(configuration, await renderConfiguration(options));
  if (options.auditPolicy !== undefined) {
    const policy = join(settingsFolder(name), 'audit-policy.yaml');
    await writeFile(policy, options.auditPolicy);
    flags.push('--kube-audit-policy', policy);
  }
  if (options.name === undefined) startedByUs.add(name);
  try {
    await runKwokctl('create', 'cluster', '--name', name, '--runtime', 'binary', '--config', configuration, '--secure-port', '--kube-authorization', '--kube-admission', '--wait', '60s', '--timeout', '120s', ...flags);
    return await describeControlPlane(name, minor);
  } catch (cause) {
    const logs = await lastLines(name);
    await deleteCluster(name);
    startedByUs.delete(name);
    throw new Error(`the control plane ${name} (Kubernetes ${minor}) did not come up${logs}`, { cause });
  }
};

/** A control plane that runs already, by its name. Throws where there is none. */
export const describeControlPlane = async (name: string, minor: Minor = '1.36'): Promise<ControlPlane> => {
  const { kubeconfig, server } = await renderKubeconfig(clusterFolder(name));
  const log = await readFile(join(clusterFolder(name), 'logs', 'kube-apiserver.log'), 'utf8');
  return {
    minor,
    version: /Version: v(\d+\.\d+\.\d+)/.exec(log)?.[1] ?? minor,
    server,
    kubeconfig,
    folder: clusterFolder(name),
    stop: async () => {
      await deleteCluster(name);
      startedByUs.delete(name);
    },
  };
};

const binaryFlags = async (minor: Minor, kind: 'api' | 'full'): Promise<string[]> => {
  const programs: Readonly<Record<string, Wanted>> = {
    etcd: ['etcd'],
    'kube-apiserver': ['kube-apiserver', minor],
    ...(kind === 'full' && { 'kube-controller-manager': ['kube-controller-manager', minor], 'kube-scheduler': ['kube-scheduler', minor], 'kwok-controller': ['kwok'] }),
  };
  const found = await findBinaries([...Object.values(programs), ['kwokctl'], ['kubectl']]);
  const flags = Object.keys(programs).flatMap((component, index) => [`--${component}-binary`, found[index]?.path ?? '']);
  return kind === 'full' ? flags : [...flags, '--disable', 'kube-scheduler,kube-controller-manager,kwok-controller'];
};

/** In the configuration: kwokctl's own --extra-args panics where two components have two flags each (v0.8.0). */
const componentPatches = ({ flags = {} }: ControlPlaneOptions): string[] =>
  Object.entries(flags).flatMap(([name, values]) => [`- name: ${name}`, '  extraArgs:', ...Object.entries(values).map(([key, value]) => `  - { key: ${JSON.stringify(key)}, value: ${JSON.stringify(value)} }`)]);

// kwokctl picks its ports one cluster after another and would give two that start at once the same: the system picks them instead.
const renderConfiguration = async (options: ControlPlaneOptions): Promise<string> => {
  const { kwokConfiguration } = options;
  const names = ['kubeApiserverPort', 'etcdPort', 'etcdPeerPort', 'kubeControllerManagerPort', 'kubeSchedulerPort', 'kwokControllerPort'];
  const ports = await freePorts(names.length);
  return [
    'apiVersion: config.kwok.x-k8s.io/v1alpha1',
    'kind: KwokctlConfiguration',
    'options:',
    '  bindAddress: 127.0.0.1',
    ...names.map((name, index) => `  ${name}: ${ports[index]}`),
    ...(options.flags === undefined ? [] : ['componentsPatches:', ...componentPatches(options)]),
    ...(kwokConfiguration === undefined ? [] : ['---', kwokConfiguration]),
    '',
  ].join('\n');
};

const lastLines = async (name: string): Promise<string> => {
  const parts: string[] = [];
  for (const component of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kwok-controller']) {
    const text = await readFile(join(clusterFolder(name), 'logs', `${component}.log`), 'utf8').catch(() => '');
    if (text !== '') parts.push(`\n--- ${component}\n${text.split('\n').slice(-8).join('\n')}`);
  }
  return parts.join('');
};
