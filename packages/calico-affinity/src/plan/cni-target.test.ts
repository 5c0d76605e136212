import { describe, expect, it } from 'vitest';
import { decideTarget, holderOf, installationNameOf, templateAffinityOf } from './cni-target.ts';
import type { JsonObject } from './json.ts';

const manifest = { namespace: 'kube-system', name: 'calico-node' };
const operated = { namespace: 'calico-system', name: 'calico-node' };
const plain: JsonObject = { metadata: { name: 'calico-node' } };
const ownedBy = (kind: string, name: string): JsonObject => ({ metadata: { ownerReferences: [{ kind: 'Other', name: 'x' }, { kind, name, controller: true }] } });
const installation = (object: JsonObject | undefined) => ({ installation: { name: 'default', object } });

describe('decideTarget', () => {
  it('writes to the DaemonSet of a manifest, with the evidence', () => {
    expect(decideTarget({ reference: manifest, object: plain })).toEqual({
      kind: 'daemonset',
      daemonSet: manifest,
      evidence: ['DaemonSet kube-system/calico-node is there', 'no controller owns it'],
    });
  });

  it("writes to the operator's Installation where it owns the DaemonSet", () => {
    const target = decideTarget({ reference: operated, object: ownedBy('Installation', 'default'), ...installation({}) });
    expect(target).toMatchObject({ kind: 'operator-installation', daemonSet: operated, installation: 'default' });
    expect(target.evidence).toContain('Installation default (operator.tigera.io/v1) is there');
  });

  it('takes the operator for the owner in its own namespace, though the owner reference is missing', () => {
    expect(decideTarget({ reference: operated, object: plain, ...installation({}) })).toMatchObject({ kind: 'operator-installation' });
  });

  it('takes a DaemonSet in calico-system for one by manifest where there is no operator', () => {
    expect(decideTarget({ reference: operated, object: plain, ...installation(undefined) })).toMatchObject({ kind: 'daemonset', daemonSet: operated });
  });

  it('tells of the Helm release that may revert a change', () => {
    const helm: JsonObject = { metadata: { annotations: { 'meta.helm.sh/release-name': 'cni' } } };
    expect(decideTarget({ reference: manifest, object: helm }).evidence.join()).toContain('Helm release cni');
  });

  it.each([
    ['finds none', { reference: manifest, object: undefined }, 'cni-not-found'],
    ['does not fight another owner', { reference: manifest, object: ownedBy('Addon', 'cni') }, 'owner-unknown'],
    ['does not go on without the owner that is named', { reference: operated, object: ownedBy('Installation', 'default'), ...installation(undefined) }, 'owner-unknown'],
  ])('%s', (_, observation, reason) => {
    const target = decideTarget(observation);
    expect(target).toMatchObject({ kind: 'none', reason });
    expect(target.evidence.length).toBeGreaterThan(0);
  });
});

describe('installationNameOf', () => {
  it.each([
    ['none for one by manifest', manifest, plain, undefined],
    ['none for what is not there', operated, undefined, undefined],
    ['none for what another owns', operated, ownedBy('Addon', 'cni'), undefined],
    ['the default one in the namespace of the operator', operated, plain, 'default'],
    ['the owner, wherever it is', manifest, ownedBy('Installation', 'special'), 'special'],
  ])('is %s', (_, reference, object, name) => {
    expect(installationNameOf(reference, object)).toBe(name);
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
