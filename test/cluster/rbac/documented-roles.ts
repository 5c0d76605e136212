import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { ClusterObject } from '../writes/cluster-administrator.ts';

/** The smallest part of a rule: what can be taken away alone. */
export interface Right {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  /** Plural, with the subresource where there is one. */
  readonly resource: string;
  /** Absent: every object. */
  readonly name?: string;
  /** The namespace of the Role; absent for a ClusterRole. */
  readonly namespace?: string;
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The documents of examples/rbac/<name>.yaml. */
export const readDocuments = (name: string): readonly ClusterObject[] =>
  parseAllDocuments(readFileSync(fileURLToPath(new URL(`../../../examples/rbac/${name}.yaml`, import.meta.url)), 'utf8')).map((document) => document.toJS() as ClusterObject);

/** Every right that the roles among some documents grant, one by one. */
export const rightsOf = (documents: readonly ClusterObject[]): readonly Right[] =>
  documents
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap(({ metadata, rules }) => (rules as readonly Rule[]).flatMap((rule) => expand(rule, metadata.namespace)));

const expand = (rule: Rule, namespace: string | undefined): readonly Right[] =>
  rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      (rule.resourceNames ?? [undefined]).flatMap((name) =>
        rule.verbs.map((verb) => ({ verb, group, resource, ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) })),
      ),
    ),
  );

/** A right in words, as `PermissionError.missing` says it. */
export const describeRight = ({ verb, group, resource, name, namespace }: Right): string =>
  [verb, group === '' ? resource : `${resource}.${group}`, ...(name === undefined ? [] : [name]), namespace === undefined ? 'at the cluster scope' : `in ${namespace}`].join(' ');

/**
 * Whether what a `PermissionError` says is missing is this right. A right of a ClusterRole may be missed in a namespace, and one for every
 * object for a certain one.
 */
export const names = (missing: string, { verb, group, resource, name, namespace }: Right): boolean => {
  const said = /^(?<verb>\S+) (?<kind>\S+)(?: (?<name>\S+))? (?:in (?<namespace>\S+)|at the cluster scope)$/.exec(missing)?.groups;
  const kind = group === '' ? resource : `${resource}.${group}`;
  return said?.['verb'] === verb && said['kind'] === kind && (name === undefined || said['name'] === name) && (namespace === undefined || said['namespace'] === namespace);
};

/** Roles and bindings that grant these rights and no others to a service account. */
export const grantDocuments = (label: string, rights: readonly Right[], account: { readonly namespace: string; readonly name: string }): readonly ClusterObject[] => {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const places = [...new Set(rights.map((right) => right.namespace))];
  return places.flatMap((namespace) => {
    const kind = namespace === undefined ? 'ClusterRole' : 'Role';
    const metadata = { name: label, ...(namespace === undefined ? {} : { namespace }) };
    const rules = rights
      .filter((right) => right.namespace === namespace)
      .map(({ verb, group, resource, name }) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...(name === undefined ? {} : { resourceNames: [name] }) }));
    return [
      { apiVersion, kind, metadata, rules },
      { apiVersion, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: label }, subjects: [{ kind: 'ServiceAccount', ...account }] },
    ];
  });
};
