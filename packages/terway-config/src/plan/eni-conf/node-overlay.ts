import { InvalidInputError, type Change } from '@ack-hybrid/core';
import { parseEniConf } from '../parse-eni-conf.ts';
import { diffEniConf } from '../merge-eni-conf.ts';
import type { EniConf, EniConfFinding } from '../eni-conf.ts';
import { objectOf, readJsonObject, type Json } from '../read-json.ts';

/** The label of a node that names the ConfigMap in kube-system with its own `eni_conf` (Terway types/daemon/dynamicconfig.go). */
export const overlayLabel = 'terway-config';

/**
 * Merges as RFC 7396 says: members of an object are merged one by one, `null` deletes, all else replaces. Changes neither value.
 *
 * @example
 * applyMergePatch({ a: 'b', c: 'd' }, { a: null, e: 1 }); // { c: 'd', e: 1 }
 */
export const applyMergePatch = (target: Json, patch: Json): Json => {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, applyMergePatch(merged.get(key) ?? null, value));
  }
  return objectOf([...merged].map(([key, value]) => ({ key, value })));
};

const isObject = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A node with its labels. */
export interface OverlaidNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What one node's Terway reads at its start. */
export interface EffectiveEniConf {
  readonly node: string;
  /** The ConfigMap that the node's label names. */
  readonly overlay?: string;
  readonly config: EniConf;
  /** What the overlay changes of the cluster's configuration, secrets hidden. */
  readonly changes: readonly Change[];
  readonly findings: readonly EniConfFinding[];
}

/**
 * Which node gets which configuration: the cluster's `eni_conf` and, where the node has the label `terway-config`, that of the ConfigMap it names,
 * merged by RFC 7396. Terway looks at both at its start only.
 *
 * @param text the cluster's `eni_conf`
 * @param overlays `eni_conf` of each ConfigMap of kube-system, by its name; `undefined` where it has no such entry
 * @throws {InvalidInputError} where the cluster's own text isn't a JSON object
 */
export const effectiveEniConfs = (text: string, overlays: ReadonlyMap<string, string | undefined>, nodes: readonly OverlaidNode[]): readonly EffectiveEniConf[] => {
  const base = parseEniConf(text);
  return nodes.map(({ name, labels }): EffectiveEniConf => {
    const overlay = labels[overlayLabel];
    if (overlay === undefined || overlay === '') return { node: name, config: base.config, changes: [], findings: base.findings };
    const plain = (finding: EniConfFinding): EffectiveEniConf => ({ node: name, overlay, config: base.config, changes: [], findings: [finding, ...base.findings] });
    const laid = overlays.get(overlay);
    if (!overlays.has(overlay)) return plain(broken('overlay-missing', overlay, `node ${name} names the ConfigMap kube-system/${overlay}, which doesn't exist`, 'Make the ConfigMap, or take the label off the node.'));
    if (laid === undefined || laid.trim() === '') return plain(broken('overlay-empty', overlay, `the ConfigMap kube-system/${overlay} of node ${name} has no eni_conf`, 'Put the entry eni_conf into it, or take the label off the node.'));
    const patch = readOverlay(laid);
    if (patch === undefined) return plain(broken('overlay-unreadable', overlay, `eni_conf of the ConfigMap kube-system/${overlay} is no JSON object`, 'Write it as one JSON object.'));
    const merged = applyMergePatch(jsonOf(text), patch);
    const { config, findings } = parseEniConf(JSON.stringify(merged));
    return { node: name, overlay, config, changes: diffEniConf(base.config, config), findings: [...unusedDeletions(overlay, jsonOf(text), patch), ...findings] };
  });
};

const broken = (code: string, overlay: string, message: string, remediation: string): EniConfFinding => ({ code, severity: 'error', path: overlay, message, remediation });

const jsonOf = (text: string): Json => objectOf(readJsonObject(text, 'eni_conf'));

const readOverlay = (text: string): Json | undefined => {
  try {
    return jsonOf(text);
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return undefined;
    throw error;
  }
};

// A null that deletes nothing is a zone or key with a typo.
const unusedDeletions = (overlay: string, base: Json, patch: Json, path = ''): readonly EniConfFinding[] => {
  if (!isObject(patch)) return [];
  const below = isObject(base) ? new Map(Object.entries(base)) : new Map<string, Json>();
  return Object.entries(patch).flatMap(([key, value]): readonly EniConfFinding[] => {
    const place = path === '' ? key : `${path}.${key}`;
    if (value === null) return below.has(key) ? [] : [{ code: 'overlay-deletes-nothing', severity: 'warning', path: place, message: `null in kube-system/${overlay} deletes ${place}, which the cluster's configuration doesn't have`, remediation: 'Check the spelling, or remove it from the overlay.' }];
    return unusedDeletions(overlay, below.get(key) ?? null, value, place);
  });
};
