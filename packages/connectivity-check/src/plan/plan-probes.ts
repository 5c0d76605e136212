import { InvalidInputError } from '@ack-hybrid/core';
import type { Probe, ProbeNode, ProbeOptions, Site } from './probe.ts';

type Draft = Omit<Probe, 'id'>;

const remedies: Readonly<Record<Site, string>> = {
  'on-premises':
    'Check the VPC route table for an entry towards the data centre, the egress rules of the nodes\' security group, the data centre\'s firewall and its route back to the cloud node and pod blocks.',
  cloud:
    'Check the data centre\'s route towards the VPC (through VBR or transit router), and the ingress rules of the target\'s security group for the on-premises node and pod blocks; for pods, that the pod vSwitch is routed too.',
};

/**
 * Plans the probes between two sites: node to node, node to pod and pod to pod in both directions, and what a cloud node
 * needs beside: DNS, the API server, the init script, registries. Pure and deterministic: the same nodes in any order give
 * the same plan. Large clusters are sampled: the first nodes by name of each on-premises site and cloud zone stand for it.
 *
 * @throws {InvalidInputError} for a node without a name or address, and for an option that can't be probed
 * @example
 * planProbes([
 *   { name: 'dc-1', site: 'on-premises', internalIp: '192.168.0.11' },
 *   { name: 'c-1', site: 'cloud', internalIp: '10.10.24.7', zone: 'cn-hangzhou-i' },
 * ]).map((probe) => `${probe.from.node} ${probe.protocol} ${probe.host}:${probe.port}`);
 * // ['c-1 tcp 192.168.0.11:10250', 'dc-1 tcp 10.10.24.7:10250']
 */
export const planProbes = (nodes: readonly ProbeNode[], options: ProbeOptions = {}): readonly Probe[] => {
  validate(nodes, options);
  const chosen = selectRepresentatives(nodes, options.representatives ?? 2);
  const cloud = chosen.filter((node) => node.site === 'cloud');
  const drafts = [
    ...cloud.flatMap((node) => planNeeds(node, options)),
    ...chosen.flatMap((from) => chosen.filter((to) => to.site !== from.site).flatMap((to) => planPair(from, to, options))),
    // Pods of two cloud nodes meet over the VPC alone; with one node there is nothing to try.
    ...cloud.flatMap((from) => cloud.filter((to) => to.name !== from.name).flatMap((to) => planPods(from, to, options))),
  ];
  return drafts.slice(0, options.maxProbes ?? 200).map((draft, index) => ({ id: `p${index + 1}`, ...draft }));
};

