import type { Check } from '@ack-hybrid/core';

/** The numbers of a version: `v1.9.3.10-7dfca203-aliyun` has 1, 9, 3, 10. */
export type VersionNumbers = readonly number[];

/**
 * Reads the version of an add-on. Container Service writes `v1.14.2`, `1.2.20` and `v1.9.3.10-7dfca203-aliyun`; what
 * stands behind the numbers says nothing of their order.
 *
 * @returns `undefined` where the text begins with no version of two numbers or more: `latest`, a commit's hash
 * @example
 * parseTerwayVersion('v1.9.3.10-7dfca203-aliyun') // [1, 9, 3, 10]
 */
export const parseTerwayVersion = (version: string): VersionNumbers | undefined => {
  const numbers = /^v?(\d{1,9}(?:\.\d{1,9}){1,5})(?![\d.])/.exec(version)?.[1];
  return numbers?.split('.').map(Number);
};

/** How two versions stand to each other: the first against the second. `unknown` where one of them has no numbers. */
export type VersionOrder = 'older' | 'same' | 'newer' | 'unknown';

/**
 * Compares two versions by their numbers; a number that is missing is 0, and what follows the numbers doesn't count.
 *
 * @example
 * compareTerwayVersions('v1.9.8', 'v1.14.0') // 'older'
 */
export const compareTerwayVersions = (left: string, right: string): VersionOrder => {
  const [first, second] = [parseTerwayVersion(left), parseTerwayVersion(right)];
  if (first === undefined || second === undefined) return left === right ? 'same' : 'unknown';
  return compareNumbers(first, second);
};

const compareNumbers = (first: VersionNumbers, second: VersionNumbers): 'older' | 'same' | 'newer' => {
  for (let index = 0; index < Math.max(first.length, second.length); index += 1) {
    const difference = (first[index] ?? 0) - (second[index] ?? 0);
    if (difference !== 0) return difference < 0 ? 'older' : 'newer';
  }
  return 'same';
};

/** What a version of Terway can and can't do. `undefined` is "not known", never "no". */
export interface TerwayFeatures {
  readonly version: string;
  /** Whether the version could be read; where not, nothing else is known either. */
  readonly known: boolean;
  /** Reads the access key from the Secret kube-system/alibaba-addon-secret: since v1.8.0. */
  readonly readsAddonSecret: boolean | undefined;
  /** Security groups of a pod's ENI: 10, before v1.13.7 5. */
  readonly maxSecurityGroups: number | undefined;
  /** The oldest Linux kernel that it runs on: 5.10 since v1.14.0; of older versions no bound is known. */
  readonly minimumKernel: string | undefined;
  /** Takes `ip_stack: ipv6`. `false` before v1.14.0; from there on not known, since the source has it since September 2026 and no release is known to. */
  readonly ipv6Only: boolean | undefined;
}

// Vendor's documentation of registered clusters (credentials), Terway's source v1.2.0, v1.5.7 and 89aadf8b (2026), its
// change b84d7fbd (IPv6 only), and ACK's release notes.
const since = { addonSecret: [1, 8, 0], tenSecurityGroups: [1, 13, 7], kernel510: [1, 14, 0] } as const;

/**
 * What a version of Terway can and can't do, from its source and the vendor's notes.
 *
 * @param version as Container Service lists it; a text that is no version gives features that aren't known
 * @example
 * terwayFeatures('v1.5.7').readsAddonSecret // false
 */
export const terwayFeatures = (version: string): TerwayFeatures => {
  const numbers = parseTerwayVersion(version);
  if (numbers === undefined) return { version, known: false, readsAddonSecret: undefined, maxSecurityGroups: undefined, minimumKernel: undefined, ipv6Only: undefined };
  const has = (bound: VersionNumbers): boolean => compareNumbers(numbers, bound) !== 'older';
  return {
    version,
    known: true,
    readsAddonSecret: has(since.addonSecret),
    maxSecurityGroups: has(since.tenSecurityGroups) ? 10 : 5,
    minimumKernel: has(since.kernel510) ? '5.10' : undefined,
    ipv6Only: has(since.kernel510) ? undefined : false,
  };
};

/** What is to be asked of the installed version. */
export interface TerwayUse {
  /** Where the access key is kept: `secret` needs v1.8.0. */
  readonly credentials?: 'secret' | 'config-map';
  /** How many security groups `eni_conf` names. */
  readonly securityGroups?: number;
  readonly ipStack?: 'ipv4' | 'ipv6' | 'dual';
  /** Kernels of the cloud nodes as their nodes report them: `5.10.134-16.al8.x86_64`. */
  readonly kernels?: readonly string[];
}

