import { membersOf, type KubernetesObject } from './calico-resource.ts';

// What the API server writes itself; a uid of an owner that is gone would have the object collected as garbage.
const serverMetadata: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'ownerReferences',
  'selfLink',
]);
// kubectl keeps a second copy of the object here, and makes it anew with the next apply.
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what the API server and kubectl manage, and without its status: what can be applied again. */
export const withoutServerFields = (object: KubernetesObject): KubernetesObject => {
  const { status: _status, metadata, ...rest } = object;
  const kept = Object.entries(membersOf(metadata)).filter(([key]) => !serverMetadata.has(key));
  const annotations = Object.entries(membersOf(membersOf(metadata)['annotations'])).filter(([key]) => key !== lastApplied);
  const withoutAnnotations = kept.filter(([key]) => key !== 'annotations');
  return { ...rest, metadata: Object.fromEntries([...withoutAnnotations, ...(annotations.length === 0 ? [] : [['annotations', Object.fromEntries(annotations)] as const])]) };
};

/**
 * Objects as YAML text: one document each, whose content is one line of JSON (JSON is YAML). Texts put one behind the
 * other are a text again, so a backup can be written piece by piece.
 */
export const renderBackup = (objects: readonly KubernetesObject[]): string => objects.map((object) => `---\n${JSON.stringify(withoutServerFields(object))}\n`).join('');
