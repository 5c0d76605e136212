import { NotFoundError, Secret, type StepOptions } from '@ack-hybrid/core';
import type { ConfigMaps, KeyedObject, KeyedPatch, Secrets } from '../api/port.ts';
import type { HeldCredentials } from '../plan/credentials.ts';
import { eniConfTarget } from '../plan/merge-eni-conf.ts';
import { addonSecretName, eniConfigName, eniConfKey, managedByLabel, managedByValue, systemNamespace } from '../plan/names.ts';
import { replaceValues } from '../plan/rotation/replace-values.ts';
import { parseRotationMark, rotationAnnotation, type RotationMark } from '../plan/rotation/rotation-mark.ts';
import { heldInConfigMap, heldInSecret, idKey, previousIdKey, previousSecretKey, secretKey } from './credential-place.ts';

/** The Secret of our own that keeps the old key while the one in a ConfigMap is rotated. */
export const keptKeySecretName = 'ack-hybrid-terway-previous-key';

/** What a place looks like at one moment. */
export interface RotationView {
  /** Each write holds it: what was planned on an older look is refused with a conflict. */
  readonly resourceVersion: string;
  readonly held: HeldCredentials;
  readonly mark: RotationMark | undefined;
  /** Id of the key that is kept for the way back. */
  readonly previousId: string | undefined;
}

/** Where Terway's key stands, for a rotation. Key and mark are written together. */
export interface RotationPlace {
  /** `Secret kube-system/alibaba-addon-secret`. */
  readonly target: string;
  read(options: StepOptions): Promise<RotationView>;
  /** Writes the mark; without one, takes it off with the key that was kept. */
  setMark(view: RotationView, mark: RotationMark | undefined, options: StepOptions): Promise<void>;
  /** Writes another key and keeps the one that stands there. */
  switchTo(view: RotationView, key: { readonly id: string; readonly secret: Secret }, mark: RotationMark, options: StepOptions): Promise<void>;
  /** Writes the key that was kept. */
  putBack(view: RotationView, mark: RotationMark, options: StepOptions): Promise<void>;
}

const annotate = (mark: RotationMark | undefined): { readonly annotations: Readonly<Record<string, string | null>> } => ({ annotations: { [rotationAnnotation]: mark === undefined ? null : JSON.stringify(mark) } });

/**
 * In the Secret kube-system/alibaba-addon-secret. The old key is kept in the same Secret, under keys of ours that Terway
 * doesn't read.
 */
export const secretRotationPlace = (secrets: Secrets): RotationPlace => {
  const patch = (view: RotationView, mark: RotationMark | undefined, data: KeyedPatch<Secret>['data'], options: StepOptions): Promise<void> =>
    secrets.patch(addonSecretName, view.resourceVersion, { ...annotate(mark), ...(data === undefined ? {} : { data }) }, options);
  return {
    target: `Secret ${systemNamespace}/${addonSecretName}`,
    read: async (options) => {
      const found = await secrets.read(addonSecretName, options);
      return { resourceVersion: found?.resourceVersion ?? '', held: heldInSecret(found), mark: parseRotationMark(found?.annotations[rotationAnnotation]), previousId: trimmed(found?.data[previousIdKey])?.reveal() };
    },
    setMark: async (view, mark, options) => {
      const found = await secrets.read(addonSecretName, options);
      const kept = [previousIdKey, previousSecretKey].filter((key) => found?.data[key] !== undefined);
      await patch(view, mark, mark === undefined && kept.length > 0 ? Object.fromEntries(kept.map((key) => [key, null])) : undefined, options);
    },
    switchTo: async (view, key, mark, options) => {
      const { held } = view;
      await patch(view, mark, { [idKey]: new Secret(key.id), [secretKey]: key.secret, [previousIdKey]: new Secret(held.keyId.trim()), [previousSecretKey]: trimmed(held.secret) ?? null }, options);
    },
    putBack: async (view, mark, options) => {
      const found = await secrets.read(addonSecretName, options);
      const [id, secret] = [trimmed(found?.data[previousIdKey]), trimmed(found?.data[previousSecretKey])];
      if (id === undefined || secret === undefined) throw keptKeyMissing(addonSecretName);
      await patch(view, mark, { [idKey]: id, [secretKey]: secret, [previousIdKey]: null, [previousSecretKey]: null }, options);
    },
  };
};