/**
 * Compares what is asked of Terway with what its version can do. A check a demand: a `fail` where the version can't,
 * a `warn` where that isn't known, and nothing for what isn't asked.
 *
 * @example
 * checkTerwayVersion('v1.5.7', { credentials: 'secret' }) // one check, fail
 */
export const checkTerwayVersion = (version: string, use: TerwayUse): readonly Check[] => {
  const features = terwayFeatures(version);
  return [
    ...(use.credentials === 'secret' ? [checkSecret(features)] : []),
    ...(use.securityGroups === undefined ? [] : [checkSecurityGroups(features, use.securityGroups)]),
    ...(use.ipStack === 'ipv6' ? [checkIpv6(features)] : []),
    ...(use.kernels === undefined || use.kernels.length === 0 ? [] : [checkKernels(features, use.kernels)]),
  ];
};

const notKnown = (name: string, { version }: TerwayFeatures, what: string): Check => ({
  name,
  status: 'warn',
  message: `whether Terway ${version === '' ? 'of an unnamed version' : version} ${what} is not known`,
  remediation: 'Compare the version on the add-on page of the console with the notes of its release.',
});

const checkSecret = (features: TerwayFeatures): Check => {
  const name = 'terway-version-reads-secret';
  if (features.readsAddonSecret === undefined) return notKnown(name, features, 'reads the Secret alibaba-addon-secret');
  return features.readsAddonSecret
    ? { name, status: 'pass', message: `Terway ${features.version} reads the Secret alibaba-addon-secret` }
    : {
        name,
        status: 'fail',
        message: `Terway ${features.version} doesn't read the Secret alibaba-addon-secret, which v1.8.0 and later do: it would find no access key`,
        remediation: "Upgrade the add-on to v1.8.0 or later, or keep the access key in the ConfigMap (form 'config-map').",
      };
};

const checkSecurityGroups = (features: TerwayFeatures, asked: number): Check => {
  const name = 'terway-version-security-groups';
  const most = features.maxSecurityGroups;
  if (most === undefined) return asked <= 5 ? { name, status: 'pass', message: `${asked} security groups fit every version of Terway` } : notKnown(name, features, `takes ${asked} security groups`);
  return asked <= most
    ? { name, status: 'pass', message: `Terway ${features.version} takes ${most} security groups; ${asked} are asked for` }
    : { name, status: 'fail', message: `Terway ${features.version} takes ${most} security groups; ${asked} are asked for`, remediation: most === 5 && asked <= 10 ? 'Name fewer security groups, or upgrade the add-on to v1.13.7 or later, which takes 10.' : 'Name fewer security groups.' };
};

const checkIpv6 = (features: TerwayFeatures): Check => {
  const name = 'terway-version-ipv6-only';
  if (features.ipv6Only === undefined) return notKnown(name, features, 'runs with IPv6 alone');
  return { name, status: 'fail', message: `Terway ${features.version} doesn't run with ip_stack ipv6`, remediation: 'Use ip_stack ipv4 or dual.' };
};

const checkKernels = (features: TerwayFeatures, kernels: readonly string[]): Check => {
  const name = 'terway-version-kernel';
  if (!features.known) return notKnown(name, features, 'runs on the kernels of the cloud nodes');
  const bound = features.minimumKernel;
  if (bound === undefined) return { name, status: 'pass', message: `no lower bound of the kernel is known for Terway ${features.version}` };
  const distinct = [...new Set(kernels)];
  const older = distinct.filter((kernel) => compareKernel(kernel, bound) === 'older');
  const unread = distinct.filter((kernel) => compareKernel(kernel, bound) === 'unknown');
  const remediation = `Use an image whose kernel is ${bound} or newer (Alibaba Cloud Linux 3 is; stock CentOS 7 is not).`;
  if (older.length > 0) return { name, status: 'fail', message: `Terway ${features.version} needs a kernel ≥ ${bound}; cloud nodes have ${older.join(', ')}`, remediation };
  if (unread.length > 0) return { name, status: 'warn', message: `Terway ${features.version} needs a kernel ≥ ${bound}; "${unread.join('", "')}" can't be read as a kernel's version`, remediation };
  return { name, status: 'pass', message: `every kernel of the cloud nodes is ≥ ${bound}, as Terway ${features.version} needs` };
};

// A kernel's numbers may be followed by anything: 3.10.0-1160.el7.x86_64, 5.15+.
const compareKernel = (kernel: string, bound: string): VersionOrder => {
  const numbers = /^\d{1,9}\.\d{1,9}/.exec(kernel)?.[0];
  return numbers === undefined ? 'unknown' : compareTerwayVersions(numbers, bound);
};
