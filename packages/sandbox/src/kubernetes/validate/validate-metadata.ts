import { isJsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';
import type { FieldCause } from '../status-error.ts';
import { invalidValue, isDnsLabel, isLabelValue, isQualifiedName, isSubdomain, labelRule, labelValueRule, qualifiedNameRule, required, subdomainRule } from './syntax.ts';

/** Kinds whose names are DNS labels; RBAC names are path segments; all the others are DNS subdomains. */
const labelNamed = new Set(['Namespace', 'Service']);

/** An object's name, labels and annotations. */
export function validateMetadata(type: Pick<ResourceType, 'group' | 'kind'>, object: KubeObject): FieldCause[] {
  const { name, labels, annotations } = object.metadata;
  return [...validateName(type, name), ...validateLabels(labels, 'metadata.labels'), ...validateAnnotations(annotations)];
}

function validateName(type: Pick<ResourceType, 'group' | 'kind'>, name: unknown): FieldCause[] {
  const field = 'metadata.name';
  if (typeof name !== 'string' || name === '') return [required(field, 'name or generateName is required')];
  if (type.group === 'rbac.authorization.k8s.io') {
    return name.includes('/') || name.includes('%') || name === '.' || name === '..' ? [invalidValue(field, name, "may not be '.' or '..' and may not contain '/' or '%'")] : [];
  }
  if (labelNamed.has(type.kind) && type.group === '') return isDnsLabel(name) ? [] : [invalidValue(field, name, labelRule)];
  return isSubdomain(name) ? [] : [invalidValue(field, name, subdomainRule)];
}

/** Labels wherever they stand: keys are qualified names, values strings of at most 63 characters. */
export function validateLabels(labels: unknown, field: string): FieldCause[] {
  if (labels === undefined) return [];
  if (!isJsonObject(labels)) return [invalidValue(field, labels, 'must be a map of strings')];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...(isQualifiedName(key) ? [] : [invalidValue(field, key, qualifiedNameRule)]),
    ...(typeof value === 'string' && isLabelValue(value) ? [] : [invalidValue(field, value, labelValueRule)]),
  ]);
}

function validateAnnotations(annotations: unknown): FieldCause[] {
  const field = 'metadata.annotations';
  if (annotations === undefined) return [];
  if (!isJsonObject(annotations)) return [invalidValue(field, annotations, 'must be a map of strings')];
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
  return [
    ...Object.entries(annotations).flatMap(([key, value]) => [
      ...(isQualifiedName(key.toLowerCase()) ? [] : [invalidValue(field, key, qualifiedNameRule)]),
      ...(typeof value === 'string' ? [] : [invalidValue(field, value, 'must be a string')]),
    ]),
    ...(size > 262_144 ? [{ reason: 'FieldValueInvalid' as const, message: 'Too long: may not be more than 262144 bytes', field }] : []),
  ];
}
