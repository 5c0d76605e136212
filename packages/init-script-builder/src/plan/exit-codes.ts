/** Why a script of ours stopped before the join, or that the join failed. */
export interface InitScriptExit {
  /** The exit code of the script. */
  readonly code: number;
  /** What its line on stderr names as the subject. */
  readonly subject: string;
  readonly meaning: string;
}

const table = {
  'shell-too-old': { code: 70, subject: 'bash', meaning: 'The bash of the node is older than 4.2.' },
  'provider-id-missing': { code: 71, subject: 'ALIBABA_CLOUD_PROVIDER_ID', meaning: 'Neither ALIBABA_CLOUD_PROVIDER_ID nor the older ALIBABA_CLOUD_PROVIDE_ID is set.' },
  'provider-id-invalid': { code: 72, subject: 'ALIBABA_CLOUD_PROVIDER_ID', meaning: 'It is not <region>.<instance-id>, or the two spellings differ.' },
  'node-name-missing': { code: 73, subject: 'ALIBABA_CLOUD_NODE_NAME', meaning: 'It is not set.' },
  'node-name-invalid': { code: 74, subject: 'ALIBABA_CLOUD_NODE_NAME', meaning: 'It is no lower-case DNS name of at most 63 characters.' },
  'labels-missing': { code: 75, subject: 'ALIBABA_CLOUD_LABELS', meaning: 'It is not set.' },
  'labels-invalid': { code: 76, subject: 'ALIBABA_CLOUD_LABELS', meaning: 'An entry is no key=value in the syntax of Kubernetes labels, or a key has two values. The subject is KUBELET_EXTRA_ARGS where the environment file of the node sets it.' },
  'label-forbidden': { code: 77, subject: 'ALIBABA_CLOUD_LABELS', meaning: 'A label of a kubernetes.io or k8s.io namespace that the kubelet may not set: it would exit. The subject is KUBELET_EXTRA_ARGS where the environment file of the node sets it.' },
  'label-external-missing': { code: 78, subject: 'ALIBABA_CLOUD_LABELS', meaning: 'alibabacloud.com/external=true is not among the labels.' },
  'taints-invalid': { code: 79, subject: 'ALIBABA_CLOUD_TAINTS', meaning: 'An entry is no key[=value]:Effect, or a key has two values with one effect. It may be empty. The subject is KUBELET_EXTRA_ARGS where the environment file of the node sets it.' },
  'environment-file-unreadable': { code: 80, subject: 'the environment file', meaning: 'It cannot be read as an environment file: no regular file, a NUL byte, unclosed quotes, an assignment that is no UTF-8, over 64 KiB, a link to nowhere.' },
  'environment-file-not-written': { code: 81, subject: 'the environment file', meaning: 'It cannot be written.' },
  'kubelet-unit-ignores-arguments': { code: 82, subject: 'kubelet.service', meaning: 'No word of its command is $KUBELET_EXTRA_ARGS, it reads no environment file that can be told, or its Environment= sets the flags with an escape or a specifier: flags would be lost, or one argument.' },
  'kubelet-not-restarted': { code: 83, subject: 'kubelet.service', meaning: 'systemctl could not reload, enable and restart it.' },
  'node-name-not-passed': { code: 84, subject: 'kubeadm join', meaning: 'The join does not carry exactly one --node-name.' },
  'join-failed': { code: 85, subject: 'kubeadm join', meaning: 'kubeadm join failed; its own output says why.' },
  'system-unsupported': { code: 90, subject: 'the system', meaning: 'The node runs neither a dnf or yum nor an apt system, or it is not known which packages fit it.' },
  'base-system-failed': { code: 91, subject: 'the base system', meaning: 'Kernel modules, sysctl values or swap could not be set.' },
  'packages-failed': { code: 92, subject: 'packages', meaning: 'A repository could not be added, or a package could not be installed or is missing.' },
  'container-runtime-failed': { code: 93, subject: 'containerd', meaning: 'containerd is missing, older than 1.6, or did not start with its configuration.' },
  'cni-leftovers-failed': { code: 94, subject: 'CNI leftovers', meaning: 'A configuration of another CNI could not be moved aside.' },
} as const satisfies Readonly<Record<string, InitScriptExit>>;

/** The name of an exit code. */
export type InitScriptExitName = keyof typeof table;

/**
 * The exit codes of the scripts, by name. Each failure has one line on stderr, too:
 * `ack-hybrid: stopped code=76 subject=ALIBABA_CLOUD_LABELS: <what is wrong>`.
 */
export const initScriptExits: Readonly<Record<InitScriptExitName, InitScriptExit>> = table;

/** Replaces `@name@` by the exit code of that name; other text between at signs stays. */
export const renderExitCodes = (text: string): string =>
  text.replace(/@([a-z][a-z-]*)@/g, (match, name: string) => (name in table ? String(table[name as InitScriptExitName].code) : match));
