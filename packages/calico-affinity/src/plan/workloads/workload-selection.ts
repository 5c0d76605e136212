import { workloadKinds, type WorkloadKind } from './workload.ts';

/** Workloads that shall stay on premises: one by its name, or those with some labels. */
export type WorkloadSelection =
  | { readonly kind: WorkloadKind; readonly namespace: string; readonly name: string }
  | {
      readonly kind: WorkloadKind;
      /** All namespaces where none is named. */
      readonly namespace?: string;
      /** A label selector as kubectl takes it: `app=metallb,component=speaker`. */
      readonly selector: string;
    };

/** A fault of an option. */
export interface SelectionIssue {
  readonly path: string;
  readonly message: string;
}

/** Whether a selection names one workload. */
export const isNamed = (selection: WorkloadSelection): selection is Extract<WorkloadSelection, { readonly name: string }> => 'name' in selection && selection.name !== undefined;

/** `DaemonSet metallb-system/speaker`, or `every DaemonSet with app=metallb in metallb-system`. */
export const describeSelection = (selection: WorkloadSelection): string =>
  isNamed(selection) ? `${selection.kind} ${selection.namespace}/${selection.name}` : `every ${selection.kind} with ${selection.selector}${selection.namespace === undefined ? '' : ` in ${selection.namespace}`}`;

/** Every fault of the selections, each with its path. An empty selector is one: it would take all workloads there are. */
export const selectionIssues = (selections: readonly WorkloadSelection[]): readonly SelectionIssue[] => {
  if (!Array.isArray(selections) || selections.length === 0) return [{ path: 'workloads', message: 'must be a list of one workload at least' }];
  return selections.flatMap((selection, index) => {
    const path = `workloads[${index}]`;
    if (typeof selection !== 'object' || selection === null) return [{ path, message: 'must have kind, namespace and name, or kind and selector' }];
    const fields = selection as unknown as Readonly<Record<string, unknown>>;
    const unknown = Object.keys(fields).filter((field) => !knownFields.includes(field));
    return [
      ...unknown.map((field) => ({ path: `${path}.${field}`, message: 'is no field of a selection' })),
      ...(workloadKinds.includes(fields['kind'] as WorkloadKind) ? [] : [{ path: `${path}.kind`, message: `must be one of ${workloadKinds.join(', ')}` }]),
      ...placeIssues(path, fields),
    ];
  });
};

const knownFields = ['kind', 'namespace', 'name', 'selector'];
const dnsName = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

const placeIssues = (path: string, { namespace, name, selector }: Readonly<Record<string, unknown>>): readonly SelectionIssue[] => {
  const isName = (value: unknown): boolean => typeof value === 'string' && dnsName.test(value);
  const issues: SelectionIssue[] = [];
  if ((name === undefined) === (selector === undefined)) issues.push({ path, message: 'must have either a name or a selector' });
  if (name !== undefined && !isName(name)) issues.push({ path: `${path}.name`, message: 'is no Kubernetes name (lower-case letters, digits, "-" and ".")' });
  if (name !== undefined && namespace === undefined) issues.push({ path: `${path}.namespace`, message: 'must be there where a name is' });
  if (namespace !== undefined && !isName(namespace)) issues.push({ path: `${path}.namespace`, message: 'is no Kubernetes name (lower-case letters, digits, "-" and ".")' });
  if (selector !== undefined && (typeof selector !== 'string' || selector.trim() === '')) issues.push({ path: `${path}.selector`, message: 'must be a label selector such as app=metallb, and not empty' });
  return issues;
};
