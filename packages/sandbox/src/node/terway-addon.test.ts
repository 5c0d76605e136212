import { describe, expect, it } from 'vitest';
import { terwayAddon } from './terway-addon.ts';

const eniConf = (config: Readonly<Record<string, unknown>>): unknown => {
  const configMap = terwayAddon('v1.15.1', config).find((object) => object.kind === 'ConfigMap');
  return JSON.parse((configMap?.['data'] as Readonly<Record<string, string>>)['eni_conf'] ?? '');
};

describe('terwayAddon', () => {
  it('makes the same objects by name whatever the version, so that they can be removed', () => {
    const names = (version: string): string[] => terwayAddon(version, {}).map((object) => `${object.kind}/${object.metadata.name}`);
    expect(names('v1')).toEqual(['ServiceAccount/terway', 'ClusterRole/terway-pod-reader', 'ClusterRoleBinding/terway-binding', 'ConfigMap/eni-config', 'DaemonSet/terway-eniip']);
    expect(names('')).toEqual(names('v1'));
  });

  it('selects cloud nodes only', () => {
    const daemonSet = terwayAddon('v1.15.1', {}).find((object) => object.kind === 'DaemonSet');
    expect(daemonSet).toMatchObject({ spec: { template: { spec: { nodeSelector: { 'alibabacloud.com/external': 'true' }, tolerations: [{ operator: 'Exists' }] } } } });
  });

  it('leaves the placeholders of the template as they are', () => {
    expect(eniConf({})).toMatchObject({ vswitches: { AZoneID: ['VswitchId'] }, service_cidr: '{{.ServiceCIDR}}', security_group: '{{.SecurityGroupId}}', access_key: '', access_secret: '' });
  });

  it('fills those that the configuration gives', () => {
    expect(eniConf({ ServiceCIDR: '172.21.0.0/20', ClusterID: 'c1' })).toMatchObject({ service_cidr: '172.21.0.0/20', eni_tags: { 'ack.aliyun.com': 'c1' }, security_group: '{{.SecurityGroupId}}' });
  });
});
