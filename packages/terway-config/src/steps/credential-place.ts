import { checkAppliers, NotFoundError, Secret, type Check, type StepOptions } from '@ack-hybrid/core';
import type { ConfigMaps, KeyedObject, Secrets } from '../api/port.ts';
import type { HeldCredentials } from '../plan/credentials.ts';
import { parseRecord, recordOf, restoreEniConf } from '../plan/eni-conf-record.ts';
import { eniConfTarget, mergeEniConf } from '../plan/merge-eni-conf.ts';
import { addonSecretName, eniConfigName, eniConfKey, managedByLabel, managedByValue, previousCredentialsAnnotation as annotation, systemNamespace } from '../plan/names.ts';
import { parseEniConf } from '../plan/parse-eni-conf.ts';
import { renderEniConf } from '../plan/render-eni-conf.ts';
import { parseRotationMark, rotationAnnotation } from '../plan/rotation/rotation-mark.ts';

/** Where Terway's access key stands. Each call looks at the object anew and writes with its resourceVersion. */
export interface CredentialPlace {
  /** `Secret kube-system/alibaba-addon-secret`. */
  readonly target: string;
  read(options: StepOptions): Promise<HeldCredentials>;
  /** Warns where somebody applies what we would write. */
  checkAppliers(options: StepOptions): Promise<readonly Check[]>;
  write(key: { readonly id: string; readonly secret: Secret }, options: StepOptions): Promise<void>;
  /** Takes back what we wrote; whether something was there that can't be put back. */
  remove(options: StepOptions): Promise<{ readonly lost: boolean }>;
}

export const idKey = 'access-key-id';
export const secretKey = 'access-key-secret';

/** Where a rotation keeps the key before it, in the same Secret. */
export const previousIdKey = 'ack-hybrid-previous-access-key-id';
export const previousSecretKey = 'ack-hybrid-previous-access-key-secret';
const ownKeys: readonly string[] = [idKey, secretKey, previousIdKey, previousSecretKey];

/** What a Secret holds. */
export const heldInSecret = (found: KeyedObject<Secret> | undefined): HeldCredentials => ({
  exists: found !== undefined,
  keyId: found?.data[idKey]?.reveal() ?? '',
  secret: found?.data[secretKey],
  ours: found !== undefined && noteOf(found) !== undefined,
  ...rotationOf(found),
});

/** What the eni_conf of a ConfigMap holds. */
export const heldInConfigMap = (found: KeyedObject<string> | undefined): HeldCredentials => {
  const { config } = parseEniConf(textOf(found) ?? '{}');
  const secret = config.access_secret?.reveal();
  return {
    exists: found !== undefined,
    keyId: typeof config.access_key === 'string' ? config.access_key : '',
    secret: typeof secret === 'string' && secret !== '' ? new Secret(secret) : undefined,
    ours: parseRecord(found?.annotations[annotation]) !== undefined,
    ...rotationOf(found),
  };
};

const rotationOf = (found: KeyedObject<unknown> | undefined): { readonly inRotation?: boolean } => (parseRotationMark(found?.annotations[rotationAnnotation]) === undefined ? {} : { inRotation: true });

/** The Secret kube-system/alibaba-addon-secret, which Terway v1.8.0 and later mounts. */
export const secretPlace = (secrets: Secrets): CredentialPlace => ({
  target: `Secret ${systemNamespace}/${addonSecretName}`,
  read: async (options) => heldInSecret(await secrets.read(addonSecretName, options)),
  checkAppliers: async (options) => {
    const found = await secrets.read(addonSecretName, options);
    return [idKey, secretKey].flatMap((key) => warnOfAppliers(`the access key in Secret ${systemNamespace}/${addonSecretName}`, key, found)).slice(0, 1);
  },
  write: async (key, options) => {
    const found = await secrets.read(addonSecretName, options);
    const data = { [idKey]: new Secret(key.id), [secretKey]: key.secret };
    if (found === undefined) await secrets.create(addonSecretName, { labels: { [managedByLabel]: managedByValue }, annotations: {}, data }, options);
    else await secrets.patch(addonSecretName, found.resourceVersion, { data, ...(noteOf(found) === undefined ? { annotations: { [annotation]: JSON.stringify(previousOf(found)) } } : {}) }, options);
  },
  remove: async (options) => {
    const found = await secrets.read(addonSecretName, options);
    const note = found === undefined ? undefined : noteOf(found);
    if (found === undefined || note === undefined) return { lost: false };
    if (note === 'created' && Object.keys(found.data).every((key) => ownKeys.includes(key))) {
      await secrets.remove(addonSecretName, found.resourceVersion, options);
      return { lost: false };
    }
    const previous: PreviousKeys = note === 'created' ? { [idKey]: 'absent', [secretKey]: 'absent' } : note;
    const taken = ownKeys.filter((key) => key === idKey || key === secretKey || found.data[key] !== undefined);
    const data = Object.fromEntries(taken.map((key) => [key, previous[key] === 'empty' ? new Secret('') : null]));
    // A rotation that was on its way ends with its keys.
    const annotations = { ...(note === 'created' ? {} : { [annotation]: null }), ...(found.annotations[rotationAnnotation] === undefined ? {} : { [rotationAnnotation]: null }) };
    // Others put more into a Secret that we made: it stays, as theirs.
    await secrets.patch(addonSecretName, found.resourceVersion, { data, annotations, ...(note === 'created' ? { labels: { [managedByLabel]: null } } : {}) }, options);
    return { lost: Object.values(previous).includes('replaced') };
  },
});

