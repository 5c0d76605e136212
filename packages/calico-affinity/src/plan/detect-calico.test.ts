import { describe, expect, it } from 'vitest';
import { detectCalico, holderOf, installationNameOf, mayBelongToOperator, templateAffinityOf, type CalicoObservation } from './detect-calico.ts';
import type { JsonObject } from './json.ts';

const manifest = { namespace: 'kube-system', name: 'calico-node' };
const operated = { namespace: 'calico-system', name: 'calico-node' };
const plain: JsonObject = { metadata: { name: 'calico-node' } };
const ownedBy = (kind: string, name: string): JsonObject => ({ metadata: { ownerReferences: [{ kind: 'Other', name: 'x' }, { kind, name, controller: true }] } });
const observe = (inKubeSystem: JsonObject | undefined, inCalicoSystem: JsonObject | undefined, installation?: JsonObject, read = true): CalicoObservation => ({
  daemonSets: [{ reference: manifest, object: inKubeSystem }, { reference: operated, object: inCalicoSystem }],
  installation: { name: 'default', read, object: installation },
});

describe('detectCalico', () => {
  it('finds Calico by manifest, with the evidence', () => {
    expect(detectCalico(observe(plain, undefined, undefined, false))).toEqual({
      kind: 'daemonset',
      daemonSet: manifest,
      evidence: ['DaemonSet kube-system/calico-node is there', 'DaemonSet calico-system/calico-node is not there', 'no controller owns it'],
    });
  });

  it('finds Calico by the operator through the owner', () => {
    const target = detectCalico(observe(undefined, ownedBy('Installation', 'default'), {}));
    expect(target).toMatchObject({ kind: 'operator-installation', daemonSet: operated, installation: 'default' });
    expect(target.evidence).toContain('Installation default (operator.tigera.io/v1) is there');
  });

  it('takes the operator for the owner in its own namespace, though the owner reference is missing', () => {
    expect(detectCalico(observe(undefined, plain, {}))).toMatchObject({ kind: 'operator-installation' });
  });

  it('takes a DaemonSet in calico-system for one by manifest where there is no operator', () => {
    expect(detectCalico(observe(undefined, plain))).toMatchObject({ kind: 'daemonset', daemonSet: operated });
  });

  it('tells of the Helm release that may revert a change', () => {
    const helm: JsonObject = { metadata: { annotations: { 'meta.helm.sh/release-name': 'cni' } } };
    expect(detectCalico(observe(helm, undefined)).evidence.join()).toContain('Helm release cni');
  });

  it.each([
    ['finds none', observe(undefined, undefined), 'calico-not-found'],
    ['is not sure between two', observe(plain, plain, {}), 'calico-ambiguous'],
    ['is not sure of one by manifest beside an Installation', observe(plain, undefined, {}), 'calico-ambiguous'],
    ['does not fight another owner', observe(ownedBy('Addon', 'cni'), undefined), 'owner-unknown'],
    ['does not go on without the owner that is named', observe(undefined, ownedBy('Installation', 'default')), 'owner-unknown'],
  ])('%s', (_, observation, reason) => {
    const target = detectCalico(observation);
    expect(target).toMatchObject({ kind: 'none', reason });
    expect(target.evidence.length).toBeGreaterThan(1);
  });
});

describe('the operator', () => {
  it.each([
    [plain, undefined, false],
    [undefined, plain, true],
    [ownedBy('Installation', 'default'), undefined, true],
    [undefined, undefined, true],
  ])('is looked for where there is a reason', (inKubeSystem, inCalicoSystem, asked) => {
    expect(mayBelongToOperator(observe(inKubeSystem, inCalicoSystem).daemonSets)).toBe(asked);
  });

  it('has the Installation that owns the DaemonSet, or the default one', () => {
    expect(installationNameOf(observe(undefined, ownedBy('Installation', 'special')).daemonSets)).toBe('special');
    expect(installationNameOf(observe(plain, undefined).daemonSets)).toBe('default');
  });
});

describe('holderOf', () => {
  const affinity = { nodeAffinity: {} };
  const daemonSet: JsonObject = { spec: { template: { spec: { affinity } } } };

  it('is the DaemonSet by manifest', () => {
    const target = { kind: 'daemonset', daemonSet: manifest, evidence: [] } as const;
    expect(holderOf(target, daemonSet, undefined)).toMatchObject({ subject: 'DaemonSet kube-system/calico-node', object: daemonSet });
  });

  it('is the Installation by the operator, which inherits what the DaemonSet has', () => {
    const target = { kind: 'operator-installation', daemonSet: operated, installation: 'default', evidence: [] } as const;
    expect(holderOf(target, daemonSet, { spec: {} })).toMatchObject({ subject: 'Installation default', object: { spec: {} }, inherited: affinity });
    expect(templateAffinityOf(daemonSet)).toBe(affinity);
  });
});
