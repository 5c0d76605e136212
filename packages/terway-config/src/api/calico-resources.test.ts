import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderCalicoRestore } from '../plan/calico-backup/render-restore.ts';
import { origin } from '../testing/nock-cloud.ts';
import { nockKubernetes } from '../testing/nock-kubernetes.ts';
import { createCalicoResources } from './calico-resources.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const calico = () => createCalicoResources(nockKubernetes());
const definition = (plural: string, kind: string, more: object = {}) => ({
  metadata: { name: `${plural}.crd.projectcalico.org`, uid: 'u', managedFields: [{}] },
  spec: { group: 'crd.projectcalico.org', names: { kind, plural }, scope: 'Cluster', versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: {} } } }], ...more },
  status: {},
});
const resource = (kind: string, name: string, spec: object = {}) => ({ apiVersion: 'crd.projectcalico.org/v1', kind, metadata: { name, uid: 'u', resourceVersion: '1' }, spec });
const definitions = (...items: readonly object[]) => nock(origin).get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions').query({ limit: 20 }).reply(200, { items });
const list = (plural: string, query: object = { limit: 500 }) => nock(origin).get(`/apis/crd.projectcalico.org/v1/${plural}`).query(query as Record<string, string>);

describe('createCalicoResources', () => {
  it('reads every page of every served kind, and gives each page to the backup as raw JSON', async () => {
    definitions(definition('ippools', 'IPPool'), { metadata: { name: 'other.example.com' }, spec: {} });
    list('ippools').reply(200, { metadata: { continue: 'next' }, items: [resource('IPPool', 'a', { cidr: '10.0.0.0/16' })] });
    list('ippools', { limit: 500, continue: 'next' }).reply(200, { metadata: {}, items: [resource('IPPool', 'b')] });
    const pieces: string[] = [];
    const { definitions: prints, resources } = await calico().read((text) => void pieces.push(text));
    expect(Object.keys(prints)).toEqual(['ippools.crd.projectcalico.org']);
    expect(resources).toEqual({ 'ippools.crd.projectcalico.org': { count: 2, digest: expect.stringMatching(/^[0-9a-f]{32}$/), objects: { a: expect.stringMatching(/^[0-9a-f]{16}$/), b: expect.any(String) } } });
    expect(pieces).toHaveLength(3);
    // The schema's own names survive, which the typed client would change.
    expect(pieces[0]).toBe(`---\n${JSON.stringify({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'ippools.crd.projectcalico.org' }, spec: definition('ippools', 'IPPool').spec })}\n`);
    expect(renderCalicoRestore(pieces.join(''))).toBe(pieces.join(''));
  });

  it('sees a change of the spec and of labels, and none of what the server writes', async () => {
    const read = async (object: object) => {
      definitions(definition('ippools', 'IPPool'));
      list('ippools').reply(200, { items: [object] });
      return (await calico().read(undefined)).resources['ippools.crd.projectcalico.org'];
    };
    const first = await read(resource('IPPool', 'a', { cidr: '10.0.0.0/16', x: 1 }));
    expect(await read({ ...resource('IPPool', 'a', { x: 1, cidr: '10.0.0.0/16' }), metadata: { name: 'a', resourceVersion: '9', annotations: { n: '1' } }, status: { y: 1 } })).toEqual(first);
    expect(await read(resource('IPPool', 'a', {}))).not.toEqual(first);
    expect(await read({ ...resource('IPPool', 'a', { cidr: '10.0.0.0/16', x: 1 }), metadata: { name: 'a', labels: { l: '1' } } })).not.toEqual(first);
  });

  it('asks of bookkeeping only whether there is any, unless a backup is wanted', async () => {
    definitions(definition('ipamblocks', 'IPAMBlock'));
    list('ipamblocks', { limit: 1 }).reply(200, { metadata: { continue: 'more' }, items: [resource('IPAMBlock', 'a')] });
    expect((await calico().read(undefined)).resources).toEqual({ 'ipamblocks.crd.projectcalico.org': { count: 1, digest: '' } });
  });

  it('names no objects of a kind with more than a hundred', async () => {
    definitions(definition('networkpolicies', 'NetworkPolicy'));
    list('networkpolicies').reply(200, { items: Array.from({ length: 101 }, (_item, index) => resource('NetworkPolicy', `p${index}`)) });
    expect((await calico().read(undefined)).resources).toEqual({ 'networkpolicies.crd.projectcalico.org': { count: 101, digest: expect.any(String) } });
  });

  it('leaves out a kind that may not be listed, but not where a backup is wanted', async () => {
    const forbidden = () => list('ippools').reply(403, { kind: 'Status', reason: 'Forbidden', code: 403, message: 'ippools.crd.projectcalico.org is forbidden' });
    definitions(definition('ippools', 'IPPool'));
    forbidden();
    expect((await calico().read(undefined)).resources).toEqual({});
    definitions(definition('ippools', 'IPPool'));
    forbidden();
    await expect(calico().read(() => undefined)).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('reads a version that is served, counts a kind that is gone as empty, and leaves out one without a served version', async () => {
    const versions = (...list_: readonly object[]) => ({ versions: list_ });
    definitions(
      definition('ippools', 'IPPool', versions({ name: 'v2', served: false, storage: true }, { name: 'v1', served: true, storage: false })),
      definition('bgppeers', 'BGPPeer', versions({ name: 'v1', served: false, storage: true })),
      definition('hostendpoints', 'HostEndpoint'),
    );
    list('ippools').reply(200, { items: [] });
    list('hostendpoints').reply(404, { kind: 'Status', reason: 'NotFound', code: 404 });
    const { resources } = await calico().read(undefined);
    expect(Object.entries(resources).map(([name, { count }]) => `${name} ${count}`)).toEqual(['ippools.crd.projectcalico.org 0', 'hostendpoints.crd.projectcalico.org 0']);
  });
});
