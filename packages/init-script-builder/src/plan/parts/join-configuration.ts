import type { InitScriptRecipe } from '../recipe.ts';
import { quoteShellWord } from '../shell/quote.ts';

/** Versions of kubeadm's JoinConfiguration. */
export type KubeadmApiVersion = 'v1beta3' | 'v1beta4';

/** The version for kubeadm 1.N: v1beta4 since 1.31; v1beta3 before, which kubeadm reads up to 1.36. */
export const kubeadmApiVersionFor = (minor: number): KubeadmApiVersion => (minor >= 31 ? 'v1beta4' : 'v1beta3');

/**
 * Renders the JoinConfiguration (YAML) of a recipe: discovery by the bootstrap token with the CA pinned, and the kubelet's
 * arguments, a map in v1beta3 and a list in v1beta4. The node's name is not in it: it goes to the join as `--node-name`,
 * which kubeadm takes beside `--config`. The text holds the token.
 */
export const renderJoinConfiguration = (join: InitScriptRecipe['join'], version: KubeadmApiVersion): string => {
  const text = (value: string): string => JSON.stringify(value);
  const kubeletArguments = Object.entries(join.kubeletArguments ?? {});
  return [
    `apiVersion: kubeadm.k8s.io/${version}`,
    'kind: JoinConfiguration',
    'discovery:',
    '  bootstrapToken:',
    `    apiServerEndpoint: ${text(join.apiServer)}`,
    `    token: ${text(String(join.token.reveal()))}`,
    '    caCertHashes:',
    ...join.caCertificateHashes.map((hash) => `      - ${text(hash)}`),
    'nodeRegistration:',
    '  criSocket: unix:///run/containerd/containerd.sock',
    ...(kubeletArguments.length === 0 ? [] : ['  kubeletExtraArgs:']),
    ...kubeletArguments.flatMap(([name, value]) => (version === 'v1beta3' ? [`    ${text(name)}: ${text(value)}`] : [`    - name: ${text(name)}`, `      value: ${text(value)}`])),
    '',
  ].join('\n');
};

/** Where the node keeps it until the join is over: in memory, readable for root alone. */
export const joinConfigurationFile = '/run/ack-hybrid/join.yaml';

/** Bash: writes the JoinConfiguration, and removes it when the script ends. */
export const renderJoinPart = (recipe: InitScriptRecipe): string => {
  const minor = Number(recipe.kubernetes.version.split('.')[1]);
  const lines = renderJoinConfiguration(recipe.join, kubeadmApiVersionFor(minor)).trimEnd().split('\n');
  return `# What kubeadm is told: a file, so that the token is in no list of running commands.
write_join_configuration() {
  local file=$root${joinConfigurationFile}
  trap 'rm -f -- "$root${joinConfigurationFile}"' EXIT
  (
    umask 077
    mkdir -p -- "\${file%/*}" && printf '%s\\n' \\
${lines.map((line) => `      ${quoteShellWord(line)}`).join(' \\\n')} >"$file"
  ) || stop @join-failed@ 'kubeadm join' "$file cannot be written"
}
`;
};
