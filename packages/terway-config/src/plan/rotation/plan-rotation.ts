import { NotOursError } from '../../errors.ts';
import type { HeldCredentials } from '../credentials.ts';
import { shortKeyId } from '../merge-eni-conf.ts';
import { KeyRotationError } from './rotation-error.ts';
import type { RotationMark } from './rotation-mark.ts';

/** A key of the user, with what RAM tells of its use. */
export interface RotationKey {
  readonly id: string;
  readonly active: boolean;
  /** When RAM made it, RFC 3339, where RAM says so. */
  readonly createdAt?: string;
  /** When it last signed a request, RFC 3339; `never`; or `unknown` where it may not be read or wasn't asked for. */
  readonly lastUsed: string;
}

/** What is known of the world before each write. */
export interface ObservedRotation {
  readonly user: 'ours' | 'foreign' | 'absent';
  readonly keys: readonly RotationKey[];
  readonly held: HeldCredentials;
  readonly mark?: RotationMark | undefined;
  /** Id of the key that is kept for the way back. */
  readonly previousId?: string | undefined;
}

/** When a key is to be rotated: once it is so old, or as long as it is this one. */
export type RotationDue = { readonly kind: 'age'; readonly olderThanMs: number } | { readonly kind: 'key'; readonly keyId: string };

/** What is wanted. */
export interface DesiredRotation {
  readonly userName: string;
  /** How plans name the place: `Secret kube-system/alibaba-addon-secret`. */
  readonly target: string;
  readonly due: RotationDue;
  /** Whether a user without our marker may be used. */
  readonly adopt: boolean;
  /** Milliseconds between the proof and the disabling. */
  readonly disableAfterMs: number;
  /** Milliseconds between the disabling and the deletion. */
  readonly deleteAfterMs: number;
  /** Whether the old key is disabled although RAM says that someone uses it. */
  readonly evenIfUsed: boolean;
}

/** The next thing to do. Each is one write at most, after which the world is looked at anew. */
export type RotationAction =
  /** Writes a mark. */
  | { readonly kind: 'mark'; readonly mark: RotationMark }
  /** Makes a key and puts it into the place in the same breath, with a mark `switched`. */
  | { readonly kind: 'switch'; readonly mark: RotationMark }
  | { readonly kind: 'delete-key'; readonly keyId: string }
  /** Restarts Terway until each pod has what stands in the place, then writes the mark. */
  | { readonly kind: 'restart'; readonly since: string; readonly then: RotationMark }
  | { readonly kind: 'set-active'; readonly keyId: string; readonly active: boolean }
  /** Puts the key that was kept back into the place. */
  | { readonly kind: 'put-back'; readonly mark: RotationMark }
  /** Nothing to do before this time, in milliseconds since the epoch. */
  | { readonly kind: 'wait'; readonly until: number; readonly what: 'disable' | 'delete' }
  /** Takes mark and kept key out. */
  | { readonly kind: 'finish' };

/** Whether the key that stands there is to be rotated; `unknown` where RAM doesn't say how old it is. */
export const isDue = (key: RotationKey, due: RotationDue, now: number): boolean | 'unknown' => {
  if (due.kind === 'key') return key.id === due.keyId;
  const created = Date.parse(key.createdAt ?? '');
  return Number.isNaN(created) ? 'unknown' : now - created >= due.olderThanMs;
};

/**
 * What to do next so that the place holds a new key and the old one is gone, or `undefined` where all is as wanted. Whatever
 * it answers, the key in the place is active in RAM before and after. A key is only disabled or deleted once a mark says so:
 * writing the mark makes every earlier write to the place, that may still be on its way, fail on its resourceVersion.
 *
 * @param now milliseconds since the epoch
 * @throws {NotOursError} where user or key isn't ours
 * @throws {KeyRotationError} where it can't go on
 */
