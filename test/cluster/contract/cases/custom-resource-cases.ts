import { PreparationError, type ContractCase, type RecordedApi } from '../contract-case.ts';
import { affinity, onPremises, paths } from '../objects.ts';

const group = 'contract.ack-hybrid.io';

/** A definition with the shape of Calico's: a pool with a validated spec, and an installation with a deep pod template. */
const definition = (plural: string, kind: string, schema: object, version: object = {}): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: { group, scope: 'Cluster', names: { plural, kind }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: schema } }, ...version }] },
});

const poolSchema = {
  spec: {
    type: 'object',
    required: ['cidr'],
    properties: {
      cidr: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+$', maxLength: 18 },
      blockSize: { type: 'integer', minimum: 20, maximum: 32 },
      ipipMode: { type: 'string', enum: ['Always', 'CrossSubnet', 'Never'], default: 'Always' },
      natOutgoing: { type: 'boolean' },
      allowedUses: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      ports: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, port: { type: 'integer' } } } },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      replicas: { 'x-kubernetes-int-or-string': true },
    },
  },
  status: { type: 'object', properties: { phase: { type: 'string' } } },
};

const pools = `/apis/${group}/v1/pools`;

/** Defines the kinds of these cases, and waits until they are served. */
export const defineKinds = async (api: RecordedApi): Promise<void> => {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  await api.post(paths.definitions, definition('pools', 'Pool', poolSchema, { subresources: { status: {} } }));
  await api.post(paths.definitions, definition('installs', 'Install', { spec: open, status: open }));
  for (const [path, kind] of [[pools, 'PoolList'], [`/apis/${group}/v1/installs`, 'InstallList']] as const) {
    for (let tries = 0; (await api.get(path)).kind !== kind; tries += 1) {
      if (tries > 200) throw new PreparationError(`${path} is not served after 10 s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

const pool = (name: string, spec: object = {}, more: object = {}): object => ({ apiVersion: `${group}/v1`, kind: 'Pool', metadata: { name }, spec: { cidr: '10.0.0.0/16', ...spec }, ...more });

export const customResourceCases: readonly ContractCase[] = [
  ['a custom resource is created with its defaults', '201 200', async (api) => {
    await api.post(`${pools}?fieldManager=tester`, pool('custom-create', { blockSize: 26 }));
    await api.get(`${pools}/custom-create`);
  }],
  ['its list says the kind of every item', '200', async (api) => {
    await api.quietly.post(pools, pool('custom-list', {}, { metadata: { name: 'custom-list', labels: { set: 'custom-list' } } }));
    await api.get(`${pools}?labelSelector=set%3Dcustom-list`);
  }],
  ['an unknown field is pruned with a warning', '201', (api) => api.post(pools, pool('custom-prune', { cird: 'x', free: { a: { b: 1 } } }, { other: 1 }))],
  ['an unknown field is refused under Strict', '400', (api) => api.post(`${pools}?fieldValidation=Strict`, pool('custom-strict', { cird: 'x', ports: [{ name: 'a', prt: 1 }] }))],
  ['values of wrong types are refused', '422', (api) => api.post(pools, pool('custom-types', { blockSize: '26', natOutgoing: 'yes', allowedUses: 'x', labels: { a: 1 } }))],
  ['values that break their rules are refused', '422', (api) => api.post(pools, pool('custom-rules', { cidr: 'nonsense-that-is-far-too-long', blockSize: 4, ipipMode: 'Sometimes' }))],
  ['a required field that is missing is refused', '422', (api) => api.post(pools, { apiVersion: `${group}/v1`, kind: 'Pool', metadata: { name: 'custom-required' }, spec: {} })],
  ['a spec that is no object is refused', '422', (api) => api.post(pools, { apiVersion: `${group}/v1`, kind: 'Pool', metadata: { name: 'custom-spec' }, spec: 'text' })],
  ['an integer or a string is both', '201 201', async (api) => {
    await api.post(pools, pool('custom-int', { replicas: 1 }));
    await api.post(pools, pool('custom-percent', { replicas: '50%' }));
  }],
  ['a body without apiVersion and kind is refused', '400', (api) => api.post(pools, { metadata: { name: 'custom-untyped' }, spec: { cidr: '10.0.0.0/16' } })],
  ['a body of another kind is refused', '422', (api) => api.post(pools, { ...pool('custom-kind'), kind: 'Pond' })],
  ['a body of another version is refused', '400', (api) => api.post(pools, { ...pool('custom-version'), apiVersion: `${group}/v2` })],
  ['a name that is none is refused', '422', (api) => api.post(pools, pool('Not_A_Name'))],
  ['created twice is a conflict', '409', async (api) => {
    await api.quietly.post(pools, pool('custom-twice'));
    await api.post(pools, pool('custom-twice'));
  }],
  ['an update needs its resourceVersion', '422', async (api) => {
    await api.quietly.post(pools, pool('custom-update'));
    await api.put(`${pools}/custom-update`, pool('custom-update', { blockSize: 27 }));
  }],
  ['an update counts the generation of its spec, not of its labels', '200 200', async (api) => {
    const made = await api.quietly.post(pools, pool('custom-generation'));
    const next = await api.put(`${pools}/custom-generation?fieldManager=updater`, { ...made, spec: { cidr: '10.1.0.0/16' } });
    await api.put(`${pools}/custom-generation?fieldManager=updater`, { ...next, metadata: { ...next.metadata, labels: { a: 'b' } } });
  }],
  ['an update of a stale resourceVersion is a conflict', '409', async (api) => {
    const made = await api.quietly.post(pools, pool('custom-stale'));
    await api.quietly.patch(`${pools}/custom-stale`, 'merge', { spec: { blockSize: 28 } });
    await api.put(`${pools}/custom-stale`, made);
  }],
  ['a merge patch with its resourceVersion', '200 409', async (api) => {
    const { metadata } = await api.quietly.post(pools, pool('custom-merge', { labels: { a: '1', b: '2' } }));
    const patch = { metadata: { resourceVersion: metadata.resourceVersion }, spec: { labels: { a: null, c: '3' }, ipipMode: null } };
    await api.patch(`${pools}/custom-merge?fieldManager=ack-hybrid&fieldValidation=Strict`, 'merge', patch);
    await api.patch(`${pools}/custom-merge?fieldManager=ack-hybrid&fieldValidation=Strict`, 'merge', patch);
  }],
  ['a merge patch with an unknown field is refused under Strict', '422', async (api) => {
    await api.quietly.post(pools, pool('custom-merge-strict'));
    await api.patch(`${pools}/custom-merge-strict?fieldValidation=Strict`, 'merge', { spec: { cird: 'x' } });
  }],
  ['a JSON patch with a test', '200 422', async (api) => {
    await api.quietly.post(pools, pool('custom-json'));
    await api.patch(`${pools}/custom-json`, 'json', [{ op: 'test', path: '/spec/cidr', value: '10.0.0.0/16' }, { op: 'add', path: '/spec/natOutgoing', value: true }]);
    await api.patch(`${pools}/custom-json`, 'json', [{ op: 'test', path: '/spec/cidr', value: 'other' }]);
  }],
  ['a patch that breaks the schema is refused', '422', async (api) => {
    await api.quietly.post(pools, pool('custom-patch-schema'));
    await api.patch(`${pools}/custom-patch-schema`, 'merge', { spec: { blockSize: 99 } });
  }],
  ['a strategic merge patch is refused', '415', async (api) => {
    await api.quietly.post(pools, pool('custom-strategic'));
    await api.patch(`${pools}/custom-strategic`, 'strategic', { spec: { blockSize: 27 } });
  }],
  ['an apply knows sets, maps and free objects', '201 200 409', async (api) => {
    const body = (spec: object): object => ({ apiVersion: `${group}/v1`, kind: 'Pool', metadata: { name: 'custom-apply' }, spec });
    await api.patch(`${pools}/custom-apply?fieldManager=one`, 'apply', body({ cidr: '10.0.0.0/16', allowedUses: ['a'], ports: [{ name: 'x', port: 1 }], free: { a: { b: 1 }, list: [1] }, labels: { l: '1' } }));
    await api.patch(`${pools}/custom-apply?fieldManager=two`, 'apply', body({ cidr: '10.0.0.0/16', allowedUses: ['b'], ports: [{ name: 'y', port: 2 }], free: { c: 1 } }));
    await api.patch(`${pools}/custom-apply?fieldManager=two`, 'apply', body({ cidr: '10.9.0.0/16', ports: [{ name: 'x', port: 2 }] }));
  }],
  ['an apply takes away what it no longer applies', '201 200', async (api) => {
    const body = (spec: object): object => ({ apiVersion: `${group}/v1`, kind: 'Pool', metadata: { name: 'custom-apply-drop' }, spec });
    await api.patch(`${pools}/custom-apply-drop?fieldManager=one`, 'apply', body({ cidr: '10.0.0.0/16', blockSize: 26, labels: { a: '1', b: '2' } }));
    await api.patch(`${pools}/custom-apply-drop?fieldManager=one`, 'apply', body({ cidr: '10.0.0.0/16', labels: { a: '1' } }));
  }],
  ['an apply of an unknown field is refused', '500', (api) =>
    api.patch(`${pools}/custom-apply-unknown?fieldManager=one`, 'apply', { apiVersion: `${group}/v1`, kind: 'Pool', metadata: { name: 'custom-apply-unknown' }, spec: { cidr: '10.0.0.0/16', cird: 'x' } })],
  ['its status is another endpoint', '201 200 200', async (api) => {
    const made = await api.post(pools, pool('custom-status', {}, { status: { phase: 'Ignored' } }));
    await api.put(`${pools}/custom-status/status?fieldManager=controller`, { ...made, spec: { cidr: '10.9.0.0/16' }, metadata: { ...made.metadata, labels: { a: 'b' } }, status: { phase: 'Ready' } });
    await api.patch(`${pools}/custom-status?fieldManager=user`, 'merge', { status: { phase: 'Mine' } });
  }],
  ['a delete answers with a Status of its group', '200', async (api) => {
    await api.quietly.post(pools, pool('custom-delete'));
    await api.delete(`${pools}/custom-delete`);
  }],
  ['what is not there is NotFound', '404', (api) => api.get(`${pools}/custom-none`)],
  ['a field selector of a field that is none is refused', '400', (api) => api.get(`${pools}?fieldSelector=spec.cidr%3Dx`)],
  ['a watch shows it', '200', async (api) => {
    await api.quietly.post(pools, pool('custom-watch', {}, { metadata: { name: 'custom-watch', labels: { set: 'custom-watch' } } }));
    await api.watch(`${pools}?watch=true&labelSelector=set%3Dcustom-watch`, 1);
  }],
  ['an installation\'s affinity is merged wholesale', '200 200', async (api) => {
    const { metadata } = await api.quietly.post(`/apis/${group}/v1/installs?fieldManager=installer`, { apiVersion: `${group}/v1`, kind: 'Install', metadata: { name: 'default' }, spec: { calicoNetwork: { bgp: 'Enabled' } } });
    const template = { calicoNodeDaemonSet: { spec: { template: { spec: { affinity: affinity([onPremises]) } } } } };
    await api.patch(`/apis/${group}/v1/installs/default?fieldManager=ack-hybrid&fieldValidation=Strict`, 'merge', { metadata: { resourceVersion: metadata.resourceVersion }, spec: template });
    await api.patch(`/apis/${group}/v1/installs/default?fieldManager=ack-hybrid`, 'merge', { spec: { calicoNodeDaemonSet: null } });
  }],
  ['a definition without a schema is refused', '422', (api) => api.post(paths.definitions, { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `bare.${group}` }, spec: { group, scope: 'Cluster', names: { plural: 'bare', kind: 'Bare' }, versions: [{ name: 'v1', served: true, storage: true }] } })],
  ['a definition under another name is refused', '422', (api) => api.post(paths.definitions, { ...definition('names', 'Name', {}), metadata: { name: `other.${group}` } })],
  ['a definition of a scope that is none is refused', '422', (api) =>
    api.post(paths.definitions, { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `scopes.${group}` }, spec: { group, scope: 'Everywhere', names: { plural: 'scopes', kind: 'Scope' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] } })],
];
