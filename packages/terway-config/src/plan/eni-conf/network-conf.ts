import { InvalidInputError, type Change } from '@ack-hybrid/core';
import { checkNode, unknownKey } from '../check-eni-conf-shape.ts';
import type { EniConfFinding } from '../eni-conf.ts';
import { canonicalJson, objectOf, readJsonObject, sameJson, type Json } from '../read-json.ts';
import { describeEniConfKeys } from './eni-conf-keys.ts';
import { networkConfKeys, type NetworkConfKey } from './network-conf-keys.ts';

/** The document `10-terway.conf`: its keys in their order, unknown ones too. See {@link networkConfKeys}. */
export type NetworkConf = Readonly<Record<string, Json>>;

/** What `parseNetworkConf` gives. */
export interface ParsedNetworkConf {
  readonly config: NetworkConf;
  readonly findings: readonly EniConfFinding[];
}

const rows: ReadonlyMap<string, NetworkConfKey> = new Map(networkConfKeys.map((row) => [row.key, row]));
const eniKeys: ReadonlySet<string> = new Set(describeEniConfKeys().map(({ key }) => key));

/**
 * Reads the text of `10-terway.conf`, keeps every key in its place, and says what Terway's plugin would refuse or pass over.
 *
 * @throws {InvalidInputError} with line and column, where the text is not a JSON object
 * @example
 * parseNetworkConf('{"cniVersion": "0.4.0", "name": "terway", "type": "terway", "eniip_virtual_type": "IPVlan"}');
 */
export const parseNetworkConf = (text: string): ParsedNetworkConf => {
  const members = readJsonObject(text, '10-terway.conf');
  const config = objectOf(members);
  const shapes = members.flatMap((member) => {
    const row = rows.get(member.key);
    if (row !== undefined) return row.shape === undefined ? [] : checkNode(text, member, row.shape, member.key);
    return eniKeys.has(member.key) ? [finding('warning', 'misplaced-key', member.key, `${member.key} belongs to eni_conf`, 'Move it there; the plugin passes it over.')] : [unknownKey(member.key, member.key, [...rows.keys()])];
  });
  return { config, findings: [...shapes, ...checkNetworkConf(config)] };
};

const finding = (severity: 'error' | 'warning', code: string, path: string, message: string, remediation: string): EniConfFinding => ({ code, severity, path, message, remediation });

/** What the values of a `10-terway.conf` mean together. */
export const checkNetworkConf = (config: NetworkConf): readonly EniConfFinding[] => {
  const kind = typeof config.eniip_virtual_type === 'string' ? config.eniip_virtual_type.toLowerCase() : '';
  const findings = [...rows.values()].flatMap(({ key, allowed }): EniConfFinding[] => {
    const value = config[key];
    if (allowed === undefined || typeof value !== 'string' || value === '' || allowed.includes(value.toLowerCase())) return [];
    return [finding(key === 'type' ? 'error' : 'warning', `unknown-${key.replaceAll('_', '-')}`, key, `${key} "${value}" is none of ${allowed.join(', ')}`, `Use one of ${allowed.join(', ')}.`)];
  });
  for (const key of ['cniVersion', 'name', 'type'] as const) {
    if (config[key] === undefined || config[key] === '') findings.push(finding(key === 'type' ? 'error' : 'warning', 'missing-key', key, `10-terway.conf has no ${key}, which every CNI configuration should name`, `Put ${key} back, as the add-on brings it.`));
  }
  if (typeof config.mtu === 'number' && config.mtu !== 0 && (config.mtu < 576 || config.mtu > 8500)) findings.push(finding('warning', 'mtu', 'mtu', `mtu ${config.mtu} is outside of 576 to 8500, which ENIs carry`, 'Use 1500, or 8500 where the instance type has jumbo frames.'));
  const blocks = config.host_stack_cidrs;
  if (Array.isArray(blocks) && blocks.length > 0 && kind !== 'ipvlan' && kind !== 'datapathv2') findings.push(finding('warning', 'host-stack-without-ipvlan', 'host_stack_cidrs', 'host_stack_cidrs only counts with IPvlan or datapathv2', 'Remove it, or set eniip_virtual_type.'));
  if (config.network_policy_provider === 'ebpf' && kind !== 'ipvlan' && kind !== 'datapathv2') findings.push(finding('warning', 'ebpf-without-datapath', 'network_policy_provider', 'network policies by eBPF need IPvlan or datapathv2', 'Set eniip_virtual_type to datapathv2, or network_policy_provider to iptables.'));
  if (config.bandwidth_mode === 'edt' && kind !== 'datapathv2') findings.push(finding('warning', 'edt-without-datapath', 'bandwidth_mode', 'limits by edt are made by eBPF and need datapathv2', 'Set eniip_virtual_type to datapathv2, or bandwidth_mode to tc.'));
  return findings;
};

