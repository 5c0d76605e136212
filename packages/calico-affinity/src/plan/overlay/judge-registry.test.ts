import { describe, expect, it } from 'vitest';
import { parseImageReference } from './image-reference.ts';
import { isMainland, judgeRegistry } from './judge-registry.ts';

const judge = (text: string, region: string | undefined = 'cn-hangzhou', reachable: readonly string[] = []) =>
  judgeRegistry(parseImageReference(text)!, { ...(region === undefined ? {} : { region }), reachable });
const statusOf = (text: string, region?: string) => judge(text, region).status;

describe('a host that is private or that nothing resolves', () => {
  it.each([
    ['localhost/a', 'fail'],
    ['localhost:5000/a', 'fail'],
    ['127.0.0.1:5000/a', 'fail'],
    ['[::1]:5000/a', 'fail'],
    ['registry:5000/a', 'fail'],
    ['Registry/a', 'fail'],
    ['registry.dc.local/a', 'fail'],
    ['harbor.corp.internal/a', 'fail'],
    ['harbor.lan:443/a', 'fail'],
    ['10.1.2.3/a', 'warn'],
    ['172.16.0.1/a', 'warn'],
    ['172.31.255.255:5000/a', 'warn'],
    ['192.168.0.1/a', 'warn'],
    ['100.64.0.1/a', 'warn'],
    ['[fd00::5]:5000/a', 'warn'],
    ['172.32.0.1/a', 'warn'],
    ['harbor.example.com/a', 'warn'],
  ])('%s is a %s', (text, status) => {
    const verdict = judge(text);
    expect([verdict.status, verdict.remediation !== undefined]).toEqual([status, true]);
  });

  it('tells a private address from a public one', () => {
    expect(judge('172.31.0.1/a').why).toContain('private address');
    expect(judge('172.32.0.1/a').why).not.toContain('private address');
  });

  it.each(['registry:5000', '10.1.2.3', '[fd00::5]:5000', 'docker.io'])('passes where %s is said to answer', (registry) => {
    expect(judge(`${registry}/a`, 'cn-hangzhou', [registry]).status).toBe('pass');
  });

  it('does not take another port of it for it', () => {
    expect(judge('registry:5001/a', 'cn-hangzhou', ['registry:5000']).status).toBe('fail');
  });
});

describe('a registry abroad', () => {
  const far = ['busybox', 'calico/node', 'quay.io/cilium/cilium', 'gcr.io/a/b', 'eu.gcr.io/a/b', 'k8s.gcr.io/pause', 'registry.k8s.io/pause', 'ghcr.io/flannel-io/flannel'];
  it.each(far)('is a warning in mainland China, with the mirror as its remedy: %s', (text) => {
    const verdict = judge(text);
    expect([verdict.status, verdict.remediation]).toEqual(['warn', expect.stringContaining('ACR')]);
  });

  it.each(['cn-hongkong', 'ap-southeast-1', 'eu-central-1', 'us-west-1'])('passes in %s', (region) => {
    expect(far.map((text) => statusOf(text, region))).toEqual(far.map(() => 'pass'));
  });

  it('is a warning where the region is not known', () => {
    expect(judgeRegistry({ host: 'docker.io' }, {}).status).toBe('warn');
  });
});

it.each([
  ['cn-hangzhou', true],
  ['cn-shenzhen-finance-1', true],
  ['cn-north-2-gov-1', true],
  ['cn-hongkong', false],
  ['ap-northeast-1', false],
  ['', false],
])('the region %s is in mainland China: %s', (region, expected) => {
  expect(isMainland(region)).toBe(expected);
});

describe("Alibaba Cloud's registries", () => {
  it.each([
    ['registry.cn-hangzhou.aliyuncs.com/a/b', 'pass', 'public host of ACR in cn-hangzhou'],
    ['registry.cn-shanghai.aliyuncs.com/a/b', 'pass', 'public host of ACR in cn-shanghai'],
    ['registry-intl.ap-southeast-1.aliyuncs.com/a/b', 'pass', 'public host of ACR in ap-southeast-1'],
    ['registry-vpc.cn-hangzhou.aliyuncs.com/a/b', 'pass', "VPC's own host in cn-hangzhou"],
    ['registry-internal.cn-hangzhou.aliyuncs.com/a/b', 'pass', "VPC's own host in cn-hangzhou"],
    ['registry-vpc.cn-shanghai.aliyuncs.com/a/b', 'fail', 'does not answer in cn-hangzhou'],
    ['registry-intl-vpc.ap-southeast-1.aliyuncs.com/a/b', 'fail', 'does not answer in cn-hangzhou'],
    ['shop-registry.cn-hangzhou.cr.aliyuncs.com/a/b', 'pass', 'public host of ACR in cn-hangzhou'],
    ['shop-registry-vpc.cn-hangzhou.cr.aliyuncs.com/a/b', 'pass', 'access list of the instance'],
    ['my-shop-registry-vpc.cn-beijing.cr.aliyuncs.com/a/b', 'fail', 'does not answer in cn-hangzhou'],
    ['crpi-abc123-vpc.cn-hangzhou.personal.cr.aliyuncs.com/a/b', 'pass', "VPC's own host in cn-hangzhou"],
    ['crpi-abc123-vpc.cn-beijing.personal.cr.aliyuncs.com/a/b', 'fail', 'does not answer in cn-hangzhou'],
    ['crpi-abc123.cn-hangzhou.personal.cr.aliyuncs.com/a/b', 'warn', 'Personal Edition'],
    ['registry-cn-hangzhou.ack.aliyuncs.com/acs/terway', 'pass', 'public host of ACR in cn-hangzhou'],
    ['registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/terway', 'pass', "VPC's own host in cn-hangzhou"],
    ['registry-cn-shenzhen-finance-1-vpc.ack.aliyuncs.com/acs/terway', 'fail', "VPC's host of cn-shenzhen-finance-1"],
    ['registry.aliyuncs.com/google_containers/pause', 'warn', 'by its name nothing'],
    ['registry-vpc.cn-hangzhou.aliyuncs.com.example.com/a', 'warn', 'by its name nothing'],
  ])('%s: %s', (text, status, why) => {
    const verdict = judge(text);
    expect([verdict.status, verdict.why]).toEqual([status, expect.stringContaining(why)]);
  });

  it('of a VPC are a warning where the region is not known', () => {
    expect(judgeRegistry({ host: 'registry-vpc.cn-hangzhou.aliyuncs.com' }, {}).status).toBe('warn');
  });
});