/**
 * In `access_key` and `access_secret` of eni_conf, all else byte for byte. The old key is kept in a Secret of our own, since
 * everyone may read a ConfigMap who may read ConfigMaps.
 */
export const configMapRotationPlace = (configMaps: ConfigMaps, secrets: Secrets): RotationPlace => {
  const text = async (options: StepOptions): Promise<string> => (await configMaps.read(eniConfigName, options))?.data[eniConfKey] ?? '{}';
  const write = async (view: RotationView, key: { readonly id: string; readonly secret: Secret }, mark: RotationMark, options: StepOptions): Promise<void> => {
    const data = { [eniConfKey]: replaceValues(await text(options), { access_key: key.id, access_secret: key.secret.reveal() }) };
    await configMaps.patch(eniConfigName, view.resourceVersion, { ...annotate(mark), data }, options);
  };
  return {
    target: eniConfTarget,
    read: async (options) => {
      const [found, kept] = await Promise.all([configMaps.read(eniConfigName, options), secrets.read(keptKeySecretName, options)]);
      return { resourceVersion: found?.resourceVersion ?? '', held: heldInConfigMap(found), mark: parseRotationMark(found?.annotations[rotationAnnotation]), previousId: trimmed(kept?.data[idKey])?.reveal() };
    },
    setMark: async (view, mark, options) => {
      // The kept key goes first: without the mark nobody would look for it.
      if (mark === undefined) await forget(secrets, options);
      await configMaps.patch(eniConfigName, view.resourceVersion, annotate(mark), options);
    },
    switchTo: async (view, key, mark, options) => {
      const { held } = view;
      if (held.secret !== undefined) await keep(secrets, { [idKey]: new Secret(held.keyId.trim()), [secretKey]: new Secret(held.secret.reveal().trim()) }, options);
      await write(view, key, mark, options);
    },
    putBack: async (view, mark, options) => {
      const kept = await secrets.read(keptKeySecretName, options);
      const [id, secret] = [trimmed(kept?.data[idKey]), trimmed(kept?.data[secretKey])];
      if (id === undefined || secret === undefined) throw keptKeyMissing(keptKeySecretName);
      await write(view, { id: id.reveal(), secret }, mark, options);
    },
  };
};

const keep = async (secrets: Secrets, data: Readonly<Record<string, Secret>>, options: StepOptions): Promise<void> => {
  const found = await secrets.read(keptKeySecretName, options);
  if (found === undefined) await secrets.create(keptKeySecretName, { labels: { [managedByLabel]: managedByValue }, annotations: {}, data }, options);
  else await secrets.patch(keptKeySecretName, found.resourceVersion, { data }, options);
};

const forget = async (secrets: Secrets, options: StepOptions): Promise<void> => {
  const found: KeyedObject<Secret> | undefined = await secrets.read(keptKeySecretName, options);
  if (found !== undefined) await secrets.remove(keptKeySecretName, found.resourceVersion, options);
};

const trimmed = (value: Secret | undefined): Secret | undefined => {
  const text = value?.reveal().trim() ?? '';
  return text === '' ? undefined : new Secret(text);
};

const keptKeyMissing = (name: string): NotFoundError =>
  new NotFoundError({ service: 'kubernetes', operation: `get secrets kube-system/${name}`, errorCode: 'NotFound', detail: `the key before the rotation is no longer in Secret kube-system/${name}`, outcome: 'refused', remediation: 'Apply the step terway-credentials, which gives Terway a valid key.' });
