import { InvalidInputError, Secret } from '@ack-hybrid/core';

/** Where packages come from. Nothing that is installed in the wanted version is installed again. */
export type PackageSource =
  /** `mirrors.aliyun.com`, which cloud nodes reach without an internet gateway. */
  | { readonly kind: 'aliyun-mirror' }
  /** `pkgs.k8s.io` for Kubernetes; containerd from Docker's repository (rpm) or the distribution's (deb). */
  | { readonly kind: 'pkgs-k8s-io' }
  /** Everything is in the image already; what is missing stops the script. */
  | { readonly kind: 'pre-baked' };

/** What a complete node script does. */
export interface InitScriptRecipe {
  readonly kubernetes: {
    /** The version of kubelet and kubeadm, `1.33.2`: at least 1.26, not newer than the API server. */
    readonly version: string;
  };
  readonly packages: PackageSource;
  readonly containerd?: {
    /** The image of the pause container; containerd's own by default, which not every VPC reaches. */
    readonly sandboxImage?: string;
  };
  readonly join: {
    /** `host:port` of the on-premises API server as the cloud nodes reach it. */
    readonly apiServer: string;
    /** The bootstrap token. It must live as long as the node pool scales out: kubeadm's default is 24 hours. */
    readonly token: Secret;
    /** `sha256:` and the hash of the cluster's CA key, in hexadecimal: one or more. */
    readonly caCertificateHashes: readonly string[];
    /**
     * More flags of the kubelet by name, without the dashes: `{ 'max-pods': '60' }`. Labels, taints, the node's name and the
     * provider id come from the registered cluster. Flags in the node's own environment file win over these.
     */
    readonly kubeletArguments?: Readonly<Record<string, string>>;
  };
}

const version = /^1\.(\d{1,3})\.\d{1,3}$/;
const hostLabel = '[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?';
const endpoint = new RegExp(`^(?:${hostLabel}(?:\\.${hostLabel})*|\\[([0-9a-fA-F:.]+)\\]):(\\d{1,5})$`);
const image = /^[a-z0-9][a-z0-9._:/-]*(?:@sha256:[0-9a-f]{64})?$/;

/** What the section passes to the kubelet. */
const ownArguments = new Set(['node-labels', 'register-with-taints', 'hostname-override', 'provider-id']);
/** Printable, without what systemd reads in the file that kubeadm makes of it: blanks, quotes, backslashes, `$`. */
const argumentValue = /^[!#%&(-[\]^_a-~]+$/;

/**
 * Checks a recipe.
 *
 * @throws {InvalidInputError} with the path of every bad field
 */
export const checkRecipe = (recipe: InitScriptRecipe): void => {
  const issues: { path: string; message: string }[] = [];
  const check = (path: string, good: boolean, message: string): void => {
    if (!good) issues.push({ path, message });
  };
  const minor = version.exec(recipe.kubernetes?.version ?? '')?.[1];
  check('kubernetes.version', minor !== undefined, 'must be a full version such as 1.33.2');
  // Older kubelets accept a containerd without CRI v1 and have no repository of their minor version on the mirror.
  check('kubernetes.version', minor === undefined || Number(minor) >= 26, 'must be 1.26 or later');
  check('packages.kind', ['aliyun-mirror', 'pkgs-k8s-io', 'pre-baked'].includes(recipe.packages?.kind), 'must be aliyun-mirror, pkgs-k8s-io or pre-baked');
  const sandboxImage = recipe.containerd?.sandboxImage;
  check('containerd.sandboxImage', sandboxImage === undefined || image.test(sandboxImage), 'must be an image reference such as registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/pause:3.9');
  const [, address, port] = endpoint.exec(recipe.join?.apiServer ?? '') ?? [];
  const addressIsGood = address === undefined || URL.canParse(`https://[${address}]`);
  check('join.apiServer', port !== undefined && addressIsGood && Number(port) >= 1 && Number(port) <= 65_535, 'must be host:port');
  const token = recipe.join?.token;
  check('join.token', Secret.isInstance(token), 'must be a Secret');
  if (Secret.isInstance(token)) check('join.token', /^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(String(token.reveal())), 'must have the form of a bootstrap token, six characters, a dot, and sixteen (a-z, 0-9)');
  const hashes = recipe.join?.caCertificateHashes ?? [];
  check('join.caCertificateHashes', hashes.length > 0, 'must hold at least one hash: a join that does not check the CA would trust anyone');
  for (const [index, hash] of hashes.entries()) {
    check(`join.caCertificateHashes[${index}]`, /^sha256:[0-9a-f]{64}$/.test(hash), 'must be sha256: and 64 hexadecimal digits');
  }
  for (const [name, value] of Object.entries(recipe.join?.kubeletArguments ?? {})) {
    const path = `join.kubeletArguments[${JSON.stringify(name)}]`;
    check(path, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name), 'must be the name of a flag without its dashes, such as max-pods');
    check(path, !ownArguments.has(name), 'comes from the registered cluster and must not be given');
    check(path, typeof value === 'string' && argumentValue.test(value), 'must be text without blanks, quotes, backslashes, $ and `: they would not reach the kubelet as they are');
  }
  if (issues.length > 0) throw new InvalidInputError({ subject: 'init script recipe', issues });
};
