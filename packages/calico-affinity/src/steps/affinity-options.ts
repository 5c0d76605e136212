import { InvalidInputError } from '@ack-hybrid/core';
import type { DaemonSetReference } from '../plan/cni-target.ts';
import type { LeftoverOptions } from '../plan/leftovers/find-leftovers.ts';
import { shapeIssues, type OptionIssue } from './option-shapes.ts';

/** How the step goes; every field has a default. */
export interface CalicoAffinityOptions {
  /** The one DaemonSet that is meant, instead of those that are found; then nothing is listed but nodes and its pods. Both or none. */
  readonly namespace?: string;
  readonly name?: string;
  /** Also keep off nodes labelled `type=virtual-kubelet`, as the vendor's guide does. Default true. */
  readonly excludeVirtualKubelet?: boolean;
  /** Nodes that may lose their CNI though they look as if they needed it. */
  readonly waivedNodes?: readonly string[];
  /**
   * Also keep on premises what belongs there beside the node agents: Typha, kube-controllers, csi-node-driver, Antrea's
   * controller. Default false: a warning names them. To undo it, say so again. Not together with `namespace` and `name`.
   */
  readonly allComponents?: boolean;
  /** Write even where the owner takes the change back at once, as GitOps does. Default false. */
  readonly overrideOwner?: boolean;
  /** Given, the proof also looks for what a CNI left of the cloud nodes; it needs further rights, of which each may be missing. */
  readonly leftovers?: LeftoverOptions;
  readonly timing?: CalicoAffinityTiming;
}

/** How long the step waits, and how often it looks. */
export interface CalicoAffinityTiming {
  /** Milliseconds for the rollout. Default: a minute for each node, and ten minutes at least, since it goes node by node. */
  readonly rolloutTimeoutMs?: number;
  /**
   * Milliseconds that an on-premises node's pod may take to be Ready again after it was replaced or went away; then the
   * wait stops with the reason `rollout-stalled`. A fifth of it is enough where a container crash-loops or its image
   * can't be pulled. Default 300,000: calico-node is probed every 10 s and, with BGP, asks for all its peers in the first
   * 30 s and for one from then on (Calico v3.28, manifests/calico.yaml, node/pkg/health); the rest is for pulling images.
   */
  readonly podReadyTimeoutMs?: number;
  /** Milliseconds between two looks at the rollout. Default 2,000, from 1,000 nodes on 2 for each node: a look reads all pods. */
  readonly intervalMs?: number;
  /** Milliseconds before a write that met a conflict is planned anew; doubled from then on. Default 250. */
  readonly conflictDelayMs?: number;
}

/**
 * Checks options at once.
 *
 * @throws {InvalidInputError} naming every bad field
 */
export const checkOptions = (options: CalicoAffinityOptions): void => {
  const shape = shapeIssues(options, optionShapes);
  // What isn't of its type can't be looked into.
  const issues = shape.length > 0 ? shape : contentIssues(options);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'calico-affinity', issues });
};

const optionShapes = { namespace: 'text', name: 'text', allComponents: 'flag', excludeVirtualKubelet: 'flag', waivedNodes: 'list', overrideOwner: 'flag', leftovers: 'object', timing: 'object' } as const;

const contentIssues = (options: CalicoAffinityOptions): readonly OptionIssue[] => [
  ...(['namespace', 'name'] as const).flatMap((path) => (options[path] === undefined || dnsName.test(options[path]) ? [] : [{ path, message: 'is no Kubernetes name (lower-case letters, digits, "-" and ".")' }])),
  ...((options.namespace === undefined) === (options.name === undefined) ? [] : [{ path: options.namespace === undefined ? 'namespace' : 'name', message: 'namespace and name must be given together' }]),
  ...(options.allComponents === true && options.name !== undefined ? [{ path: 'allComponents', message: 'needs the search: leave out namespace and name, or name the components by createOnPremisesWorkloadsStep' }] : []),
  ...timingIssues(options.timing, ['rolloutTimeoutMs', 'podReadyTimeoutMs', 'intervalMs', 'conflictDelayMs']),
  ...nodeNameIssues(options.waivedNodes),
];

/** What is wrong with the milliseconds of a timing that has these fields. */
export const timingIssues = (timing: CalicoAffinityTiming | undefined, fields: readonly (keyof CalicoAffinityTiming)[]): readonly OptionIssue[] =>
  Object.entries(timing ?? {}).flatMap(([field, value]: [string, unknown]) => {
    if (!fields.some((known) => known === field)) return [{ path: `timing.${field}`, message: `is no option; there are ${fields.join(', ')}` }];
    return value === undefined || (typeof value === 'number' && Number.isFinite(value) && value > 0) ? [] : [{ path: `timing.${field}`, message: 'must be a number of milliseconds above 0' }];
  });

/** What is wrong with the names of waived nodes. */
export const nodeNameIssues = (names: readonly string[] | undefined): readonly OptionIssue[] =>
  (names ?? []).flatMap((name: unknown, index) => (typeof name === 'string' && dnsName.test(name) ? [] : [{ path: `waivedNodes[${index}]`, message: 'is no node name' }]));

/** The DaemonSet that the options name; `undefined`: look in the default places. */
export const namedDaemonSet = (options: CalicoAffinityOptions): DaemonSetReference | undefined =>
  options.namespace === undefined || options.name === undefined ? undefined : { namespace: options.namespace, name: options.name };

const dnsName = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
