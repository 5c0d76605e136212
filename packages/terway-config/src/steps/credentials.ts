import { NotFoundError, Secret, type AlibabaCloud, type Change, type Check, type Kubernetes, type Step, type StepOptions } from '@ack-hybrid/core';
import { createRam } from '../api/alibaba-ram.ts';
import { createConfigMaps, createSecrets } from '../api/kubernetes-objects.ts';
import type { ConfigMaps, NewAccessKey, Ram, Secrets } from '../api/port.ts';
import { isClean, planCredentials, type CredentialAction, type DesiredCredentials, type ObservedCredentials } from '../plan/credentials.ts';
import { shortKeyId } from '../plan/merge-eni-conf.ts';
import { checkNames, defaultUserName, ownershipMarker } from '../plan/names.ts';
import { converge, type RetryPatience } from './converge.ts';
import { configMapPlace, secretPlace, type CredentialPlace } from './credential-place.ts';

/** What `createCredentialsStep` needs to know. */
export interface CredentialsInput {
  /** The registered cluster. */
  readonly clusterId: string;
  /** Whose key Terway gets. By default the user that the permissions step makes. */
  readonly userName?: string;
  /** `secret` (the default) for Terway v1.8.0 and later; `config-map` for older ones, which don't read the Secret. */
  readonly form?: 'secret' | 'config-map';
  /** Overwrite a key that isn't ours. Undo can't put it back: secrets are never kept. Default false. */
  readonly replace?: boolean;
  /** Use a user that isn't marked as ours. Of its keys only the one that we made and wrote is ever deleted; one whose creation was cut short stays. Default false. */
  readonly adopt?: boolean;
  readonly retry?: RetryPatience;
}

/** What the step leaves behind. */
export interface CredentialsResult {
  readonly userName: string;
}

