import { readdirSync, readFileSync } from 'node:fs';
import { loadAllYaml } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { describePermission, neededPermissions, type NeededPermission } from './needed-permissions.ts';

interface Role {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly rules: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly resourceNames?: readonly string[]; readonly verbs: readonly string[] }[];
}

// The roles that test/cluster/rbac holds against a real API server: each package works under its own, and under nothing less.
const rolesFolder = new URL('../../../../examples/rbac/', import.meta.url);
const documentsOf = (file: string) => loadAllYaml(readFileSync(new URL(file, rolesFolder), 'utf8')) as readonly Role[];
const permissionsOf = (file: string): readonly NeededPermission[] =>
  documentsOf(file)
    .filter(({ kind }) => kind.endsWith('Role'))
    .flatMap(({ metadata: { namespace }, rules }) =>
      rules.flatMap(({ apiGroups: [group = ''], resources: [resource = ''], resourceNames = [undefined], verbs }) =>
        resourceNames.flatMap((name) => verbs.map((verb) => ({ verb, group, resource, ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) }))),
      ),
    );
const say = (permissions: readonly NeededPermission[]): readonly string[] => [...new Set(permissions.map(describePermission))].sort();
const files = readdirSync(rolesFolder).filter((file) => file !== 'all-steps.yaml');

/** Whoever may list pods everywhere may list them in a namespace. */
const withoutImplied = (words: readonly string[]) => words.filter((word) => !word.startsWith('list pods in '));

/** What a package's adapters name in so many words when they call: `list nodes`. */
const readCalls = (packageName: string): readonly string[] => {
  const folder = new URL(`../../../${packageName}/src/api/`, import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return sources.flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/verb: '(\w+)', resource: '([\w./]+)'/g)].map(([, verb = '', resource = '']) => `${verb} ${resource.split('.')[0] ?? ''}`));
};

// Kubernetes grants these two to every authenticated user, by system:public-info-viewer and system:basic-user.
const granted = ['get version', 'create selfsubjectaccessreviews'];

describe('neededPermissions', () => {
  it('is what the documented roles of all packages grant together, and nothing twice', () => {
    expect(say(neededPermissions)).toEqual(withoutImplied(say(files.flatMap(permissionsOf))));
    expect(say(neededPermissions)).toHaveLength(neededPermissions.length);
  });

  it('is what the combined role grants, but for what only the operator needs', () => {
    expect(say(permissionsOf('all-steps.yaml'))).toEqual(say(neededPermissions.filter((permission) => permission.onlyFor !== 'Calico of the Tigera operator')));
  });

  it('makes a condition of what only one of the two kinds of Calico needs', () => {
    const by = (file: string, other: string) => say(permissionsOf(file)).filter((word) => !say(permissionsOf(other)).includes(word));
    const conditional = (onlyFor: string) => say(neededPermissions.filter((permission) => permission.onlyFor === onlyFor));
    expect(conditional('Calico of the Tigera operator')).toEqual(withoutImplied(by('calico-affinity-operator.yaml', 'calico-affinity.yaml')));
    expect(conditional('Calico installed by manifest')).toEqual(withoutImplied(by('calico-affinity.yaml', 'calico-affinity-operator.yaml')));
  });

  it.each(['cidr-planner', 'calico-affinity', 'terway-config', 'init-script-builder', 'nodepool', 'connectivity-check'])('keeps up with the sources of %s', (packageName) => {
    const calls = readCalls(packageName);
    expect(calls.length).toBeGreaterThan(0);
    const asked = neededPermissions.map(({ verb, resource }) => `${verb} ${resource}`);
    expect(calls.filter((call) => !asked.includes(call) && !granted.includes(call))).toEqual([]);
  });
});
