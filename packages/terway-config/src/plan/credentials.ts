import { HybridError, knownAfterApply, type Change, type Secret } from '@ack-hybrid/core';
import { NotOursError } from '../errors.ts';
import { shortKeyId } from './merge-eni-conf.ts';

/** What holds Terway's access key, as it is. */
export interface HeldCredentials {
  /** The access key id, untrimmed; empty where there is none. */
  readonly keyId: string;
  /** The secret, untrimmed; absent where there is none. */
  readonly secret?: Secret | undefined;
  /** Whether what stands there carries our note. */
  readonly ours: boolean;
  /** Whether the object is there at all. */
  readonly exists: boolean;
  /** Whether a rotation of the key is on its way: it needs keys that nothing holds. */
  readonly inRotation?: boolean;
}

/** What is known of the world before the credentials are planned. */
export interface ObservedCredentials {
  /** `absent`: the permissions step makes it; `foreign`: it doesn't carry our marker. */
  readonly user: 'ours' | 'foreign' | 'absent';
  readonly keys: readonly { readonly id: string; readonly active: boolean }[];
  readonly held: HeldCredentials;
}

/** What is wanted. */
export interface DesiredCredentials {
  readonly userName: string;
  /** How plans name the place: `Secret kube-system/alibaba-addon-secret`. */
  readonly target: string;
  /** Whether a key that isn't ours may be overwritten. */
  readonly replace: boolean;
  /** Whether a user without our marker may be used. */
  readonly adopt: boolean;
}

/** One write that is still missing. */
export type CredentialAction =
  | { readonly kind: 'delete-key'; readonly keyId: string; readonly change: Change }
  | { readonly kind: 'create-key'; readonly change: Change }
  /** Writes the key just made, or (`trim`) the one that is there without the white space around it. */
  | { readonly kind: 'write'; readonly source: 'new' | 'trim'; readonly change: Change };

/** RAM's limit a user. */
const mostKeys = 2;

/** Whether a key id or secret stands there without white space around it; Terway doesn't trim. */
export const isClean = (held: HeldCredentials): boolean => [held.keyId, held.secret?.reveal() ?? ''].every((text) => text === text.trim());

/**
 * The writes that lead to one active key of the user in the place, in their order. Only we make keys for a user of ours:
 * one of its keys that the place doesn't hold is a leftover of a run that died, or whose answer was lost, and is deleted;
 * not while a rotation is on its way, which has two keys and cleans up after itself.
 *
 * @throws {NotOursError} where the place holds a key that isn't ours, or the user isn't, and neither may be taken over
 */
export const planCredentials = (observed: ObservedCredentials, desired: DesiredCredentials): readonly CredentialAction[] => {
  const { user, keys, held } = observed;
  const { userName, target } = desired;
  if (user === 'foreign' && !desired.adopt) {
    throw new NotOursError({ target: `RAM user ${userName}`, message: 'does not carry our marker, so its access keys are not ours to make or delete', remediation: 'Let the step terway-permissions make the user, or pass adopt: true.' });
  }
  const heldId = held.keyId.trim();
  const match = keys.find(({ id }) => id === heldId);
  if (heldId !== '' && match === undefined && !held.ours && !desired.replace) {
    throw new NotOursError({ target, message: `holds the access key ${shortKeyId(heldId)}, which is none of RAM user ${userName}`, remediation: 'Pass replace: true to overwrite it; it cannot be put back by undo, since secrets are never kept.' });
  }
  const orphans = user === 'ours' && held.inRotation !== true ? keys.filter((key) => key !== match).map((key) => remove(key.id, userName, 'delete the key that nothing holds')) : [];
  const valid = match?.active === true && (held.secret?.reveal().trim() ?? '') !== '';
  if (valid) {
    const trim: readonly CredentialAction[] = isClean(held) ? [] : [{ kind: 'write', source: 'trim', change: { action: 'update', target, summary: 'take the white space off the access key; Terway does not trim it' } }];
    return [...trim, ...orphans];
  }
  if (user === 'foreign' && keys.length >= mostKeys) {
    throw new HybridError({ code: 'AccessKeyLimit', message: `RAM user ${userName} has ${keys.length} access keys already and is not ours`, remediation: 'Delete one of its keys, or use a user of your own for Terway.' });
  }
  return [
    ...orphans,
    { kind: 'create-key', change: { action: 'create', target: `access key of RAM user ${userName}`, summary: 'create an access key', after: knownAfterApply } },
    { kind: 'write', source: 'new', change: { action: held.exists ? 'update' : 'create', target, summary: heldId === '' ? 'write the access key' : `write the access key in place of ${shortKeyId(heldId)}`, after: knownAfterApply } },
    ...(match === undefined || user !== 'ours' ? [] : [remove(match.id, userName, 'delete the key that was replaced')]),
  ];
};

const remove = (keyId: string, userName: string, summary: string): CredentialAction => ({
  kind: 'delete-key',
  keyId,
  change: { action: 'delete', target: `access key ${shortKeyId(keyId)} of RAM user ${userName}`, summary },
});
