import type { AlibabaCloud } from '@ack-hybrid/core';
import { createRamReader } from '../api/alibaba-ram-reader.ts';
import { createRam } from '../api/alibaba-ram.ts';
import type { CallContext } from '../api/port.ts';
import type { RamPorts } from './permissions-observation.ts';

/**
 * Finds the RAM user that an access key belongs to, such as the key of the Secret `alibaba-addon-secret` of a cluster that
 * onectl set up: onectl grants to that user, and so does the step with `principal: { kind: 'existing-user', userName }`.
 * RAM has no call for it, so the keys of one user after another are listed, at most one call a user.
 *
 * @returns the user's name; `undefined` for a key of the account itself or of another account
 * @throws {PermissionError} where the caller may not `ram:ListUsers` or `ram:ListAccessKeys`
 * @example
 * const userName = await findUserOfAccessKey({ cloud }, accessKeyId);
 * if (userName !== undefined) steps.push(createPermissionsStep({ cloud }, { clusterId, principal: { kind: 'existing-user', userName } }));
 */
export const findUserOfAccessKey = (clients: { readonly cloud: AlibabaCloud }, accessKeyId: string, options: CallContext = {}): Promise<string | undefined> =>
  findKeyOwner({ ram: createRam(clients.cloud), reader: createRamReader(clients.cloud) }, accessKeyId, options);

/** The search over its ports. */
export const findKeyOwner = async ({ ram, reader }: RamPorts, accessKeyId: string, options: CallContext = {}): Promise<string | undefined> => {
  for (const userName of byLikelihood(await reader.userNames(options))) {
    options.signal?.throwIfAborted();
    if ((await ram.accessKeys(userName, options)).some(({ id }) => id === accessKeyId)) return userName;
  }
  return undefined;
};

/** Users that onectl or this package made come first. */
const byLikelihood = (names: readonly string[]): readonly string[] => {
  const isLikely = (name: string): boolean => name.startsWith('ack-one-user-') || name.startsWith('ack-hybrid-terway-');
  return [...names.filter(isLikely), ...names.filter((name) => !isLikely(name))];
};
