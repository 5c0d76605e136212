import { InvalidInputError, Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { checkRecipe, type InitScriptRecipe } from './recipe.ts';

const good: InitScriptRecipe = {
  kubernetes: { version: '1.33.2' },
  packages: { kind: 'pre-baked' },
  containerd: { sandboxImage: 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/pause:3.9' },
  join: { apiServer: 'api.example.com:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: [`sha256:${'0'.repeat(64)}`] },
};
const paths = (recipe: unknown): readonly string[] => {
  try {
    checkRecipe(recipe as InitScriptRecipe);
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
};

describe('checkRecipe', () => {
  it.each(['10.0.0.1:6443', '[fd00::1]:6443', '[::ffff:10.0.0.1]:6443', 'a:1', 'API-1.Example.com:6443'])('takes the API server %s', (apiServer) => expect(paths({ ...good, join: { ...good.join, apiServer } })).toEqual([]));

  it.each([
    ['kubernetes.version', { ...good, kubernetes: { version: '1.33' } }],
    ['kubernetes.version', { ...good, kubernetes: { version: '1.33.2; touch F' } }],
    ['kubernetes.version', { ...good, kubernetes: { version: '1.24.3' } }],
    ['packages.kind', { ...good, packages: {} }],
    ['containerd.sandboxImage', { ...good, containerd: { sandboxImage: 'a"\n[x]' } }],
    ['join.apiServer', { ...good, join: { ...good.join, apiServer: '10.0.0.1:70000' } }],
    ['join.apiServer', { ...good, join: { ...good.join, apiServer: '$(touch F):1' } }],
    ['join.apiServer', { ...good, join: { ...good.join, apiServer: '[:::]:6443' } }],
    ['join.apiServer', { ...good, join: { ...good.join, apiServer: '[a]:6443' } }],
    ['join.apiServer', { ...good, join: { ...good.join, apiServer: 'a..b:6443' } }],
    ['join.apiServer', { ...good, join: { ...good.join, apiServer: `${'a'.repeat(64)}:6443` } }],
    ['join.token', { ...good, join: { ...good.join, token: 'abcdef.0123456789abcdef' } }],
    ['join.token', { ...good, join: { ...good.join, token: new Secret('abcdef') } }],
    ['join.caCertificateHashes', { ...good, join: { ...good.join, caCertificateHashes: [] } }],
    ['join.caCertificateHashes[0]', { ...good, join: { ...good.join, caCertificateHashes: ['sha256:x'] } }],
    ['join.kubeletArguments["Max"]', { ...good, join: { ...good.join, kubeletArguments: { Max: '1' } } }],
    ['join.kubeletArguments["node-labels"]', { ...good, join: { ...good.join, kubeletArguments: { 'node-labels': 'a=b' } } }],
    ['join.kubeletArguments["node-ip"]', { ...good, join: { ...good.join, kubeletArguments: { 'node-ip': '' } } }],
    ['join.kubeletArguments["v"]', { ...good, join: { ...good.join, kubeletArguments: { v: '2 --x' } } }],
    ['join.kubeletArguments["v"]', { ...good, join: { ...good.join, kubeletArguments: { v: '"' } } }],
  ])('refuses a bad %s', (path, recipe) => expect(paths(recipe)).toEqual([path]));

  it('takes flags of the kubelet', () => expect(paths({ ...good, join: { ...good.join, kubeletArguments: { 'max-pods': '60', 'node-ip': '::', 'eviction-hard': 'memory.available<5%' } } })).toEqual([]));
  it('names everything that is missing', () => expect(paths({})).toEqual(['kubernetes.version', 'packages.kind', 'join.apiServer', 'join.token', 'join.caCertificateHashes']));
});
