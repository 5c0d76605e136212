import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBackup, withoutServerFields } from './render-backup.ts';
import { renderCalicoRestore } from './render-restore.ts';

const definition = (plural: string, kind: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.crd.projectcalico.org`, uid: 'u', resourceVersion: '1' },
  spec: { names: { kind, plural } },
  status: { conditions: [] },
});
const resource = (kind: string, metadata: object, spec: object = {}) => ({ apiVersion: 'crd.projectcalico.org/v1', kind, metadata, spec });
const pools = 'ippools.crd.projectcalico.org';
const policies = 'networkpolicies.crd.projectcalico.org';
const blocks = 'ipamblocks.crd.projectcalico.org';
const backup =
  renderBackup([definition('ippools', 'IPPool'), definition('networkpolicies', 'NetworkPolicy'), definition('ipamblocks', 'IPAMBlock')]) +
  renderBackup([resource('IPPool', { name: 'a' }, { cidr: '10.0.0.0/16' }), resource('IPPool', { name: 'b' })]) +
  renderBackup([resource('NetworkPolicy', { name: 'allow', namespace: 'shop' }), resource('IPAMBlock', { name: '10-0-0-0-26' })]);
const namesIn = (text: string) =>
  text.split('---\n').flatMap((document) => {
    if (document === '') return [];
    const { kind, metadata } = JSON.parse(document) as { kind: string; metadata: { name: string } };
    return [`${kind} ${metadata.name}`];
  });

describe('withoutServerFields', () => {
  it('drops what the server manages, kubectl’s copy and the status, and keeps all else', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'IPPool',
      metadata: {
        name: 'a', uid: 'u', resourceVersion: '1', generation: 2, creationTimestamp: 't', managedFields: [{}], ownerReferences: [{ uid: 'gone' }], selfLink: '/', labels: { tier: 'x' }, finalizers: ['f'],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'projectcalico.org/metadata': '{}' },
      },
      spec: { cidr: '10.0.0.0/16', nested: [{ uid: 'kept' }] },
      status: { x: 1 },
    };
    expect(withoutServerFields(object)).toEqual({ apiVersion: 'v1', kind: 'IPPool', metadata: { name: 'a', labels: { tier: 'x' }, finalizers: ['f'], annotations: { 'projectcalico.org/metadata': '{}' } }, spec: { cidr: '10.0.0.0/16', nested: [{ uid: 'kept' }] } });
    expect(withoutServerFields({ metadata: { name: 'a', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } })).toEqual({ metadata: { name: 'a' } });
  });
});

describe('renderCalicoRestore', () => {
  it('renders definitions first and all configuration, without the bookkeeping', () => {
    expect(namesIn(renderCalicoRestore(backup))).toEqual([`CustomResourceDefinition ${pools}`, `CustomResourceDefinition ${policies}`, `CustomResourceDefinition ${blocks}`, 'IPPool a', 'IPPool b', 'NetworkPolicy allow']);
  });

  it.each([
    [[pools], [`CustomResourceDefinition ${pools}`]],
    [[`${pools}/b`], ['IPPool b']],
    [[`${pools}/*`, pools], [`CustomResourceDefinition ${pools}`, 'IPPool a', 'IPPool b']],
    [[`${policies}/shop/allow`], ['NetworkPolicy allow']],
    [[`${blocks}/*`], ['IPAMBlock 10-0-0-0-26']],
    [[], []],
  ])('renders what is asked for: %j', (targets, names) => {
    expect(namesIn(renderCalicoRestore(backup, targets))).toEqual(names);
  });

  it('takes the last of an object that stands there twice', () => {
    const twice = backup + renderBackup([resource('IPPool', { name: 'a' }, { cidr: '10.9.0.0/16' })]);
    expect(renderCalicoRestore(twice, [`${pools}/a`])).toBe('---\n{"apiVersion":"crd.projectcalico.org/v1","kind":"IPPool","metadata":{"name":"a"},"spec":{"cidr":"10.9.0.0/16"}}\n');
  });

  it.each([
    ['a target that it lacks', backup, [`${pools}/c`]],
    ['YAML of somebody else', '---\nkind: IPPool\n', undefined],
    ['an object without a definition', renderBackup([resource('IPPool', { name: 'a' })]), undefined],
    ['a list', '---\n[]\n', undefined],
    ['an object without a name', '---\n{"kind":"IPPool"}\n', undefined],
  ])('refuses %s', (_what, text, targets) => {
    expect(() => renderCalicoRestore(text, targets)).toThrow(expect.objectContaining({ code: 'InvalidInput' }));
  });

  it('says what the backup lacks', () => {
    expect(() => renderCalicoRestore('', [pools])).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: terway-config: targets: the backup holds no ippools.crd.projectcalico.org]`);
  });

  it('gives back every spec as it was, whatever strings stand in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constant('---\n'), fc.constant('\n--- \n'), fc.integer(), fc.boolean())), (spec) => {
        const text = renderBackup([definition('ippools', 'IPPool'), resource('IPPool', { name: 'a' }, spec)]);
        expect(renderCalicoRestore(renderCalicoRestore(text))).toBe(text);
      }),
    );
  });
});
