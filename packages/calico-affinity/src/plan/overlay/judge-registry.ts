import { liesIn, parseAddress, parseBlock } from '../leftovers/address.ts';
import { registryOf, type ImageReference } from './image-reference.ts';

/** What the name of a registry tells of a pull from cloud nodes. */
export interface RegistryVerdict {
  readonly status: 'pass' | 'warn' | 'fail';
  /** A phrase about the registry: `is Docker Hub, …`. */
  readonly why: string;
  readonly remediation?: string;
}

/** What is known of the place of the cloud nodes. */
export interface RegistrySite {
  /** `cn-hangzhou`; absent where nothing tells it. */
  readonly region?: string;
  /** Registries, as they stand in references, that are known to answer from the cloud nodes. */
  readonly reachable?: readonly string[];
}

/** Judges a registry by its name alone; nothing is asked of it. Pure. */
export const judgeRegistry = (reference: Pick<ImageReference, 'host' | 'port'>, site: RegistrySite): RegistryVerdict => {
  const { host } = reference;
  if ((site.reachable ?? []).includes(registryOf(reference))) return { status: 'pass', why: 'is said to answer from the cloud nodes' };
  return judgeAddress(host) ?? judgePrivateName(host) ?? judgeAlibaba(host, site.region) ?? judgePublic(host, site.region) ?? unknown;
};

/** Whether a region lies in mainland China: `cn-…` but `cn-hongkong`. */
export const isMainland = (region: string): boolean => region.startsWith('cn-') && !region.startsWith('cn-hongkong');

const mirror = 'Copy the image to a repository of ACR in the region of the cloud nodes and use that, or let containerd there take it from a mirror (certs.d), and name that in mirrors.';

