import { describe, expect, it } from 'vitest';
import { withDefaults } from './defaults.ts';
import type { KubeObject } from './kube-types.ts';

const fill = (group: string, kind: string, members: object): KubeObject => withDefaults({ group, kind }, { apiVersion: 'v1', kind, metadata: { name: 'a', uid: 'u' }, ...members }, 0);
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 1 }] }] } };

describe('what the server fills in', () => {
  it('folds stringData into data, which it overrides', () => {
    expect(fill('', 'Secret', { data: { a: 'eA==', b: 'eQ==' }, stringData: { b: 'z' } })).toMatchObject({ type: 'Opaque', data: { a: 'eA==', b: 'eg==' } });
    expect(fill('', 'Secret', { stringData: { b: 'z' } })).not.toHaveProperty('stringData');
  });

  it('gives a DaemonSet its update strategy and its pods their policies', () => {
    expect(fill('apps', 'DaemonSet', { spec: { selector: {}, template } })).toMatchObject({
      spec: {
        revisionHistoryLimit: 10,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        template: { spec: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', containers: [{ imagePullPolicy: 'Always', ports: [{ protocol: 'TCP' }] }] } },
      },
    });
    expect(fill('apps', 'DaemonSet', { spec: { updateStrategy: { type: 'OnDelete' }, template } }).spec).toMatchObject({ updateStrategy: { type: 'OnDelete' } });
  });

  it.each([['i', 'Always'], ['i:latest', 'Always'], ['i:1', 'IfNotPresent'], ['host:5000/i', 'Always'], ['i@sha256:0', 'IfNotPresent']])('pulls the image %s %s', (image, policy) => {
    const pod = fill('', 'Pod', { spec: { containers: [{ name: 'c', image }] } });
    expect(pod.spec).toMatchObject({ containers: [{ imagePullPolicy: policy }] });
  });

  it('gives volumes, probes and references their defaults, and a pod the requests of its limits', () => {
    const spec = {
      containers: [{ name: 'c', image: 'i', env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'x' } } }], livenessProbe: { httpGet: { port: 1 } }, resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '0' } } }],
      volumes: [{ name: 'h', hostPath: { path: '/' } }, { name: 'c', configMap: { name: 'c' } }, { name: 't', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }],
    };
    expect(fill('', 'Pod', { spec }).spec).toMatchObject({
      containers: [{ env: [{ valueFrom: { fieldRef: { apiVersion: 'v1' } } }], livenessProbe: { timeoutSeconds: 1, httpGet: { path: '/', scheme: 'HTTP' } }, resources: { requests: { cpu: '0', memory: '1Gi' } } }],
      volumes: [{ hostPath: { type: '' } }, { configMap: { defaultMode: 420 } }, { projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3600 } }] } }],
    });
    expect(JSON.stringify(fill('apps', 'DaemonSet', { spec: { template: { spec } } }))).not.toContain('"requests":{"cpu":"0","memory"');
  });

  it('sends the traffic of a Service in the cluster, but of one that is but a name', () => {
    expect(fill('', 'Service', { spec: {} }).spec).toMatchObject({ type: 'ClusterIP', internalTrafficPolicy: 'Cluster' });
    expect(fill('', 'Service', { spec: { type: 'ExternalName' } }).spec).not.toHaveProperty('internalTrafficPolicy');
  });

  it.each([[{}, { a: 'b' }], [{ labels: {} }, { a: 'b' }], [{ labels: { own: 'x' } }, { own: 'x' }]])('gives a Job with the metadata %j the labels %j', (metadata, labels) => {
    expect(fill('batch', 'Job', { metadata: { name: 'a', ...metadata }, spec: { template } })).toMatchObject({ metadata: { labels } });
  });

  it('accepts the names of a definition at once', () => {
    const definition = fill('apiextensions.k8s.io', 'CustomResourceDefinition', { spec: { names: { kind: 'Thing', plural: 'things' }, versions: [{ name: 'v1', storage: true }] } });
    expect(definition).toMatchObject({ spec: { names: { singular: 'thing', listKind: 'ThingList' } }, status: { storedVersions: ['v1'], conditions: [{ type: 'NamesAccepted', message: 'no conflicts found' }, { type: 'Established', status: 'True', message: 'the initial names have been accepted' }] } });
  });

  it('changes nothing when it fills in a second time', () => {
    for (const [group, kind, members] of [['apps', 'DaemonSet', { spec: { template } }], ['', 'Service', { spec: { ports: [{ port: 1 }] } }], ['', 'Namespace', {}], ['batch', 'Job', { spec: { template } }], ['rbac.authorization.k8s.io', 'RoleBinding', { subjects: [{ kind: 'User', name: 'x' }], roleRef: { name: 'r' } }]] as const) {
      const once = fill(group, kind, members);
      expect(withDefaults({ group, kind }, once, 0)).toEqual(once);
    }
  });
});