export const planRotation = (observed: ObservedRotation, desired: DesiredRotation, now: number): RotationAction | undefined => {
  const { mark, held } = observed;
  const heldId = held.keyId.trim();
  if (mark === undefined) return begin(observed, desired, heldId, now);
  const at = new Date(now).toISOString();
  const old = observed.keys.find(({ id }) => id === mark.from);
  // Somebody wrote another key by hand meanwhile: that ends the rotation, and no key is touched.
  if (heldId !== mark.from && heldId !== mark.to) return { kind: 'finish' };
  switch (mark.phase) {
    case 'creating':
      return create(observed, desired, mark, at);
    case 'switched':
      if (heldId === mark.from) return { kind: 'finish' };
      return { kind: 'restart', since: mark.switchedAt ?? mark.at, then: { ...mark, phase: 'proved', at } };
    case 'proved':
      if (old === undefined) return { kind: 'finish' };
      if (!old.active) return { kind: 'mark', mark: { ...mark, phase: 'disabled', at } };
      requireNew(observed, desired, mark);
      if (now < Date.parse(mark.at) + desired.disableAfterMs) return { kind: 'wait', until: Date.parse(mark.at) + desired.disableAfterMs, what: 'disable' };
      if (!desired.evenIfUsed) requireUnused(old, desired, mark);
      return { kind: 'set-active', keyId: old.id, active: false };
    case 'disabled':
      if (old === undefined) return { kind: 'finish' };
      if (old.active) throw inUse(desired, old.id, 'somebody activated it again');
      requireNew(observed, desired, mark);
      if (now < Date.parse(mark.at) + desired.deleteAfterMs) return { kind: 'wait', until: Date.parse(mark.at) + desired.deleteAfterMs, what: 'delete' };
      return { kind: 'delete-key', keyId: old.id };
    case 'returning':
    case 'returned':
      return planReturn(observed, now);
  }
};

/**
 * What to do next so that the place holds the old key again and the new one is gone, or `undefined` where there is no
 * rotation to take back. A rotation that is through can't be taken back: RAM shows the secret of a key once only.
 */
export const planReturn = (observed: ObservedRotation, now: number): RotationAction | undefined => {
  const { mark, held, keys } = observed;
  if (mark === undefined) return undefined;
  const at = new Date(now).toISOString();
  const heldId = held.keyId.trim();
  const old = keys.find(({ id }) => id === mark.from);
  if (mark.phase === 'creating') {
    const leftover = heldId === mark.from && observed.user === 'ours' ? keys.find(({ id }) => id !== mark.from) : undefined;
    return leftover === undefined ? { kind: 'finish' } : drop(leftover.id, mark, at);
  }
  if (heldId === mark.to) {
    if (old === undefined || observed.previousId !== mark.from) return { kind: 'finish' };
    // Named first: what disables the old key looks for this mark.
    if (mark.phase !== 'returning') return { kind: 'mark', mark: { ...mark, phase: 'returning', at } };
    if (!old.active) return { kind: 'set-active', keyId: old.id, active: true };
    return { kind: 'put-back', mark: { ...mark, phase: 'returning', at, switchedAt: at } };
  }
  if (heldId !== mark.from) return { kind: 'finish' };
  if (old?.active === false) return { kind: 'set-active', keyId: old.id, active: true };
  if (mark.phase !== 'returned') return { kind: 'restart', since: mark.switchedAt ?? mark.at, then: { ...mark, phase: 'returned', at } };
  return keys.some(({ id }) => id === mark.to) && mark.to !== undefined ? { kind: 'delete-key', keyId: mark.to } : { kind: 'finish' };
};

