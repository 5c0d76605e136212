import { renderExitCodes } from './exit-codes.ts';
import { extendInitScript } from './extend-init-script.ts';
import { baseSystemPart } from './parts/base-system.ts';
import { cniLeftoversPart } from './parts/cni-leftovers.ts';
import { joinConfigurationFile, renderJoinPart } from './parts/join-configuration.ts';
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
 * the join by a JoinConfiguration that pins the CA by its hash. bash 4.2 or later; systems with yum, dnf or apt. On a node that has joined it
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
  const root = options.root ?? '';
  const script = [
    '#!/bin/bash',
    '# Node script of a registered cluster, built by ack-hybrid. It holds a join token.',
    '',
    stopPart,
    baseSystemPart,
    renderPackages(recipe, options.retrySeconds ?? 5),
    renderContainerd(recipe),
    cniLeftoversPart,
    renderJoinPart(recipe),
    renderMain(root),
  ].join('\n');
  return extendInitScript(renderExitCodes(script), { kubeletPki: 'remove', root });
};

const stopPart = `stop() {
  printf 'ack-hybrid: stopped code=%s subject=%s: %s\\n' "$1" "$2" "$3" >&2
  exit "$1"
}
`;

const renderMain = (root: string): string => `# The braces make bash read the script to its end before it runs anything: half a download does nothing.
{
  root=${quoteShellWord(root)}
  unset IFS
  umask 022
  prepare_base_system
  install_packages
  configure_containerd
  set_cni_leftovers_aside
  # The join. A node that has joined keeps its identity.
  if [[ ! -e $root/etc/kubernetes/kubelet.conf ]]; then
    write_join_configuration
    kubeadm join --config "$root${joinConfigurationFile}"
  else
    printf 'ack-hybrid: joined name=%s earlier\\n' "$ALIBABA_CLOUD_NODE_NAME"
  fi
  exit 0
}
`;
