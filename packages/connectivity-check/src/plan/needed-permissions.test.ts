import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { neededPermissions, type NeededPermission } from './needed-permissions.ts';

const say = ({ verb, group, resource, namespace }: Omit<NeededPermission, 'onlyFor'>) => `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in ${namespace}`}`;
const words = neededPermissions.map(say);

// What the adapters of each package send, as their READMEs have it.
const sent: Readonly<Record<string, readonly string[]>> = {
  'cidr-planner': ['get configmaps in kube-system', 'list nodes', 'list ippools.crd.projectcalico.org'],
  'calico-affinity': [
    'get daemonsets.apps in kube-system', 'patch daemonsets.apps in kube-system', 'get deployments.apps in kube-system', 'get daemonsets.apps in calico-system',
    'get deployments.apps in calico-system', 'get installations.operator.tigera.io', 'patch installations.operator.tigera.io', 'list nodes', 'list pods',
  ],
  'terway-config': [
    ...['get', 'create', 'patch', 'delete'].flatMap((verb) => [`${verb} configmaps in kube-system`, `${verb} secrets in kube-system`]),
    'get daemonsets.apps in kube-system', 'list customresourcedefinitions.apiextensions.k8s.io', 'list nodes', 'list pods',
  ],
  'init-script-builder': ['get', 'create', 'patch', 'delete'].map((verb) => `${verb} configmaps in kube-system`),
  nodepool: ['list nodes', 'list pods'],
  'connectivity-check': [
    'get deployments.apps in kube-system', 'list nodes', 'get services in kube-system', 'list pods', 'create pods in kube-system', 'delete pods in kube-system', 'get pods/log in kube-system',
    ...['get', 'create', 'update', 'delete'].map((verb) => `${verb} configmaps in kube-system`),
  ],
};

/** What a package's adapters name in so many words when they call: `list nodes`. */
const readCalls = (packageName: string): readonly string[] => {
  const folder = new URL(`../../../${packageName}/src/api/`, import.meta.url);
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return sources.flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/verb: '(\w+)', resource: '([\w./]+)'/g)].map(([, verb = '', resource = '']) => `${verb} ${resource.split('.')[0] ?? ''}`));
};

// Kubernetes grants these two to every authenticated user, by system:public-info-viewer and system:basic-user.
const granted = ['get version', 'create selfsubjectaccessreviews'];

describe('neededPermissions', () => {
  it.each(Object.entries(sent))('holds everything that %s sends', (_, calls) => {
    expect(calls.filter((call) => !words.includes(call))).toEqual([]);
  });

  it('holds nothing that no package sends, and nothing twice', () => {
    const all = Object.values(sent).flat();
    expect(words.filter((word) => !all.includes(word))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(Object.keys(sent))('keeps up with the sources of %s', (packageName) => {
    const calls = readCalls(packageName);
    expect(calls.length).toBeGreaterThan(0);
    const asked = neededPermissions.map(({ verb, resource }) => `${verb} ${resource}`);
    expect(calls.filter((call) => !asked.includes(call) && !granted.includes(call))).toEqual([]);
  });

  it('makes a condition of what only the operator\'s Calico needs', () => {
    expect(neededPermissions.filter((permission) => permission.onlyFor !== undefined).map(say)).toEqual([
      'get deployments.apps in calico-system',
      'get installations.operator.tigera.io',
      'patch installations.operator.tigera.io',
    ]);
  });
});
