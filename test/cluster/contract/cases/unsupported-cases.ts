import { type RecordedApi } from '../contract-case.ts';
import { namespace, paths, pod } from '../objects.ts';

/** What the sandbox refuses with 501: what for, words of its message, and the request. */
export type UnsupportedCase = readonly [title: string, words: string, run: (api: RecordedApi) => Promise<unknown>];

const { configMaps, pods, services, jobs, definitions } = paths;

const resources: readonly (readonly [resource: string, path: string])[] = [
  ['statefulsets of apps/v1', `/apis/apps/v1/namespaces/${namespace}/statefulsets`],
  ['controllerrevisions of apps/v1', `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`],
  ['cronjobs of batch/v1', `/apis/batch/v1/namespaces/${namespace}/cronjobs`],
  ['endpoints of v1', `/api/v1/namespaces/${namespace}/endpoints`],
  ['persistentvolumeclaims of v1', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`],
  ['resourcequotas of v1', `/api/v1/namespaces/${namespace}/resourcequotas`],
  ['limitranges of v1', `/api/v1/namespaces/${namespace}/limitranges`],
  ['replicationcontrollers of v1', `/api/v1/namespaces/${namespace}/replicationcontrollers`],
  ['networkpolicies of networking.k8s.io/v1', `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`],
  ['ingresses of networking.k8s.io/v1', `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`],
  ['storageclasses of storage.k8s.io/v1', '/apis/storage.k8s.io/v1/storageclasses'],
  ['priorityclasses of scheduling.k8s.io/v1', '/apis/scheduling.k8s.io/v1/priorityclasses'],
  ['endpointslices of discovery.k8s.io/v1', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`],
  ['horizontalpodautoscalers of autoscaling/v2', `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`],
  ['validatingwebhookconfigurations of admissionregistration.k8s.io/v1', '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations'],
  ['apiservices of apiregistration.k8s.io/v1', '/apis/apiregistration.k8s.io/v1/apiservices'],
  ['certificatesigningrequests of certificates.k8s.io/v1', '/apis/certificates.k8s.io/v1/certificatesigningrequests'],
  ['events of events.k8s.io/v1', `/apis/events.k8s.io/v1/namespaces/${namespace}/events`],
  ['runtimeclasses of node.k8s.io/v1', '/apis/node.k8s.io/v1/runtimeclasses'],
];

const review = (group: string, kind: string, spec: object): object => ({ apiVersion: `${group}/v1`, kind, spec });

const definition = (plural: string, kind: string, more: object, schema: object = { type: 'object' }): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.unsupported.example.com` },
  spec: { group: 'unsupported.example.com', scope: 'Cluster', names: { plural, kind }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }], ...more },
});

const job = (spec: object, labels: Readonly<Record<string, string>>): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'unsupported-job' },
  spec: { suspend: true, template: { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'i:v1' }] } }, ...spec },
});

export const unsupportedCases: readonly UnsupportedCase[] = [
  ...resources.map(([resource, path]): UnsupportedCase => [`the resource ${resource}`, resource, (api) => api.get(path)]),
  ['an access review of another', 'subjectaccessreviews', (api) => api.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', review('authorization.k8s.io', 'SubjectAccessReview', { user: 'x', nonResourceAttributes: { path: '/', verb: 'get' } }))],
  ['a review of a token', 'tokenreviews', (api) => api.post('/apis/authentication.k8s.io/v1/tokenreviews', review('authentication.k8s.io', 'TokenReview', { token: 'x' }))],
  ['a binding of a pod', 'pods/binding', async (api) => {
    await api.quietly.post(pods, pod('unsupported-binding'));
    return api.post(`${pods}/unsupported-binding/binding`, { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'unsupported-binding' }, target: { kind: 'Node', name: 'x' } });
  }],
  ['ephemeral containers', 'pods/ephemeralcontainers', async (api) => {
    await api.quietly.post(pods, pod('unsupported-ephemeral'));
    return api.get(`${pods}/unsupported-ephemeral/ephemeralcontainers`);
  }],
  ['a token of a ServiceAccount', 'serviceaccounts/token', (api) =>
    api.post(`/api/v1/namespaces/${namespace}/serviceaccounts/default/token`, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: ['x'] } })],
  ['the scale of a Deployment', 'deployments/scale', async (api) => {
    await api.quietly.post(paths.deployments, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'unsupported-scale' }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } } } });
    return api.get(`${paths.deployments}/unsupported-scale/scale`);
  }],
  ['a table', 'as=Table', (api) => api.get(configMaps, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' })],
  ['an answer in YAML', 'application/yaml', (api) => api.get(configMaps, { accept: 'application/yaml' })],
  ['an answer in protobuf', 'application/vnd.kubernetes.protobuf', (api) => api.get(configMaps, { accept: 'application/vnd.kubernetes.protobuf' })],
  ['a body in protobuf', 'protobuf', (api) => api.post(configMaps, 'k8s', { type: 'application/vnd.kubernetes.protobuf' })],
  ['a cluster IP', 'cluster IP', (api) => api.post(services, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'unsupported-address' }, spec: { ports: [{ port: 80 }] } })],
  ['a definition with CEL rules', 'x-kubernetes-validations', (api) =>
    api.post(definitions, definition('rules', 'Rule', {}, { type: 'object', properties: { spec: { type: 'object', properties: { a: { type: 'integer' } }, 'x-kubernetes-validations': [{ rule: 'self.a > 0' }] } } }))],
  ['a definition with a conversion webhook', 'conversion', (api) =>
    api.post(definitions, definition('hooks', 'Hook', { conversion: { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://127.0.0.1:1/convert' } } } }))],
  ['a definition with a scale subresource', 'scale', (api) =>
    api.post(definitions, definition('scales', 'Scaled', { versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { replicas: { type: 'integer' } } }, status: { type: 'object', properties: { replicas: { type: 'integer' } } } } } }, subresources: { scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } } }] }))],
  ['a definition with selectable fields', 'selectableFields', (api) =>
    api.post(definitions, definition('fields', 'Field', { versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { colour: { type: 'string' } } } } } }, selectableFields: [{ jsonPath: '.spec.colour' }] }] }))],
  ['a schema that combines others', 'anyOf', (api) =>
    api.post(definitions, definition('combines', 'Combine', {}, { type: 'object', properties: { spec: { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'] }] } } }))],
  ['aggregated discovery alone', 'apidiscovery.k8s.io', (api) => api.get('/apis', { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' })],
  ['a Job that selects its pods itself', 'a Job with a selector', (api) => api.post(`${jobs}?dryRun=All`, job({ manualSelector: true, selector: { matchLabels: { x: '1' } } }, { x: '1' }))],
  ['a Job with a selector that it may not have', 'a Job with a selector', (api) => api.post(`${jobs}?dryRun=All`, job({ selector: { matchLabels: { x: '1' } } }, { x: '1' }))],
  ["a Job that gives its pods another job's name", 'controller labels of its own', (api) => api.post(`${jobs}?dryRun=All`, job({}, { 'job-name': 'other' }))],
  ['the OpenAPI documents', '/openapi', (api) => api.get('/openapi/v3')],
  ['metrics', '/metrics', (api) => api.get('/metrics')],
  ['a log that is followed', 'log', async (api) => {
    await api.quietly.post(pods, pod('unsupported-follow'));
    return api.get(`${pods}/unsupported-follow/log?follow=true`);
  }],
];