/** The nodes that stand for their site or zone. Pure and independent of the order. */
export const selectRepresentatives = (nodes: readonly ProbeNode[], perGroup: number): readonly ProbeNode[] => {
  const groups = new Map<string, ProbeNode[]>();
  const ordered = [...nodes].sort((left, right) => (left.site === right.site ? compare(left.name, right.name) : compare(left.site, right.site)));
  for (const node of ordered) {
    const key = `${node.site}/${node.zone ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), node].slice(0, perGroup));
  }
  return [...groups.values()].flat();
};

/** A host and a port of `host`, `host:port`; `undefined` for any other text. Nothing but letters, digits, dots and dashes gets through. */
export const parseEndpoint = (text: string, defaultPort: number): { readonly host: string; readonly port: number } | undefined => {
  const match = /^([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::(\d{1,5}))?$/.exec(text);
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  return match?.[1] === undefined || port < 1 || port > 65_535 ? undefined : { host: match[1], port };
};

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const tcp = (kind: Probe['kind'], from: ProbeNode, network: 'node' | 'pod', target: Pick<Draft, 'to' | 'targetSite' | 'host' | 'port' | 'why' | 'remedy'>): Draft => ({
  kind,
  from: { node: from.name, site: from.site, network },
  protocol: 'tcp',
  ...target,
});

const planPair = (from: ProbeNode, to: ProbeNode, options: ProbeOptions): readonly Draft[] => {
  const target = { to: `node ${to.name}`, targetSite: to.site, host: to.internalIp, remedy: remedies[to.site] };
  const why = 'The API server reaches kubelets, and node-network pods one another.';
  return [
    tcp('node-to-node', from, 'node', { ...target, port: options.nodePort ?? 10_250, why }),
    ...(options.icmp === true ? [{ ...tcp('node-to-node', from, 'node', { ...target, port: 0, why }), protocol: 'icmp' as const }] : []),
    ...(to.podIp === undefined ? [] : [tcp('node-to-pod', from, 'node', podTarget(to, to.podIp, options, 'Webhooks, proxied Services and kubelet checks go from nodes to pods.'))]),
    ...planPods(from, to, options),
  ];
};

const planPods = (from: ProbeNode, to: ProbeNode, options: ProbeOptions): readonly Draft[] =>
  to.podIp === undefined || from.podIp === undefined ? [] : [tcp('pod-to-pod', from, 'pod', podTarget(to, to.podIp, options, 'Pods of one cluster reach one another without address translation.'))];

const podTarget = (to: ProbeNode, host: string, options: ProbeOptions, why: string) => ({
  to: `pod on ${to.name}`,
  targetSite: to.site,
  host,
  port: options.podPort ?? 8_080,
  why,
  remedy: remedies[to.site],
});

const planNeeds = (from: ProbeNode, options: ProbeOptions): readonly Draft[] => {
  const apiServer = options.apiServer === undefined ? undefined : parseEndpoint(options.apiServer, 6_443);
  const script = options.scriptUrl === undefined ? undefined : new URL(options.scriptUrl);
  return [
    ...(apiServer === undefined
      ? []
      : [tcp('node-to-api-server', from, 'node', { to: 'the API server', targetSite: 'on-premises', ...apiServer, why: 'The kubelet registers with the API server.', remedy: remedies['on-premises'] })]),
    ...(options.dnsServiceIp === undefined
      ? []
      : [
          tcp('pod-to-dns', from, 'pod', {
            to: 'the cluster DNS Service',
            targetSite: 'on-premises',
            host: options.dnsServiceIp,
            port: 53,
            why: 'Pods resolve names by the DNS of the data centre.',
            remedy: `Check that kube-proxy runs on cloud nodes, and the way to the DNS pods. ${remedies['on-premises']}`,
          }),
        ]),
    ...(script === undefined ? [] : [planScript(from, script)]),
    ...(options.registries ?? []).map((text) =>
      tcp('node-to-registry', from, 'node', {
        to: `registry ${text}`,
        targetSite: 'cloud',
        ...(parseEndpoint(text, 443) as { host: string; port: number }),
        why: 'Cloud nodes pull images.',
        remedy: 'Check the egress rules of the security group, name resolution (100.100.2.136 and .138 in the VPC), and that the registry has an address in the VPC.',
      }),
    ),
  ];
};

const planScript = (from: ProbeNode, script: URL): Draft => {
  const target = {
    to: `the init script on ${script.host}`,
    targetSite: 'cloud' as const,
    host: script.hostname,
    port: script.port === '' ? (script.protocol === 'https:' ? 443 : 80) : Number(script.port),
    why: 'A new node fetches its init script.',
    remedy: 'Check that the object is there and readable, that the endpoint is the internal one of this region, and egress to 100.64.0.0/10.',
  };
  const draft = tcp('node-to-script', from, 'node', target);
  // A signed URL is a credential, which has no place in a pod's spec: its host is tried, not the object.
  return script.search === '' ? { ...draft, protocol: 'http', url: `${script.origin}${script.pathname}` } : draft;
};

const validate = (nodes: readonly ProbeNode[], options: ProbeOptions): void => {
  const issues: { path: string; message: string }[] = [];
  nodes.forEach((node, index) => {
    if (node.name === '') issues.push({ path: `nodes[${index}].name`, message: 'is empty' });
    if (!/^[0-9A-Fa-f.:]+$/.test(node.internalIp)) issues.push({ path: `nodes[${index}].internalIp`, message: `"${node.internalIp}" is no address` });
    if (node.podIp !== undefined && !/^[0-9A-Fa-f.:]+$/.test(node.podIp)) issues.push({ path: `nodes[${index}].podIp`, message: `"${node.podIp}" is no address` });
  });
  const endpoint = (path: string, text: string | undefined): void => {
    if (text !== undefined && parseEndpoint(text, 1) === undefined) issues.push({ path, message: `"${text}" is neither host nor host:port` });
  };
  endpoint('apiServer', options.apiServer);
  endpoint('dnsServiceIp', options.dnsServiceIp);
  options.registries?.forEach((text, index) => endpoint(`registries[${index}]`, text));
  if (options.scriptUrl !== undefined && !(URL.canParse(options.scriptUrl) && /^https?:$/.test(new URL(options.scriptUrl).protocol))) {
    issues.push({ path: 'scriptUrl', message: 'is no http or https URL' });
  }
  const count = (path: 'representatives' | 'maxProbes' | 'nodePort' | 'podPort', most: number): void => {
    const value = options[path];
    if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= most)) issues.push({ path, message: `${value} is no whole number from 1 to ${most}` });
  };
  count('representatives', 100);
  count('maxProbes', 10_000);
  count('nodePort', 65_535);
  count('podPort', 65_535);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'probes', issues });
};
