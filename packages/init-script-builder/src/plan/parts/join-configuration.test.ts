import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Secret } from '@ack-hybrid/core';
import { kubeadmApiVersionFor, renderJoinConfiguration, renderJoinPart } from './join-configuration.ts';

const hashes = [`sha256:${'a'.repeat(64)}`, `sha256:${'0'.repeat(64)}`];
const join = { apiServer: '[fd00::1]:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: hashes };
// Each is something else to YAML where it isn't quoted.
const odd = { yes: 'no', '1e3': '0x10', 'a: b': '# c', null: '~', v: "it's {}" };

describe('a JoinConfiguration', () => {
  it.each([[26, 'v1beta3'], [30, 'v1beta3'], [31, 'v1beta4'], [36, 'v1beta4']])('for kubeadm 1.%i is %s', (minor, version) => {
    expect(kubeadmApiVersionFor(minor)).toBe(version);
  });

  it('pins every hash of the CA, and keeps the brackets of an IPv6 API server', () => {
    expect(parse(renderJoinConfiguration(join, 'v1beta4'))).toEqual({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'JoinConfiguration',
      discovery: { bootstrapToken: { apiServerEndpoint: '[fd00::1]:6443', token: 'abcdef.0123456789abcdef', caCertHashes: hashes } },
      nodeRegistration: { criSocket: 'unix:///run/containerd/containerd.sock' },
    });
  });

  it.each([['v1beta3', odd], ['v1beta4', Object.entries(odd).map(([name, value]) => ({ name, value }))]] as const)('%s holds each argument of the kubelet as text, whatever it looks like', (version, expected) => {
    expect(parse(renderJoinConfiguration({ ...join, kubeletArguments: odd }, version))).toHaveProperty('nodeRegistration.kubeletExtraArgs', expected);
  });

  it('has no arguments where there are none', () => {
    expect(renderJoinConfiguration({ ...join, kubeletArguments: {} }, 'v1beta4')).not.toContain('kubeletExtraArgs');
  });
});

it.each([['1.30.4', 'v1beta3'], ['1.31.0', 'v1beta4']])('the part of the script for kubeadm %s writes a %s, quoted for the shell', (version, apiVersion) => {
  const part = renderJoinPart({ kubernetes: { version }, packages: { kind: 'pre-baked' }, join: { ...join, kubeletArguments: { v: "it's" } } });
  expect(part).toContain(`kubeadm.k8s.io/${apiVersion}`);
  expect(part).not.toContain("it's");
});