const blocks = (texts: readonly string[]) => texts.flatMap((text) => parseBlock(text) ?? []);
const loopback = blocks(['127.0.0.0/8', '::1/128']);
/** RFC 1918, RFC 6598 (which Alibaba Cloud's own services use, too), link-local, and unique local IPv6. */
const privateBlocks = blocks(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']);

const judgeAddress = (host: string): RegistryVerdict | undefined => {
  const address = parseAddress(host);
  if (host === 'localhost' || (address !== undefined && loopback.some((block) => liesIn(block, address)))) {
    return { status: 'fail', why: 'is the node itself, and a cloud node serves no images', remediation: mirror };
  }
  if (address === undefined || !privateBlocks.some((block) => liesIn(block, address))) return undefined;
  return { status: 'warn', why: 'is a private address, which answers only where the line between the sites, its routes and its firewalls let it', remediation: `Pull from an ECS instance in the vSwitch of the cloud nodes first, and name the registry in reachable. ${mirror}` };
};

/**
 * Names that public DNS doesn't know: mDNS (RFC 6762), those that ICANN keeps for private use (`internal`) and RFC 8375
 * (`home.arpa`), and such as data centres have in use.
 */
const privateSuffixes = ['.local', '.internal', '.lan', '.localdomain', '.intranet', '.corp', '.home', '.home.arpa', '.localhost'];

const judgePrivateName = (host: string): RegistryVerdict | undefined => {
  const single = !host.includes('.') && !host.includes(':');
  if (!single && !privateSuffixes.some((suffix) => host.endsWith(suffix))) return undefined;
  return {
    status: 'fail',
    why: single ? 'is a name of one label, which the DNS of a VPC does not know' : 'is a private name, which the DNS of a VPC does not know',
    remediation: `Where a private zone of the VPC knows the name and the line carries the pull, name the registry in reachable. Otherwise: ${mirror}`,
  };
};

/** The hosts of ACR and of ACK's own images; `site` tells the VPC's address from the public one. */
const alibabaHosts: readonly { readonly pattern: RegExp; readonly edition: 'personal' | 'own-domain' | 'enterprise' | 'ack' }[] = [
  // Personal Edition before September 2024: registry[-vpc|-internal|-intl|-intl-vpc].<region>.aliyuncs.com.
  { pattern: /^registry(?<site>|-vpc|-internal|-intl|-intl-vpc|-intl-internal)\.(?<region>[a-z]+(?:-[a-z0-9]+)+)\.aliyuncs\.com$/, edition: 'personal' },
  // Personal Edition since then: crpi-<id>[-vpc].<region>.personal.cr.aliyuncs.com.
  { pattern: /^crpi-[a-z0-9]+(?<site>|-vpc)\.(?<region>[a-z]+(?:-[a-z0-9]+)+)\.personal\.cr\.aliyuncs\.com$/, edition: 'own-domain' },
  // Enterprise Edition: <instance>-registry[-vpc].<region>.cr.aliyuncs.com.
  { pattern: /^[a-z0-9][a-z0-9-]*-registry(?<site>|-vpc)\.(?<region>[a-z]+(?:-[a-z0-9]+)+)\.cr\.aliyuncs\.com$/, edition: 'enterprise' },
  // ACK's components: registry-<region>[-vpc].ack.aliyuncs.com.
  { pattern: /^registry-(?<region>[a-z]+(?:-[a-z0-9]+)+?)(?<site>|-vpc)\.ack\.aliyuncs\.com$/, edition: 'ack' },
];

const judgeAlibaba = (host: string, region: string | undefined): RegistryVerdict | undefined => {
  for (const { pattern, edition } of alibabaHosts) {
    const groups = pattern.exec(host)?.groups;
    if (groups === undefined) continue;
    const [site = '', home = ''] = [groups['site'], groups['region']];
    if (site.endsWith('-vpc') || site.endsWith('-internal')) return judgeInner(home, region, edition === 'enterprise');
    if (edition === 'own-domain') {
      return {
        status: 'warn',
        why: 'is the public host of a Personal Edition instance, from which ACR lets nobody pull',
        remediation: `Use the instance's host crpi-<id>-vpc.${home}.personal.cr.aliyuncs.com, and a secret: such an instance knows no anonymous pull.`,
      };
    }
    return { status: 'pass', why: `is the public host of ACR in ${home}, so that the cloud nodes need a way out to the internet${region === home ? ", which the VPC's own host would spare" : ''}` };
  }
  return undefined;
};

const judgeInner = (home: string, region: string | undefined, enterprise: boolean): RegistryVerdict => {
  if (region === undefined) return { status: 'warn', why: `is the VPC's host of ${home}, and the region of the cloud nodes is not known`, remediation: 'Give the region of the cloud nodes.' };
  if (region !== home) {
    return { status: 'fail', why: `is the VPC's host of ${home}, which does not answer in ${region}`, remediation: `Use the host of ${region}, and copy the image there.` };
  }
  const grant = enterprise ? ', where the VPC is added to the access list of the instance' : '';
  return { status: 'pass', why: `is the VPC's own host in ${home}${grant}; on-premises nodes reach it only where it is routed and resolved there` };
};

/** Registries that are slow from mainland China, or do not answer at all. */
const farRegistries = ['docker.io', 'registry-1.docker.io', 'quay.io', 'gcr.io', 'registry.k8s.io', 'k8s.gcr.io', 'ghcr.io'];

const judgePublic = (host: string, region: string | undefined): RegistryVerdict | undefined => {
  if (!farRegistries.includes(host) && !host.endsWith('.gcr.io')) return undefined;
  if (region === undefined) return { status: 'warn', why: 'is public; whether the cloud nodes are in mainland China, where it is slow or does not answer, is not known', remediation: 'Give the region of the cloud nodes.' };
  if (!isMainland(region)) return { status: 'pass', why: 'is public, so that the cloud nodes need a way out to the internet' };
  return { status: 'warn', why: `is slow from ${region} or does not answer there, and a node without the image has no network`, remediation: mirror };
};

const unknown: RegistryVerdict = {
  status: 'warn',
  why: 'tells by its name nothing of whether the cloud nodes reach it',
  remediation: `Pull from an ECS instance in the vSwitch of the cloud nodes first, and name the registry in reachable. ${mirror}`,
};
