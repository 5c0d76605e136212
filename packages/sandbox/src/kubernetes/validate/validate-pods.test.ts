import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { validatePodChange, validatePodSpec } from './validate-pods.ts';

const pod = (spec: object): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });
const containers = [{ name: 'c', image: 'i' }];

describe('the validation of pods', () => {
  it('asks for containers where there is no spec at all', () => {
    expect(validatePodSpec(undefined, 'spec').map(({ field }) => field)).toEqual(['spec.containers']);
  });

  it('lets a pod be bound once', () => {
    expect(validatePodChange(pod({ containers }), pod({ containers, nodeName: 'n' }))).toEqual([]);
    expect(validatePodChange(pod({ containers, nodeName: 'n' }), pod({ containers, nodeName: 'm' }))).toHaveLength(1);
    expect(validatePodChange(pod({ containers, nodeName: 'n' }), pod({ containers }))).toHaveLength(1);
  });

  // The words were asked of kube-apiserver 1.36.3.
  it.each<[string, object, readonly string[]]>([
    ['a variable without a name', { env: [{ value: 'x' }, { name: 'A' }, { name: '' }] }, ['env[0].name: Required value', 'env[2].name: Required value']],
    ['a negative limit', { resources: { limits: { cpu: '-1' } } }, ['resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0']],
    ['a negative request', { resources: { requests: { memory: '-1Gi' } } }, ['resources.requests[memory]: Invalid value: "-1Gi": must be greater than or equal to 0']],
    ['a request above its limit', { resources: { limits: { memory: '1Gi' }, requests: { memory: '1025Mi' } } }, ['resources.requests: Invalid value: "1025Mi": must be less than or equal to memory limit of 1Gi']],
    ['a request of its limit', { resources: { limits: { memory: '1Gi', cpu: '1' }, requests: { memory: '1024Mi', cpu: '999m' } } }, []],
    ['a request of a device that is not its limit', { resources: { limits: { 'x.io/y': '2' }, requests: { 'x.io/y': '1' } } }, ['resources.requests: Invalid value: "1": must be equal to x.io/y limit of 2']],
    ['a request of a device alone', { resources: { requests: { 'x.io/y': '1' } } }, ['resources.limits: Required value: Limit must be set for non overcommitable resources']],
    ['a port of a probe as text', { livenessProbe: { httpGet: { port: '80' } } }, ['livenessProbe.httpGet.port: Invalid value: "80": must contain at least one letter (a-z)']],
    ['a port of a probe that is none', { readinessProbe: { tcpSocket: { port: 0 } } }, ['readinessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive']],
    ['a port of a probe of gRPC', { startupProbe: { grpc: { port: 65_536 } } }, ['startupProbe.grpc.port: Invalid value: 65536: must be between 1 and 65535, inclusive']],
    ['a port that has a name', { livenessProbe: { httpGet: { port: 'http-80' } } }, []],
  ])('of a container with %s finds what the server does', (_what, members, expected) => {
    const found = validatePodSpec({ containers: [{ ...containers[0], ...members }] }, 'spec');
    expect(found.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected.map((text) => `spec.containers[0].${text}`));
  });

  it('lets an init container have probes where it keeps running alone', () => {
    const init = { name: 'i', image: 'i', livenessProbe: { tcpSocket: { port: '80' } } };
    const find = (more: object): readonly string[] => validatePodSpec({ containers, initContainers: [{ ...init, ...more }] }, 'spec').map(({ message }) => message);
    expect(find({})).toEqual(['Forbidden: may not be set for init containers without restartPolicy=Always']);
    expect(find({ restartPolicy: 'Always' })).toEqual(['Invalid value: "80": must contain at least one letter (a-z)']);
  });

  it('refuses a volume in memory of less than nothing', () => {
    expect(validatePodSpec({ containers, volumes: [{ name: 'v', emptyDir: { sizeLimit: '-1' } }, { name: 'w', emptyDir: { sizeLimit: '0' } }] }, 'spec')).toEqual([
      { reason: 'FieldValueForbidden', field: 'spec.volumes[0].emptyDir.sizeLimit', message: 'Forbidden: SizeLimit field must be a valid resource quantity' },
    ]);
  });

  it('refuses a value beside Exists', () => {
    expect(validatePodSpec({ containers, tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }, 'spec')).toHaveLength(1);
  });
});