const begin = ({ user, keys, held }: ObservedRotation, desired: DesiredRotation, heldId: string, now: number): RotationAction | undefined => {
  const { userName, target } = desired;
  if (heldId === '') return undefined;
  const key = keys.find(({ id }) => id === heldId);
  if (key === undefined) throw new NotOursError({ target, message: `holds the access key ${shortKeyId(heldId)}, which is none of RAM user ${userName}`, remediation: 'Pass the userName that the key belongs to.' });
  if (user !== 'ours' && !desired.adopt) throw new NotOursError({ target: `RAM user ${userName}`, message: 'does not carry our marker, so its access keys are not ours to make or delete', remediation: 'Pass adopt: true to rotate its key all the same; the old one is deleted in the end.' });
  if (isDue(key, desired.due, now) !== true) return undefined;
  if (!key.active || (held.secret?.reveal().trim() ?? '') === '') {
    throw new KeyRotationError({ code: 'NoKeyToRotate', message: `${target} holds ${shortKeyId(heldId)}, ${key.active ? 'without its secret' : 'which is inactive'}`, remediation: 'Apply the step terway-credentials, which gives Terway a valid key.' });
  }
  const mark: RotationMark = { phase: 'creating', from: heldId, at: new Date(now).toISOString() };
  const other = keys.find(({ id }) => id !== heldId);
  if (other === undefined) return { kind: 'mark', mark };
  if (user !== 'ours' || (other.active && other.lastUsed !== 'never')) throw atLimit(userName, other, user === 'ours');
  return { kind: 'mark', mark: { ...mark, drop: other.id } };
};

const create = ({ user, keys }: ObservedRotation, { userName }: DesiredRotation, mark: RotationMark, at: string): RotationAction => {
  const leftover = keys.find(({ id }) => id !== mark.from);
  // Only we make keys for a user of ours: it is of a run that died, or whose answer was lost, and its secret is lost with it.
  if (leftover === undefined) return { kind: 'switch', mark: { phase: 'switched', from: mark.from, at, switchedAt: at } };
  if (user !== 'ours') throw atLimit(userName, leftover, false);
  return drop(leftover.id, mark, at);
};

const drop = (keyId: string, mark: RotationMark, at: string): RotationAction => (mark.drop === keyId ? { kind: 'delete-key', keyId } : { kind: 'mark', mark: { ...mark, drop: keyId, at } });

const requireNew = ({ keys, held }: ObservedRotation, { target, userName }: DesiredRotation, { to = '', from }: RotationMark): void => {
  if (held.keyId.trim() === to && keys.some(({ id, active }) => id === to && active)) return;
  throw new KeyRotationError({ code: 'KeyRotationUnproved', message: `${target} is to hold the new access key ${shortKeyId(to)}, which RAM does not list as an active key of ${userName}; ${shortKeyId(from)} stays`, remediation: 'Look at the keys of the user in RAM; activate the new one and run again, or take the rotation back with undo.' });
};

const requireUnused = ({ id, lastUsed }: RotationKey, desired: DesiredRotation, mark: RotationMark): void => {
  const used = Date.parse(lastUsed);
  // Terway's last call with it may end a little later than its pods do.
  if (used > Date.parse(mark.at) + Math.min(60_000, desired.disableAfterMs / 2)) throw inUse(desired, id, `RAM saw it at ${lastUsed}, after every Terway pod had the new one`);
};

const inUse = ({ userName }: DesiredRotation, id: string, why: string): KeyRotationError =>
  new KeyRotationError({ code: 'AccessKeyInUse', message: `the old access key ${shortKeyId(id)} of RAM user ${userName} is in use by someone else: ${why}`, remediation: 'Find who uses it (ActionTrail lists calls by access key), give them a key of their own, and run again; or pass evenIfUsed: true.' });

const atLimit = (userName: string, { id, lastUsed, active }: RotationKey, ours: boolean): KeyRotationError => {
  const seen = !active ? 'is inactive' : lastUsed === 'unknown' ? 'is active, and when it was last used cannot be read' : lastUsed === 'never' ? 'was never used' : `was last used at ${lastUsed}`;
  return new KeyRotationError({ code: 'AccessKeyLimit', message: `RAM user ${userName} has two access keys, as many as RAM allows: ${shortKeyId(id)} ${seen}${ours ? '' : ', and the user is not ours'}`, remediation: 'Delete the other key where nobody needs it, then run again.' });
};