const warnOfAppliers = (subject: string, key: string, found: KeyedObject<unknown> | undefined): readonly Check[] =>
  checkAppliers({ name: 'terway-credentials-applied', subject, path: ['data', key], managedFields: found?.managedFields });

type PreviousKeys = Readonly<Record<string, 'absent' | 'empty' | 'replaced'>>;

const previousOf = (found: KeyedObject<Secret>): PreviousKeys =>
  Object.fromEntries([idKey, secretKey].map((key) => [key, found.data[key] === undefined ? 'absent' : found.data[key].reveal() === '' ? 'empty' : 'replaced']));

const noteOf = (found: KeyedObject<Secret>): 'created' | PreviousKeys | undefined => {
  if (found.labels[managedByLabel] === managedByValue) return 'created';
  const note = found.annotations[annotation];
  if (note === undefined) return undefined;
  try {
    return JSON.parse(note) as PreviousKeys;
  } catch {
    return {};
  }
};

/** `access_key` and `access_secret` of eni_conf, for Terway before v1.8.0. */
export const configMapPlace = (configMaps: ConfigMaps, now: () => number): CredentialPlace => ({
  target: eniConfTarget,
  read: async (options) => heldInConfigMap(await configMaps.read(eniConfigName, options)),
  checkAppliers: async (options) => warnOfAppliers(`${eniConfKey} of ${eniConfTarget}`, eniConfKey, await configMaps.read(eniConfigName, options)),
  write: async (key, options) => {
    const found = await configMaps.read(eniConfigName, options);
    if (found === undefined) {
      throw new NotFoundError({
        service: 'kubernetes',
        operation: `get configmaps ${systemNamespace}/${eniConfigName}`,
        errorCode: 'NotFound',
        detail: 'there is no ConfigMap kube-system/eni-config; the add-on terway-eniip brings it',
        outcome: 'refused',
        remediation: 'Install the add-on first (the step terway-addon).',
      });
    }
    const before = textOf(found);
    const { config } = mergeEniConf(parseEniConf(before ?? '{}').config, { credentials: { accessKeyId: key.id, accessKeySecret: key.secret } });
    const text = renderEniConf(config);
    const known = parseRecord(found.annotations[annotation]);
    const base = known === undefined || before === undefined ? before : restoreEniConf(before, known, 'blank');
    const record = recordOf(base, text, new Date(now()).toISOString());
    await configMaps.patch(eniConfigName, found.resourceVersion, { data: { [eniConfKey]: text }, annotations: { [annotation]: JSON.stringify(record) } }, options);
  },
  remove: async (options) => {
    const found = await configMaps.read(eniConfigName, options);
    const record = parseRecord(found?.annotations[annotation]);
    if (found === undefined || record === undefined) return { lost: false };
    const before = textOf(found);
    const text = before === undefined ? undefined : restoreEniConf(before, record, 'blank');
    const data = text === before ? {} : { data: { [eniConfKey]: text ?? null } };
    await configMaps.patch(eniConfigName, found.resourceVersion, { ...data, annotations: { [annotation]: null, ...(found.annotations[rotationAnnotation] === undefined ? {} : { [rotationAnnotation]: null }) } }, options);
    return { lost: record.previous?.includes('{{kept out by ack-hybrid: access_secret}}') === true };
  },
});

const textOf = (found: KeyedObject<string> | undefined): string | undefined => {
  const text = found?.data[eniConfKey];
  return text === undefined || text.trim() === '' ? undefined : text;
};
