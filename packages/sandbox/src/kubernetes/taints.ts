import type { KubeNode, Taint, Toleration } from './kube-types.ts';

/** Whether a toleration tolerates a taint: an empty key with `Exists` tolerates every key, an empty effect every effect. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false;
  if ((toleration.key ?? '') !== '' && toleration.key !== taint.key) return false;
  if ((toleration.operator ?? '') === 'Exists') return true;
  return (toleration.key ?? '') !== '' && (toleration.value ?? '') === (taint.value ?? '');
}

/** The node's taints of the given effects that no toleration tolerates. */
export function untolerated(tolerations: readonly Toleration[] | undefined, node: KubeNode, effects: readonly string[]): Taint[] {
  return (node.spec?.taints ?? []).filter(
    (taint) => effects.includes(taint.effect) && !(tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  );
}
