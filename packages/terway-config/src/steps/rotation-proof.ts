import type { TerwayDaemonSet } from '../api/port.ts';
import { KeyRotationError } from '../plan/rotation/rotation-error.ts';
import type { RotationMark } from '../plan/rotation/rotation-mark.ts';

/** Pods that may still have the key before the last switch, each with why. A pod carries the time of the restart that made it. */
const unprovedPods = (daemonSet: TerwayDaemonSet | undefined, switchedAt: string): readonly string[] =>
  (daemonSet?.pods ?? []).flatMap(({ name, nodeName, ready, restartedAt, terminating }) => {
    const place = `${name} on ${nodeName === '' ? 'no node yet' : nodeName}`;
    if (restartedAt === undefined || Date.parse(restartedAt) < Date.parse(switchedAt)) return [`${place} is from before the switch`];
    return ready || terminating ? [] : [`${place} is not Ready`];
  });

/**
 * Proves that no Terway pod has another key than the one that stands there. Pods are told by the annotation that they carry,
 * not by their start, whose clock is another.
 *
 * @throws {KeyRotationError} `KeyRotationUnproved` with the pods
 */
export const requireProof = (daemonSet: TerwayDaemonSet | undefined, mark: RotationMark | undefined, { target }: { readonly target: string }): void => {
  const left = unprovedPods(daemonSet, mark?.switchedAt ?? mark?.at ?? '');
  if (left.length === 0) return;
  throw new KeyRotationError({
    code: 'KeyRotationUnproved',
    message: `not every Terway pod has the key that ${target} holds now: ${left.slice(0, 3).join('; ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}; both keys stay`,
    remediation: 'Mend these pods, or remove nodes that are gone for good from the cluster, then run again; or take the rotation back with undo.',
  });
};
