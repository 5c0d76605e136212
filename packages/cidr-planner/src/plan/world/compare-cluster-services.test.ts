import { expect, test } from 'vitest';
import { buildBareCluster } from '../../testing/cluster-world.ts';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareServices, findServiceRanges } from './compare-cluster-services.ts';
import type { ObservedCluster } from './observed-cluster.ts';

const object = (cidr: string) => ({ cidr, origin: 'ServiceCIDR kubernetes' });
const compare = (cluster: Partial<ObservedCluster>, overrides: NetworkOverrides = {}) => compareServices(readNetwork(buildNetwork(overrides)), buildBareCluster(cluster));

test.each<[string, Partial<ObservedCluster>, NetworkOverrides, readonly string[]]>([
  ['an object with another range, where kubeadm names none', { serviceCidrs: [], serviceRanges: [object('10.96.0.0/12')] }, {}, ['error service-cidr-differs']],
  ['an object with the planned range', { serviceCidrs: [], serviceRanges: [object('172.21.0.0/20')] }, {}, []],
  ['an object, where the plan names no range', { serviceCidrs: [], serviceRanges: [object('10.96.0.0/12')] }, { dataCenter: { serviceCidr: undefined } }, ['warning service-cidr-differs']],
  ["an object beside kubeadm's range, which is told elsewhere", { serviceRanges: [object('10.96.0.0/12')] }, {}, []],
  ['nothing that names a range', { serviceCidrs: [] }, {}, []],
])('%s is compared with the plan', (_name, cluster, overrides, rules) => {
  expect(brief(compare(cluster, overrides))).toEqual(rules);
});

test('a range that an object and the flag name is one, and the finding says where it is read', () => {
  const serviceRanges = [object('10.96.0.0/12'), { cidr: '10.96.0.1/12', origin: 'kube-apiserver --service-cluster-ip-range' }];
  expect(findServiceRanges(buildBareCluster({ serviceCidrs: [], serviceRanges }))).toEqual([object('10.96.0.0/12')]);
  expect(compare({ serviceCidrs: [], serviceRanges })[0]?.source).toBe('read from the cluster: ServiceCIDR kubernetes');
});
