import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultWorld } from '../../world.ts';
import { readString } from '../json.ts';
import { configObjects } from './seed-config.ts';

const find = (namespace: string, name: string): unknown => configObjects(defaultWorld, namespace).find((object) => object.metadata.name === name);

describe('the configuration of the cluster', () => {
  it('says where the API server is and whose certificate it has', () => {
    const info = parse(readString(find('kube-public', 'cluster-info'), 'data', 'kubeconfig') ?? '') as { clusters: { cluster: { server: string; 'certificate-authority-data': string } }[] };
    const cluster = info.clusters[0]?.cluster;
    expect(cluster?.server).toBe('https://192.168.0.10:6443');
    expect(new X509Certificate(Buffer.from(cluster?.['certificate-authority-data'] ?? '', 'base64')).ca).toBe(true);
  });

  it('has the networks as kubeadm wrote them, and an agent without a script', () => {
    expect(parse(readString(find('kube-system', 'kubeadm-config'), 'data', 'ClusterConfiguration') ?? '')).toMatchObject({ controlPlaneEndpoint: '192.168.0.10:6443', networking: { podSubnet: '10.100.0.0/16', serviceSubnet: '172.21.0.0/20' } });
    expect(find('kube-system', 'ack-agent-config')).toMatchObject({ data: { enableNodepool: 'true', isInit: 'true' } });
  });

  it('gives every namespace an account and the authority', () => {
    expect(configObjects(defaultWorld, 'default').map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['ServiceAccount/default', 'ConfigMap/kube-root-ca.crt']);
  });
});
