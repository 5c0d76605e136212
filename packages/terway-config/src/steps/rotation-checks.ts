import type { Check } from '@ack-hybrid/core';
import { shortKeyId } from '../plan/merge-eni-conf.ts';
import { isDue, type DesiredRotation, type ObservedRotation } from '../plan/rotation/plan-rotation.ts';

/** What is to be said of a rotation, from what was seen. */
export const checkRotation = ({ keys, held, mark }: ObservedRotation, desired: DesiredRotation, now: number): readonly Check[] => {
  const { userName, target } = desired;
  const heldId = held.keyId.trim();
  const key = keys.find(({ id }) => id === heldId);
  if (key === undefined) {
    const seen = heldId === '' ? 'holds no access key' : `holds ${shortKeyId(heldId)}, which is no key of RAM user ${userName}`;
    return [{ name: 'terway-key-rotation', status: 'warn', message: `${target} ${seen}: there is nothing to rotate`, remediation: 'Apply the step terway-credentials first.' }];
  }
  const active: Check = key.active
    ? { name: 'terway-key-active', status: 'pass', message: `${target} holds the active key ${shortKeyId(heldId)} of RAM user ${userName}` }
    : { name: 'terway-key-active', status: 'fail', message: `${target} holds ${shortKeyId(heldId)}, which is inactive`, remediation: 'Activate the key in RAM, or apply the step terway-credentials.' };
  const due = isDue(key, desired.due, now);
  const state: Check =
    mark !== undefined
      ? { name: 'terway-key-rotation', status: 'warn', message: `the rotation from ${shortKeyId(mark.from)} is on its way (${mark.phase} since ${mark.at})`, remediation: 'Apply the step terway-key-rotation again once the time has come, or take it back with undo.' }
      : due === 'unknown'
        ? { name: 'terway-key-rotation', status: 'warn', message: `RAM does not say when ${shortKeyId(heldId)} was made, so its age is not known`, remediation: 'Rotate it by its id: due: { kind: "key", keyId }.' }
        : due
          ? { name: 'terway-key-rotation', status: 'warn', message: `the access key ${shortKeyId(heldId)} is due for rotation`, remediation: 'Apply the step terway-key-rotation.' }
          : { name: 'terway-key-rotation', status: 'pass', message: `the access key ${shortKeyId(heldId)} is not due for rotation` };
  const use: Check =
    key.lastUsed === 'unknown'
      ? { name: 'terway-key-used', status: 'warn', message: 'when the access key was last used may not be read', remediation: 'Grant ram:GetAccessKeyLastUsed to the caller.' }
      : { name: 'terway-key-used', status: 'pass', message: key.lastUsed === 'never' ? 'RAM knows of no use of the access key yet; it may tell it some time later' : `the access key was last used at ${key.lastUsed}` };
  return [active, state, use];
};