/** The text of a `10-terway.conf`, indented by two spaces. */
export const renderNetworkConf = (config: NetworkConf): string => JSON.stringify(config, null, 2);

/**
 * Sets what is asked in a `10-terway.conf`, `null` takes a key out, and leaves all else as it is.
 *
 * @throws {InvalidInputError} where a key is none of that document's
 * @example
 * mergeNetworkConf(config, { eniip_virtual_type: 'datapathv2' }).changes.length; // 0 where it says so already
 */
export const mergeNetworkConf = (current: NetworkConf, wanted: NetworkConf): { readonly config: NetworkConf; readonly changes: readonly Change[] } => {
  const unknown = Object.keys(wanted).filter((key) => !rows.has(key));
  if (unknown.length > 0) throw new InvalidInputError({ subject: '10-terway.conf', issues: unknown.map((key) => ({ path: key, message: 'is no key of 10-terway.conf' })) });
  const config = new Map(Object.entries(current));
  const changes: Change[] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const before = config.get(key);
    if (value === null ? !config.has(key) : config.has(key) && sameJson(before, value)) continue;
    const [from, to] = [config.has(key) ? canonicalJson(before) : '(absent)', value === null ? '(absent)' : canonicalJson(value)];
    changes.push({ action: 'update', target: 'ConfigMap kube-system/eni-config', summary: `10-terway.conf.${key}: ${from} → ${to}` });
    if (value === null) config.delete(key);
    else config.set(key, value);
  }
  return { config: objectOf([...config].map(([key, value]) => ({ key, value }))), changes };
};

/**
 * Checks the entries of the ConfigMap beside its two documents (Terway cmd/terway-cli: without `eni_conf` or `10-terway.conf` it doesn't start;
 * `disable_network_policy` is off with "false", "0" and an empty text and on with all else; `in_cluster_loadbalance` is on with exactly "true").
 */
export const checkEniConfigEntries = (entries: Readonly<Record<string, string>>): readonly EniConfFinding[] => {
  const findings: EniConfFinding[] = [];
  for (const entry of ['eni_conf', '10-terway.conf']) if (entries[entry] === undefined) findings.push(finding('error', 'missing-entry', entry, `the ConfigMap has no ${entry}, and Terway doesn't start without`, 'Put it back, as the add-on brings it.'));
  const policy = entries.disable_network_policy;
  if (policy !== undefined && !['', '0', 'false', 'true'].includes(policy)) findings.push(finding('warning', 'unclear-switch', 'disable_network_policy', `disable_network_policy is ${JSON.stringify(policy)}, which turns network policies off like every text but "false", "0" and an empty one`, 'Write "true" or "false", without spaces or a line end.'));
  const inside = entries.in_cluster_loadbalance;
  if (inside !== undefined && !['', 'true', 'false'].includes(inside)) findings.push(finding('warning', 'unclear-switch', 'in_cluster_loadbalance', `in_cluster_loadbalance is ${JSON.stringify(inside)}, and only exactly "true" turns it on`, 'Write "true" or "false", without spaces or a line end.'));
  if (entries['10-terway.conflist'] !== undefined) findings.push(finding('warning', 'conflist-wins', '10-terway.conflist', '10-terway.conflist is there, so 10-terway.conf counts for nothing', 'Change the list, or remove it.'));
  return findings;
};
