import { knownAfterApply, type Change } from '@ack-hybrid/core';
import { shortKeyId } from '../merge-eni-conf.ts';
import type { RotationMark, RotationPhase } from './rotation-mark.ts';

const daemonSet = 'DaemonSet kube-system/terway-eniip';
const passed: Readonly<Record<RotationPhase, number>> = { creating: 0, switched: 2, proved: 3, disabled: 4, returning: 0, returned: 0 };

/** What a rotation still has to change, in its order. */
export const describeRotation = (heldId: string, mark: RotationMark | undefined, { userName, target }: { readonly userName: string; readonly target: string }): readonly Change[] => {
  const from = mark?.from ?? heldId;
  const keyOf = (id: string): string => `access key ${shortKeyId(id)} of RAM user ${userName}`;
  const all: readonly Change[] = [
    { action: 'create', target: `access key of RAM user ${userName}`, summary: 'create a second access key', after: knownAfterApply },
    { action: 'update', target, summary: `write the new access key in place of ${shortKeyId(from)}`, after: knownAfterApply },
    { action: 'update', target: daemonSet, summary: 'restart Terway, pod by pod, with the new access key' },
    { action: 'update', target: keyOf(from), summary: 'disable the old access key' },
    { action: 'delete', target: keyOf(from), summary: 'delete the old access key' },
  ];
  const returning: readonly Change[] = mark?.phase === 'returning' || mark?.phase === 'returned' ? describeReturn(mark, { userName, target }) : [];
  return [...returning, ...all.slice(mark === undefined ? 0 : passed[mark.phase])];
};

/** What taking a rotation back changes. */
export const describeReturn = (mark: RotationMark, { userName, target }: { readonly userName: string; readonly target: string }): readonly Change[] =>
  mark.to === undefined
    ? [{ action: 'update', target, summary: 'take the mark of the rotation off' }]
    : [
        { action: 'update', target, summary: `write the access key ${shortKeyId(mark.from)} back` },
        { action: 'update', target: daemonSet, summary: 'restart Terway, pod by pod, with it' },
        { action: 'delete', target: `access key ${shortKeyId(mark.to)} of RAM user ${userName}`, summary: 'delete the new access key' },
      ];
