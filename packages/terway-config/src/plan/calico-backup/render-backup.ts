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
export const withoutServerFields = (object: KubernetesObject): KubernetesObject =>
  Object.fromEntries(Object.entries(object).flatMap(([key, value]) => (key === 'status' ? [] : [[key, key === 'metadata' ? keptMetadata(membersOf(value)) : value] as const])));

const keptMetadata = (metadata: KubernetesObject): KubernetesObject =>
  Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
      if (serverMetadata.has(key)) return [];
      if (key !== 'annotations') return [[key, value]];
      const annotations = Object.entries(membersOf(value)).filter(([name]) => name !== lastApplied);
      return annotations.length === 0 ? [] : [[key, Object.fromEntries(annotations)]];
    }),
  );

/**
 * Objects as YAML text: one document each, whose content is one line of JSON (JSON is YAML). Texts put one behind the
 * other are a text again, so a backup can be written piece by piece.
 */
export const renderBackup = (objects: readonly KubernetesObject[]): string => objects.map((object) => `---\n${JSON.stringify(withoutServerFields(object))}\n`).join('');
