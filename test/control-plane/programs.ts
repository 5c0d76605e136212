/** The minor versions of Kubernetes that the suites run against, newest first. */
export const minors = ['1.36', '1.33', '1.30'] as const;
export type Minor = (typeof minors)[number];

/** A program of somebody else that judges what we make. */
export interface Program {
  /** The Go module of ours that pins it: a folder in `modules/`. */
  readonly module: string;
  /** The package that `go build` makes it of. */
  readonly package: string;
  /** The required module whose version is the program's, as `go.mod` names it. */
  readonly versionOf: string;
  /** Whether the version is written into the binary when it is built (Kubernetes' programs call themselves v0.0.0-master otherwise). */
  readonly stampsVersion?: boolean;
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** What the printed version must look like for a binary found on the machine to be taken. */
  readonly accepts: RegExp;
}

/** A program that comes in the three minors of Kubernetes. */
export type KubernetesProgramName = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubeadm' | 'kubelet' | 'kubectl';
export type ProgramName = KubernetesProgramName | 'etcd' | 'kwok' | 'kwokctl' | 'containerd';

const kubernetesNames: ReadonlySet<string> = new Set<KubernetesProgramName>(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubeadm', 'kubelet', 'kubectl']);

const others: Readonly<Record<Exclude<ProgramName, KubernetesProgramName>, Program>> = {
  etcd: { module: 'etcd', package: 'go.etcd.io/etcd/server/v3', versionOf: 'go.etcd.io/etcd/server/v3', versionArguments: ['--version'], accepts: /etcd Version: 3\.([5-9]|\d\d)\./ },
  kwok: { module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', versionOf: 'sigs.k8s.io/kwok', versionArguments: ['--version'], accepts: /v0\.([8-9]|\d\d)\./ },
  kwokctl: { module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwokctl', versionOf: 'sigs.k8s.io/kwok', versionArguments: ['--version'], accepts: /v0\.([8-9]|\d\d)\./ },
  containerd: { module: 'containerd', package: 'github.com/containerd/containerd/v2/cmd/containerd', versionOf: 'github.com/containerd/containerd/v2', versionArguments: ['--version'], accepts: / v?2\.\d+/ },
};

/** How a program is had, for a minor of Kubernetes where that matters. */
export const describeProgram = (name: ProgramName, minor: Minor): Program =>
  isKubernetes(name)
    ? {
        module: `kubernetes-${minor}`,
        package: `k8s.io/kubernetes/cmd/${name}`,
        versionOf: 'k8s.io/kubernetes',
        stampsVersion: true,
        versionArguments: name === 'kubeadm' ? ['version', '-o', 'short'] : name === 'kubectl' ? ['version', '--client'] : ['--version'],
        // kwokctl asks for /version with kubectl, and nothing else: any that is not ancient does.
        accepts: name === 'kubectl' ? /v1\.[2-9]\d\./ : new RegExp(`v${minor.replace('.', '\\.')}\\.`),
      }
    : others[name];

const isKubernetes = (name: ProgramName): name is KubernetesProgramName => kubernetesNames.has(name);
