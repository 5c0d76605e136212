import { expect, test } from 'vitest';
import { workload } from '../../testing/fake-workloads.ts';
import { installationHolder, placeOf } from './workload.ts';

const owned = (kind: string, controller = true) => ({ metadata: { ownerReferences: [{ kind, name: 'it', controller }] } });

test.each([
  ['nobody owns', {}, { kind: 'itself', holder: { subject: 'Deployment a/calico-typha', path: ['spec', 'template', 'spec', 'affinity'] } }],
  ['somebody owns who does not control it', owned('Installation', false), { kind: 'itself' }],
  ['the operator owns', owned('Installation'), { kind: 'installation', installation: 'it', part: 'typhaDeployment' }],
  ['another controller owns', owned('Rook'), { kind: 'refused', why: 'Rook it owns it and would revert a change' }],
])('the affinity of what %s is changed at its place', (_what, fields, place) => {
  expect(placeOf(workload('Deployment', 'a', 'calico-typha', fields))).toMatchObject(place);
});

test('what the operator owns without an override for it is refused', () => {
  expect(placeOf(workload('Deployment', 'a', 'calico-apiserver', owned('Installation')))).toMatchObject({ kind: 'refused', why: 'Installation it owns it and would revert a change' });
});

test.each([
  ['typhaDeployment', { part: 'typhaDeployment' }],
  ['calicoNodeDaemonSet', {}],
])('the holder in the Installation (%s) has what runs now as what it replaces, and a record of its own', (part, record) => {
  const affinity = { podAntiAffinity: {} };
  const holder = installationHolder({ kind: 'installation', installation: 'default', part }, workload('Deployment', 'a', 'b', { podSpec: { affinity } }), { spec: {} });
  expect(holder).toEqual({ subject: `Installation default, ${part}`, object: { spec: {} }, path: ['spec', part, 'spec', 'template', 'spec', 'affinity'], inherited: affinity, ...record });
});
