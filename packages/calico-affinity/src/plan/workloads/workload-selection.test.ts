import { expect, test } from 'vitest';
import { describeSelection, selectionIssues, type WorkloadSelection } from './workload-selection.ts';

const named = { kind: 'DaemonSet', namespace: 'metallb-system', name: 'speaker' } as const;

test.each<readonly [WorkloadSelection, string]>([
  [named, 'DaemonSet metallb-system/speaker'],
  [{ kind: 'Deployment', selector: 'a=b' }, 'every Deployment with a=b'],
  [{ kind: 'Deployment', namespace: 'x', selector: 'a in (b,c)' }, 'every Deployment with a in (b,c) in x'],
])('%j is a selection', (selection, text) => {
  expect(selectionIssues([selection])).toEqual([]);
  expect(describeSelection(selection)).toBe(text);
});

test.each<readonly [string, unknown, readonly string[]]>([
  ['no list', named, ['workloads: must be a list of one workload at least']],
  ['an empty list', [], ['workloads: must be a list of one workload at least']],
  ['no object', [null], ['workloads[0]: must have kind, namespace and name, or kind and selector']],
  ['an unknown kind', [{ ...named, kind: 'daemonset' }], ['workloads[0].kind: must be one of DaemonSet, Deployment, StatefulSet']],
  ['neither name nor selector', [{ kind: 'DaemonSet' }], ['workloads[0]: must have either a name or a selector']],
  ['both', [{ ...named, selector: 'a=b' }], ['workloads[0]: must have either a name or a selector']],
  ['an empty selector, which would take all', [{ kind: 'DaemonSet', selector: '' }], ['workloads[0].selector: must be a label selector such as app=metallb, and not empty']],
  ['a name without a namespace', [named, { kind: 'DaemonSet', name: 'b' }], ['workloads[1].namespace: must be there where a name is']],
  ['a mistyped field', [{ ...named, namspace: 'a' }], ['workloads[0].namspace: is no field of a selection']],
  ['a name that Kubernetes has not', [{ ...named, name: 'Speaker' }], ['workloads[0].name: is no Kubernetes name (lower-case letters, digits, "-" and ".")']],
])('%s is refused', (_what, selections, issues) => {
  expect(selectionIssues(selections as readonly WorkloadSelection[]).map(({ path, message }) => `${path}: ${message}`)).toEqual(issues);
});
