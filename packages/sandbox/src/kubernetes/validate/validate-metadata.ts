import { isJsonObject, readString } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';
import type { FieldCause } from '../status-error.ts';
import { forbiddenValue, invalidValue, labelProblems, labelValueProblems, qualifiedNameProblems, required, subdomainProblems, textCauses } from './syntax.ts';

/** Kinds whose names are DNS labels; RBAC names are path segments; all the others are DNS subdomains. */
const labelNamed = new Set(['Namespace', 'Service']);

/** An object's name, labels, annotations, owners and finalizers. */
export function validateMetadata(type: Pick<ResourceType, 'group' | 'kind'>, object: KubeObject): FieldCause[] {
  const { name, labels, annotations, ownerReferences = [], finalizers = [] } = object.metadata;
  return [
    ...validateName(type, name),
    ...validateLabels(labels, 'metadata.labels'),
    ...validateAnnotations(annotations),
    ...ownerReferences.flatMap((owner) => validateOwner(owner, 'metadata.ownerReferences')),
    ...finalizers.flatMap((finalizer, index) => validateFinalizer(finalizer, 'metadata.finalizers', index)),
  ];
}

function validateName(type: Pick<ResourceType, 'group' | 'kind'>, name: string): FieldCause[] {
  const field = 'metadata.name';
  if (name === '') return [required(field, 'name or generateName is required')];
  if (type.group === 'rbac.authorization.k8s.io') return pathSegmentProblems(name).map((problem) => invalidValue(field, name, problem));
  return textCauses(field, name, labelNamed.has(type.kind) && type.group === '' ? labelProblems : subdomainProblems);
}

function pathSegmentProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((character) => name.includes(character)).map((character) => `may not contain '${character}'`);
}

/** Labels wherever they stand: keys are qualified names, values at most 63 characters. */
export function validateLabels(labels: unknown, field: string): FieldCause[] {
  if (!isJsonObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [...textCauses(field, key, qualifiedNameProblems), ...textCauses(field, String(value), labelValueProblems)]);
}

/** Bytes of all annotations of an object together. */
const annotationLimit = 262_144;

/** Annotations wherever they stand. */
export function validateAnnotations(annotations: unknown, field = 'metadata.annotations'): FieldCause[] {
  if (!isJsonObject(annotations)) return [];
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)), 0);
  return [
    ...Object.keys(annotations).flatMap((key) => qualifiedNameProblems(key.toLowerCase()).map((problem) => invalidValue(field, key, problem))),
    ...(size > annotationLimit ? [{ reason: 'FieldValueTooLong' as const, message: `Too long: may not be more than ${annotationLimit} bytes`, field }] : []),
  ];
}

function validateOwner(owner: object, field: string): FieldCause[] {
  const member = (name: string, detail: string): FieldCause[] => ((readString(owner, name) ?? '') === '' ? [invalidValue(`${field}.${name}`, '', detail)] : []);
  return [
    ...member('apiVersion', 'version must not be empty'),
    ...member('kind', 'must not be empty'),
    ...member('name', 'must not be empty'),
    ...member('uid', 'must not be empty'),
  ];
}

function validateFinalizer(finalizer: string, field: string, index: number): FieldCause[] {
  const problems = textCauses(field, finalizer, qualifiedNameProblems);
  const isStandard = finalizer === 'orphan' || finalizer === 'foregroundDeletion' || finalizer === 'kubernetes';
  return finalizer.includes('/') || isStandard ? problems : [...problems, invalidValue(`${field}[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

/** What a write may not change of an object's metadata. */
export function validateMetadataChange(before: KubeObject, after: KubeObject): FieldCause[] {
  const { uid, namespace, finalizers = [], deletionTimestamp } = before.metadata;
  const given = after.metadata;
  const added = (given.finalizers ?? []).filter((finalizer) => !finalizers.includes(finalizer)).sort();
  return [
    ...(deletionTimestamp !== undefined && added.length > 0
      ? [forbiddenValue('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((name) => JSON.stringify(name)).join(', ')}}`)]
      : []),
    ...(given.uid === uid ? [] : [invalidValue('metadata.uid', given.uid, 'field is immutable')]),
    ...(given.namespace === namespace ? [] : [invalidValue('metadata.namespace', given.namespace, 'field is immutable')]),
  ];
}
