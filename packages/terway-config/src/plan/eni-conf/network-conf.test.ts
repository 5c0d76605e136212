import { describe, expect, it } from 'vitest';
import { checkEniConfigEntries, mergeNetworkConf, parseNetworkConf, renderNetworkConf } from './network-conf.ts';

const head = '"cniVersion": "0.4.0", "name": "terway", "type": "terway"';
const on = (more: string): string[] => parseNetworkConf(`{${head}${more}}`).findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`);

describe('parseNetworkConf', () => {
  it.each([
    ['the vendor’s own', '', []],
    ['IPvlan with its host blocks', ', "eniip_virtual_type": "IPVlan", "host_stack_cidrs": ["169.254.20.10/32"], "network_policy_provider": "ebpf"', []],
    ['datapathv2', ', "eniip_virtual_type": "datapathv2", "bandwidth_mode": "edt", "cilium_args": "--x", "enable_network_priority": true, "symmetric_routing_config": {"interface": "eth0"}', []],
    ['a datapath of another name', ', "eniip_virtual_type": "ebpf"', ['warning unknown-eniip-virtual-type eniip_virtual_type']],
    ['host blocks without IPvlan', ', "host_stack_cidrs": ["169.254.20.10/32"]', ['warning host-stack-without-ipvlan host_stack_cidrs']],
    ['eBPF policies on veth', ', "eniip_virtual_type": "veth", "network_policy_provider": "ebpf"', ['warning ebpf-without-datapath network_policy_provider']],
    ['edt without datapathv2', ', "bandwidth_mode": "edt", "eniip_virtual_type": "ipvlan"', ['warning edt-without-datapath bandwidth_mode']],
    ['an MTU as text', ', "mtu": "8500"', ['error wrong-type mtu']],
    ['an MTU that is too large', ', "mtu": 9000', ['warning mtu mtu']],
    ['a key with a typo', ', "eniip_virtual_typ": "ipvlan"', ['warning unknown-key eniip_virtual_typ']],
    ['a key of eni_conf', ', "max_pool_size": 5', ['warning misplaced-key max_pool_size']],
    ['an unknown member inside', ', "symmetric_routing_config": {"iface": "eth0"}', ['warning unknown-key symmetric_routing_config.iface']],
  ])('says of %s what is wrong', (_what, more, expected) => expect(on(more)).toEqual(expected));

  it('misses what the runtime needs', () => expect(parseNetworkConf('{"type": "calico"}').findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['unknown-type type', 'missing-key cniVersion', 'missing-key name']));

  it('names the key that was meant', () => expect(parseNetworkConf(`{${head}, "host_stack_cidr": []}`).findings[0]?.remediation).toBe('Did you mean host_stack_cidrs?'));

  it('gives back what was parsed, in its order', () => {
    const text = renderNetworkConf({ type: 'terway', odd: [1, { a: null }], name: 'terway', cniVersion: '0.4.0' });
    expect(renderNetworkConf(parseNetworkConf(text).config)).toBe(text);
  });
});

describe('mergeNetworkConf', () => {
  it('changes what was asked and nothing else, and nothing the second time', () => {
    const { config } = parseNetworkConf(`{${head}, "odd": 1, "mtu": 1500}`);
    const merged = mergeNetworkConf(config, { eniip_virtual_type: 'datapathv2', mtu: null, debug: null });
    expect(merged.changes.map(({ summary }) => summary)).toEqual(['10-terway.conf.eniip_virtual_type: (absent) → "datapathv2"', '10-terway.conf.mtu: 1500 → (absent)']);
    expect(Object.keys(merged.config)).toEqual(['cniVersion', 'name', 'type', 'odd', 'eniip_virtual_type']);
    expect(mergeNetworkConf(merged.config, { eniip_virtual_type: 'datapathv2', mtu: null }).changes).toEqual([]);
  });

  it('refuses a key of another document', () => expect(() => mergeNetworkConf({}, { max_pool_size: 5 })).toThrow('max_pool_size: is no key of 10-terway.conf'));
});

describe('checkEniConfigEntries', () => {
  const documents = { 'eni_conf': '{}', '10-terway.conf': '{}' };
  it.each([
    ['both documents', {}, []],
    ['switches as Terway reads them', { disable_network_policy: 'false', in_cluster_loadbalance: 'true' }, []],
    ['a line end behind a switch', { disable_network_policy: 'false\n', in_cluster_loadbalance: 'true\n' }, ['disable_network_policy', 'in_cluster_loadbalance']],
    ['a switch in another spelling', { disable_network_policy: 'False', in_cluster_loadbalance: 'True' }, ['disable_network_policy', 'in_cluster_loadbalance']],
    ['a list that wins', { '10-terway.conflist': '{}' }, ['10-terway.conflist']],
  ])('says of %s what Terway makes of it', (_what, more, expected) => expect(checkEniConfigEntries({ ...documents, ...more }).map(({ path }) => path)).toEqual(expected));
  it('misses both documents', () => expect(checkEniConfigEntries({}).map(({ path, severity }) => `${severity} ${path}`)).toEqual(['error eni_conf', 'error 10-terway.conf']));
});
