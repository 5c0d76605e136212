import { isJsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';

const metadataFields = new Set([
  'name', 'namespace', 'generateName', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds',
  'labels', 'annotations', 'finalizers', 'ownerReferences', 'managedFields', 'selfLink',
]);

/**
 * Fields that the type does not have: at the top level and in metadata. Deeper levels are not looked at, and a custom
 * resource's own fields never count as unknown.
 */
export function unknownFields(type: ResourceType, object: KubeObject): string[] {
  const known = type.fields;
  const top = known === undefined ? [] : Object.keys(object).filter((key) => !['apiVersion', 'kind', 'metadata'].includes(key) && !known.includes(key));
  const metadata = isJsonObject(object.metadata) ? Object.keys(object.metadata).filter((key) => !metadataFields.has(key)).map((key) => `metadata.${key}`) : [];
  return [...top, ...metadata];
}

/** The object as the server keeps it: without the unknown fields. */
export function withoutUnknownFields(type: ResourceType, object: KubeObject): KubeObject {
  const unknown = new Set(unknownFields(type, object));
  if (unknown.size === 0) return object;
  const kept = Object.fromEntries(Object.entries(object).filter(([key]) => !unknown.has(key)));
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !unknown.has(`metadata.${key}`)));
  return { ...kept, apiVersion: object.apiVersion, kind: object.kind, metadata: { ...metadata, name: object.metadata.name } };
}
