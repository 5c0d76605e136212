import type { CloudHalf } from '../halves.ts';
import { parseAddress } from '../network/address.ts';
import { canReach, type Reachability, type ReachabilityNetwork } from '../network/reachability.ts';
import type { SandboxWorld } from '../types.ts';
import { downloadScript } from './download-script.ts';

/** Where commands on a node or in a pod look from. */
export interface NodeNetworkOptions {
  /** The address that packets leave from. */
  readonly address: string;
  readonly world: SandboxWorld;
  readonly cloud: CloudHalf;
  /** Security groups of pods on Terway's interfaces. */
  readonly podSecurityGroupIds: readonly string[];
  /** Names that only this world has (Nodes, Services), to addresses. */
  readonly names?: Readonly<Record<string, string>>;
  /** What the instance's metadata service answers, by path below `/latest/meta-data/`; absent on premises. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The end of an HTTP request by a stub of curl or wget. */
export type NodeHttpAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: string }
  | { readonly outcome: 'unknown-host'; readonly reason: string }
  | { readonly outcome: 'unreachable'; readonly reason: string };

/** The network as one address sees it. */
export interface NodeNetwork {
  /** An address stays as it is; `undefined` for a name that nobody knows. */
  resolve(name: string): string | undefined;
  /** By the model of routes and security groups; never by a packet. */
  reach(host: string, port: number, protocol: 'tcp' | 'udp' | 'icmp'): Reachability;
  request(url: string): Promise<NodeHttpAnswer>;
}

/** An address for each name below aliyuncs.com, in the block of Alibaba Cloud's services. */
const serviceAddress = '100.118.28.45';
const dnsAddress = '100.100.2.136';
const metadataAddress = '100.100.100.200';
/** Package sources that a node script may fetch small files from: they answer with a placeholder, no packet leaves. */
const packageSource = /(^|\.)(aliyun\.com|aliyuncs\.com|docker\.com|k8s\.io|kubernetes\.io|google\.com|github\.com|githubusercontent\.com|ubuntu\.com|debian\.org|fedoraproject\.org|centos\.org)$/;

/** The network as `options.address` sees it, read afresh on each question. */
export function createNodeNetwork(options: NodeNetworkOptions): NodeNetwork {
  const { world, cloud, address } = options;
  const model: ReachabilityNetwork = { dataCenter: world.dataCenter, cloud: cloud.network, podSecurityGroupIds: options.podSecurityGroupIds };
  const known: Readonly<Record<string, string>> = {
    localhost: '127.0.0.1',
    ...Object.fromEntries(world.dataCenter.nodes.map((node) => [node.name, node.address])),
    ...options.names,
  };
  const resolve = (name: string): string | undefined => {
    if (parseAddress(name) !== undefined) return name;
    const found = known[name.replace(/\.$/, '')];
    if (found !== undefined) return found;
    return /(^|\.)aliyuncs\.com\.?$/.test(name) ? serviceAddress : undefined;
  };
  const reach = (host: string, port: number, protocol: 'tcp' | 'udp' | 'icmp'): Reachability => {
    const target = resolve(host);
    if (target === undefined) return { reachable: false, reason: `${host} has no address` };
    if (target === address || target.startsWith('127.')) return { reachable: true, reason: 'the machine itself' };
    if (target === metadataAddress || target === dnsAddress) {
      const fromCloud = options.metadata !== undefined;
      return { reachable: fromCloud, reason: fromCloud ? 'a service of the hypervisor' : `${target} answers ECS instances only` };
    }
    return canReach({ from: address, to: target, port, protocol }, model);
  };

  return {
    resolve,
    reach,
    async request(text) {
      let url: URL;
      try {
        url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
      } catch {
        return { outcome: 'unknown-host', reason: `${text} is no URL` };
      }
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      const host = url.hostname;
      const source = packageSource.test(host) && !/\.oss-[a-z0-9-]+\.aliyuncs\.com$/.test(host);
      if (source) return { outcome: 'answered', status: 200, body: `# ${url.href}\n` };
      if (resolve(host) === undefined) return { outcome: 'unknown-host', reason: `${host} has no address` };
      const answer = reach(host, port, 'tcp');
      if (!answer.reachable) return { outcome: 'unreachable', reason: answer.reason };
      if (/\.oss-[a-z0-9-]+\.aliyuncs\.com$/.test(host)) {
        const download = await downloadScript(url.href, { ossEndpoint: cloud.endpoints.oss, vpcId: world.vpc.id });
        if (download.ok) return { outcome: 'answered', status: 200, body: download.text };
        const status = /^HTTP (\d{3})/.exec(download.message)?.[1];
        return status === undefined ? { outcome: 'unreachable', reason: download.message } : { outcome: 'answered', status: Number(status), body: `${download.message}\n` };
      }
      if (host === metadataAddress) {
        const value = options.metadata?.[url.pathname.replace(/^\/latest\/meta-data\//, '')];
        return value === undefined ? { outcome: 'answered', status: 404, body: '' } : { outcome: 'answered', status: 200, body: value };
      }
      if (`${resolve(host) ?? ''}:${port}` === world.dataCenter.apiServer) {
        if (/^\/(healthz|livez|readyz)$/.test(url.pathname)) return { outcome: 'answered', status: 200, body: 'ok' };
        if (url.pathname === '/version') return { outcome: 'answered', status: 200, body: `${JSON.stringify({ gitVersion: `v${world.cluster.kubernetesVersion}` })}\n` };
        return { outcome: 'answered', status: 403, body: 'Forbidden\n' };
      }
      if (port === 10250) return { outcome: 'answered', status: 401, body: 'Unauthorized' };
      return { outcome: 'answered', status: 200, body: '' };
    },
  };
}
