import { describe, expect, it } from 'vitest';
import { daemonSet, flannel } from './overlay-daemon-sets.testing.ts';
import { listImages, readMirror } from './overlay-images.ts';

const site = { region: 'cn-hangzhou' };
const withImage = (container: object, rest: object = {}) => daemonSet('kube-system', 'cni', { containers: [{ name: 'agent', ...container }], ...rest });
const first = (container: object, rest: object = {}, mirrors = {}) => listImages([withImage(container, rest)], site, mirrors)[0]!;

describe('the images of DaemonSets', () => {
  it('are each listed once, init containers first, with all that use them', () => {
    expect(listImages([flannel()], site, {}).map(({ text, usedBy }) => [text, usedBy])).toEqual([
      ['ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1', ['DaemonSet kube-flannel/kube-flannel-ds, init container install-cni-plugin']],
      ['ghcr.io/flannel-io/flannel:v0.28.4', ['DaemonSet kube-flannel/kube-flannel-ds, init container install-cni', 'DaemonSet kube-flannel/kube-flannel-ds, container kube-flannel']],
    ]);
  });

  it('include those of image volumes', () => {
    const [agent, volume] = listImages([withImage({ image: 'quay.io/a/b:1' }, { volumes: [{ name: 'x', emptyDir: {} }, { name: 'data', image: { reference: 'quay.io/c/d:1', pullPolicy: 'IfNotPresent' } }] })], site, {});
    expect([agent?.text, volume?.text, volume?.usedBy]).toEqual(['quay.io/a/b:1', 'quay.io/c/d:1', ['DaemonSet kube-system/cni, image volume data']]);
  });

  it.each([
    [{ image: 'a/b' }, ['Always']],
    [{ image: 'a/b:latest' }, ['Always']],
    [{ image: 'a/b:1' }, ['IfNotPresent']],
    [{ image: `a/b@sha256:${'a'.repeat(64)}` }, ['IfNotPresent']],
    [{ image: 'a/b', imagePullPolicy: 'Never' }, ['Never']],
    [{ image: 'a/b:1', imagePullPolicy: 'Always' }, ['Always']],
  ])('%j is pulled %j', (container, policies) => {
    expect(first(container).pullPolicies).toEqual(policies);
  });

  it('name their pull secrets with the namespace', () => {
    expect(first({ image: 'a/b' }, { imagePullSecrets: [{ name: 'two' }, { name: 'one' }, 'odd'] }).pullSecrets).toEqual(['kube-system/one', 'kube-system/two']);
  });

  it.each([
    [{ image: ':5000/app' }, 'has a port without a host before it'],
    [{ image: 'a//b' }, 'is no image reference'],
    [{ image: '' }, 'is no image reference'],
    [{}, 'is no image reference'],
    [{ image: 7 }, 'is no image reference'],
  ])('fail where the image is %j', (container, why) => {
    expect(first(container).verdict).toMatchObject({ status: 'fail', why });
  });

  it.each([{}, { spec: null }, { spec: { template: { spec: { containers: 'odd' } } } }])('are none in %j', (object) => {
    expect(listImages([object], site, {})).toEqual([]);
  });
});

describe('a mirror', () => {
  it('is judged in place of the registry', () => {
    const image = first({ image: 'quay.io/cilium/cilium:v1.17.2' }, {}, { 'quay.io': 'registry-vpc.cn-hangzhou.aliyuncs.com/mirror' });
    expect([image.mirror, image.verdict.status, image.verdict.why]).toEqual(['registry-vpc.cn-hangzhou.aliyuncs.com/mirror', 'pass', expect.stringContaining('(the mirror registry-vpc.cn-hangzhou.aliyuncs.com/mirror)')]);
  });

  it('that is wrong is told as such', () => {
    expect(first({ image: 'quay.io/a/b:1' }, {}, { 'quay.io': 'registry-vpc.cn-beijing.aliyuncs.com' }).verdict.status).toBe('fail');
  });

  it('of another registry or port is none', () => {
    expect(first({ image: 'quay.io/a/b:1' }, {}, { 'docker.io': 'registry-vpc.cn-hangzhou.aliyuncs.com' }).mirror).toBeUndefined();
    expect(first({ image: 'quay.io:444/a/b:1' }, {}, { 'quay.io': 'registry-vpc.cn-hangzhou.aliyuncs.com' }).mirror).toBeUndefined();
  });

  it('of Docker Hub counts for names that leave it out, and no object has one by nature', () => {
    expect(first({ image: 'busybox' }, {}, { 'docker.io': 'm.example.com' }).mirror).toBe('m.example.com');
    expect(first({ image: 'constructor:5000/a' }).mirror).toBeUndefined();
  });

  it.each([
    ['m.example.com', 'm.example.com'],
    ['m.example.com:5000/a/b/', 'm.example.com'],
    ['10.1.2.3:5000', '10.1.2.3'],
    ['docker.io', 'docker.io'],
    ['https://m.example.com', undefined],
    ['mirror', undefined],
    ['', undefined],
  ])('%j is read as %s', (text, host) => {
    expect(readMirror(text)?.host).toBe(host);
  });
});
