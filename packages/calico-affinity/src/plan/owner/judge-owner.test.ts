import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { excludeCloudNodes } from '../exclude-cloud-nodes.ts';
import type { JsonObject } from '../json.ts';
import { judgeOwner } from './judge-owner.ts';

const affinity = { nodeAffinity: excludeCloudNodes(undefined) };
const path = ['spec', 'template', 'spec', 'affinity'];
const judge = (metadata: JsonObject, component?: 'cilium' | 'flannel') =>
  judgeOwner({ holder: { subject: 'DaemonSet kube-system/cilium', object: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { namespace: 'kube-system', name: 'cilium', ...metadata } }, path }, component, after: affinity, name: 'owner' });

const helm = { annotations: { 'meta.helm.sh/release-name': 'cilium', 'meta.helm.sh/release-namespace': 'kube-system' }, labels: { 'app.kubernetes.io/managed-by': 'Helm' } };
const flux = { labels: { 'kustomize.toolkit.fluxcd.io/name': 'cni', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' } };

test('a change that nobody takes back needs no word', () => {
  expect(judge({})).toEqual([]);
});

test("a release of Helm is a warning, with the chart's values for the same affinity", () => {
  const [check] = judge(helm, 'cilium');
  expect(check).toMatchObject({ name: 'owner', status: 'warn' });
  expect(check?.message).toContain('Helm release cilium in kube-system would take the change back at the next apply');
  const text = check?.remediation?.split(':\n').slice(1).join(':\n') ?? '';
  expect(parse(text)).toEqual({ affinity });
});

test('a chart that takes no affinity is said to, and the patch is printed', () => {
  const [check] = judge(helm, 'flannel');
  expect(check?.remediation).toContain('no value reaches it');
  expect(check?.remediation).toContain('kind: DaemonSet');
});

test('GitOps, which reverts at once, fails: nothing is to be written, the patch is printed', () => {
  const [check] = judge(flux);
  expect(check).toMatchObject({ status: 'fail' });
  expect(check?.message).toContain('would take the change back at once');
  expect(check?.remediation).toContain('Nothing is written here, unless the option overrideOwner says so.');
  expect(parse(check?.remediation?.split('cni:\n').at(-1) ?? '')).toMatchObject({ kind: 'DaemonSet', spec: { template: { spec: { affinity } } } });
});

test('where nothing is to be written nothing is said', () => {
  expect(judgeOwner({ holder: { subject: 'x', object: { metadata: flux }, path }, component: undefined, after: undefined, name: 'owner' })).toEqual([]);
});
