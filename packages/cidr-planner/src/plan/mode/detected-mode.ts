import type { UnreadPart } from '../world/observed-cluster.ts';
import type { NetworkMode } from './network-mode.ts';
import type { NetworkModel, Scenario } from './scenario.ts';

/** One thing in the cluster that speaks for a mode. */
export interface ModeEvidence {
  /** The object: `IPPool default-ipv4-ippool`. */
  readonly what: string;
  /** The field of it: `spec.ipipMode`. */
  readonly where: string;
  /** As written; `not set` where the default counts. */
  readonly value: string;
  /** What it means. */
  readonly says: string;
}

/** The plug-in that makes the pod network. */
export type NetworkPlugin = 'calico' | 'cilium' | 'flannel';

/** How an on-premises cluster connects its pods, as its configuration says. */
export interface DetectedMode {
  /**
   * A mode of the guide; `other`: a mode that is known but none of these, which `name` names; `mixed`: several at once;
   * `unknown`: what was read doesn't decide it.
   */
  readonly mode: NetworkMode | 'other' | 'mixed' | 'unknown';
  /** The mode in full: `Calico BGP full mesh`, `Calico route reflection (external reflector)`. */
  readonly name: string;
  /** Undefined where the mode is mixed or unknown. */
  readonly model?: NetworkModel;
  /** Undefined with none and with two. */
  readonly plugin?: NetworkPlugin;
  readonly evidence: readonly ModeEvidence[];
  /** Parts that were not read and might have said something else. */
  readonly unread: readonly UnreadPart[];
  readonly warnings: readonly string[];
  /** What the cloud side needs then; undefined where the model is. */
  readonly scenario?: Scenario;
}

/** What the configuration of one plug-in says, before the plug-ins are put together. */
export interface PluginVerdict extends Pick<DetectedMode, 'mode' | 'name' | 'evidence' | 'warnings'> {
  readonly plugin: NetworkPlugin;
  readonly model?: NetworkModel;
  /** What the mode needs beside its scenario. */
  readonly needs?: readonly string[];
}

/** A value of the cluster as evidence shows it. */
export const showValue = (value: string | number | boolean | undefined): string => (value === undefined ? 'not set' : String(value));
