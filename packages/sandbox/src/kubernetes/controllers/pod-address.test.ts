import { describe, expect, it } from 'vitest';
import type { KubeNode, Pod } from '../kube-types.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { firstFree, podAddress } from './pod-address.ts';

const pod = (hostNetwork = false): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { hostNetwork } });

describe('the address of a pod', () => {
  it.each([
    ['10.0.0.0/24', 2, [], '10.0.0.2'],
    ['10.0.0.0/24', 2, ['10.0.0.2', '10.0.0.3'], '10.0.0.4'],
    ['10.0.0.0/22', 300, [], '10.0.1.44'],
    ['10.0.0.0/30', 100, [], undefined],
    ['10.0.0.0/30', 2, ['10.0.0.2'], undefined],
  ])('in %s from %i beside %j is %s', (cidr, offset, taken, expected) => {
    expect(firstFree(cidr, offset, new Set(taken))).toBe(expected);
  });

  it('is the node\'s own on the host network and one of the node\'s block on premises', () => {
    const plane = testPlane();
    const node = createNode(plane.cluster, 'a', {}, { podCIDR: '10.100.1.0/24' }) as KubeNode;
    expect([podAddress(plane, pod(true), node), podAddress(plane, pod(), node)]).toEqual(['10.0.0.1', '10.100.1.2']);
  });

  it('is one of Terway\'s vSwitches in the cloud, and none without a readable configuration for the zone', () => {
    const plane = testPlane();
    createFor(plane.cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
    const node = createNode(plane.cluster, 'a', { 'topology.kubernetes.io/zone': 'cn-hangzhou-i' }) as KubeNode;
    expect(podAddress(plane, pod(), node)).toBeUndefined();
    const configMap = (eni_conf: string): unknown =>
      plane.cluster.store.put({ group: '', plural: 'configmaps' }, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'eni-config', namespace: 'kube-system' }, data: { eni_conf } });
    configMap('{"vswitches":{"cn-hangzhou-i":["vsw-bp1sandboxpods00001"]}}');
    expect(podAddress(plane, pod(), node)).toBe('10.10.25.100');
    configMap('{"vswitches":{"cn-hangzhou-j":["vsw-bp1sandboxpods00001"]}}');
    expect(podAddress(plane, pod(), node)).toBeUndefined();
    configMap('not JSON');
    expect(podAddress(plane, pod(), node)).toBeUndefined();
  });
});
