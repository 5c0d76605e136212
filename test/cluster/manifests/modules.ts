/** A Go module whose zip holds an upstream project's manifests. */
export interface ManifestModule {
  readonly path: string;
  readonly version: string;
  /** The hash of its files, as go.sum has it: other files are refused. */
  readonly sum: string;
}

/**
 * The upstream projects at pinned versions. They are had from the Go module proxy, the one package registry that serves a repository's YAML,
 * too. Calico's is its commit a0db560f0520 (2025-08-13; its chart of the operator calls itself v3.28.5): newer tags are no Go versions.
 */
export const manifestModules = {
  calico: {
    path: 'github.com/projectcalico/calico',
    version: 'v1.11.0-cni-plugin.0.20250813170300-a0db560f0520',
    sum: 'h1:TXnPEzx4pLWgwzCetIO/VJuz4iBZZrOdNSv16a50YqE=',
  },
  flannel: { path: 'github.com/flannel-io/flannel', version: 'v0.28.10', sum: 'h1:jt+uW6XVV01MBb3YFahG7Ue9UE3W6zlNlJMf3JtdcXI=' },
  cilium: { path: 'github.com/cilium/cilium', version: 'v1.20.2', sum: 'h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=' },
} as const satisfies Readonly<Record<string, ManifestModule>>;

export type ManifestModuleName = keyof typeof manifestModules;
