import { renderExitCodes } from './exit-codes.ts';
import { extendInitScript } from './extend-init-script.ts';
import { baseSystemPart } from './parts/base-system.ts';
import { cniLeftoversPart } from './parts/cni-leftovers.ts';
import { renderContainerd } from './parts/containerd.ts';
import { renderPackages } from './parts/packages.ts';
import { checkRecipe, type InitScriptRecipe } from './recipe.ts';
import { quoteShellWord } from './shell/quote.ts';

/** How a complete script is rendered. */
export interface BuildInitScriptOptions {
  /** A prefix for every path that the script reads or writes. For tests; empty by default. */
  readonly root?: string;
  /** Seconds before a download is tried again, times the number of the try. Default 5. */
  readonly retrySeconds?: number;
}

/**
 * Builds a complete node script for kubeadm clusters: base system, packages, containerd, CNI leftovers, the section, and
 * the join with the CA pinned by its hash. bash 4.2 or later; systems with yum, dnf or apt. On a node that has joined it
 * changes nothing of the join. The text holds the join token: treat it as a secret.
 *
 * @throws {InvalidInputError} with the path of every bad field of the recipe
 * @example
 * const script = new Secret(buildInitScript({
 *   kubernetes: { version: '1.33.2' },
 *   packages: { kind: 'aliyun-mirror' },
 *   join: { apiServer: '192.168.0.10:6443', token: new Secret(token), caCertificateHashes: [hash] },
 * }));
 */
export const buildInitScript = (recipe: InitScriptRecipe, options: BuildInitScriptOptions = {}): string => {
  checkRecipe(recipe);
  const { join } = recipe;
  const root = options.root ?? '';
  const script = [
    '#!/bin/bash',
    '# Node script of a registered cluster, built by ack-hybrid. It holds a join token.',
    '# The braces make bash read it to its end before it runs anything: half a download does nothing.',
    '{',
    `root=${quoteShellWord(root)}`,
    stopPart,
    baseSystemPart,
    renderPackages(recipe, options.retrySeconds ?? 5),
    renderContainerd(recipe),
    cniLeftoversPart,
    '# The join. A node that has joined keeps its identity.',
    'if [[ ! -e $root/etc/kubernetes/kubelet.conf ]]; then',
    `  kubeadm join ${quoteShellWord(join.apiServer)} --token ${quoteShellWord(String(join.token.reveal()))} ${join.caCertificateHashes.map((hash) => `--discovery-token-ca-cert-hash ${hash}`).join(' ')} --cri-socket unix:///run/containerd/containerd.sock`,
    'else',
    `  printf 'ack-hybrid: joined name=%s earlier\\n' "$ALIBABA_CLOUD_NODE_NAME"`,
    'fi',
    'exit 0',
    '}',
    '',
  ].join('\n');
  return extendInitScript(renderExitCodes(script), { kubeletPki: 'remove', root });
};

const stopPart = `unset IFS
umask 022
stop() {
  printf 'ack-hybrid: stopped code=%s subject=%s: %s\\n' "$1" "$2" "$3" >&2
  exit "$1"
}
`;