/** What the step calls. */
export interface CredentialsPorts {
  readonly ram: Pick<Ram, 'user' | 'accessKeys' | 'createAccessKey' | 'deleteAccessKey'>;
  readonly secrets: Secrets;
  readonly configMaps: ConfigMaps;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * The step that gives Terway an access key of its RAM user, in the Secret kube-system/alibaba-addon-secret. A key that
 * stands there and is active stays; otherwise one is made, and keys of our user that nothing holds are deleted, since a
 * key whose secret was lost is of no use. That the secret fits the id can't be proved without using it.
 *
 * @throws {InvalidInputError} for names that RAM doesn't take
 */
export const createCredentialsStep = (clients: { readonly cloud: AlibabaCloud; readonly kubernetes: Kubernetes }, input: CredentialsInput): Step<DesiredCredentials, CredentialsResult> =>
  credentialsStep({ ram: createRam(clients.cloud), secrets: createSecrets(clients.kubernetes), configMaps: createConfigMaps(clients.kubernetes), now: Date.now }, input);

/** The step over its ports. */
export const credentialsStep = (ports: CredentialsPorts, input: CredentialsInput): Step<DesiredCredentials, CredentialsResult> => {
  checkNames(input);
  const place = input.form === 'config-map' ? configMapPlace(ports.configMaps, ports.now) : secretPlace(ports.secrets);
  const userName = input.userName ?? defaultUserName(input.clusterId);
  const desired: DesiredCredentials = { userName, target: place.target, replace: input.replace ?? false, adopt: input.adopt ?? false };
  const marker = ownershipMarker(input.clusterId);
  const look = (options: StepOptions) => observe(ports.ram, place, userName, marker, options);
  return {
    name: 'terway-credentials',
    title: 'Give Terway its access key',
    plan: async (options = {}) => {
      const changes = planCredentials(await look(options), desired).map(({ change }) => change);
      return { desired, changes, checks: changes.length === 0 ? [] : await place.checkAppliers(options) };
    },
    apply: async (_plan, options = {}) => {
      await converge(
        async () => {
          const observed = await look(options);
          const actions = planCredentials(observed, desired);
          if (observed.user === 'absent' && actions.length > 0) throw userMissing(userName);
          await perform(ports.ram, place, actions, userName, options);
        },
        { signal: options.signal, retry: input.retry },
      );
      return { userName };
    },
    verify: async (_result, options = {}) => checkCredentials(await look(options), desired, input.form ?? 'secret'),
    undo: async (options = {}) => {
      const changes: Change[] = [];
      await converge(() => takeBack(ports.ram, place, look, userName, changes, options), { signal: options.signal, retry: input.retry });
      return changes;
    },
  };
};

const observe = async (ram: CredentialsPorts['ram'], place: CredentialPlace, userName: string, marker: string, options: StepOptions): Promise<ObservedCredentials> => {
  const [user, held] = await Promise.all([ram.user(userName, options), place.read(options)]);
  const keys = user === undefined ? [] : await ram.accessKeys(userName, options);
  return { user: user === undefined ? 'absent' : user.comments === marker ? 'ours' : 'foreign', keys, held };
};

const userMissing = (userName: string): NotFoundError =>
  new NotFoundError({ service: 'ram', operation: 'GetUser', errorCode: 'EntityNotExist.User', detail: `there is no RAM user ${userName}`, outcome: 'refused', remediation: 'Apply the step terway-permissions first.' });

const perform = async (ram: CredentialsPorts['ram'], place: CredentialPlace, actions: readonly CredentialAction[], userName: string, options: StepOptions): Promise<void> => {
  let key: NewAccessKey | undefined;
  for (const action of actions) {
    options.onProgress?.(`${action.change.target}: ${action.change.summary}`);
    if (action.kind === 'delete-key') await deleteKey(ram, userName, action.keyId, options);
    else if (action.kind === 'create-key') key = await ram.createAccessKey(userName, options);
    else if (action.source === 'new' && key !== undefined) await place.write(key, options);
    else await trim(place, options);
  }
};

const trim = async (place: CredentialPlace, options: StepOptions): Promise<void> => {
  const held = await place.read(options);
  if (held.secret !== undefined) await place.write({ id: held.keyId.trim(), secret: new Secret(held.secret.reveal().trim()) }, options);
};

// A key that is gone already (its deletion's answer was lost) is what we want.
const deleteKey = async (ram: CredentialsPorts['ram'], userName: string, keyId: string, options: StepOptions): Promise<void> => {
  try {
    await ram.deleteAccessKey(userName, keyId, options);
  } catch (error) {
    if (!NotFoundError.isInstance(error)) throw error;
  }
};

const checkCredentials = ({ keys, held }: ObservedCredentials, { userName, target }: DesiredCredentials, form: 'secret' | 'config-map'): readonly Check[] => {
  const remediation = 'Apply the step terway-credentials again.';
  const id = held.keyId.trim();
  const key = keys.find((candidate) => candidate.id === id);
  const seen = id === '' ? 'holds no access key' : key === undefined ? `holds ${shortKeyId(id)}, which is no key of RAM user ${userName}` : key.active ? '' : `holds ${shortKeyId(id)}, which is inactive`;
  const lacksSecret = seen === '' && (held.secret?.reveal().trim() ?? '') === '';
  const checks: Check[] = [
    seen === '' && !lacksSecret
      ? { name: 'terway-key-active', status: 'pass', message: `${target} holds the active key ${shortKeyId(id)} of RAM user ${userName}` }
      : { name: 'terway-key-active', status: 'fail', message: `${target} ${lacksSecret ? `holds ${shortKeyId(id)} without its secret` : seen}`, remediation },
    isClean(held)
      ? { name: 'terway-key-trimmed', status: 'pass', message: 'no white space stands around the key' }
      : { name: 'terway-key-trimmed', status: 'fail', message: `white space stands around the key in ${target}; Terway does not trim it, and its calls are refused`, remediation },
  ];
  if (form === 'secret') return checks;
  return [...checks, { name: 'terway-key-in-secret', status: 'warn', message: 'the key stands in a ConfigMap, which everyone may read who may read ConfigMaps', remediation: 'Upgrade Terway to v1.8.0 or later and use the form "secret".' }];
};

/** Deletes the keys first: the place is what tells a key of ours where the user isn't. */
const takeBack = async (
  ram: CredentialsPorts['ram'],
  place: CredentialPlace,
  look: (options: StepOptions) => Promise<ObservedCredentials>,
  userName: string,
  changes: Change[],
  options: StepOptions,
): Promise<void> => {
  const { user, keys, held } = await look(options);
  const note = (change: Change): void => {
    if (!changes.some((known) => known.target === change.target)) changes.push(change);
    options.onProgress?.(`${change.target}: ${change.summary}`);
  };
  const ours = keys.filter(({ id }) => user === 'ours' || (held.ours && id === held.keyId.trim()));
  for (const { id } of ours) {
    note({ action: 'delete', target: `access key ${shortKeyId(id)} of RAM user ${userName}`, summary: 'delete the access key' });
    await deleteKey(ram, userName, id, options);
  }
  if (!held.ours) return;
  note({ action: 'update', target: place.target, summary: 'take our access key out' });
  const { lost } = await place.remove(options);
  if (lost) options.onProgress?.(`${place.target}: the key that stood there before us can't be put back, since secrets are never kept`);
};
