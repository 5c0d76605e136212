import { isJsonObject, isSameJson, readList, readObject, readPath, readString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';
import { invalid } from '../status-error.ts';
import type { FieldCause } from '../status-error.ts';
import { configKeyProblems, forbiddenValue, invalidValue, labelValueProblems, qualifiedNameProblems, required, textCauses, unsupportedValue } from './syntax.ts';
import { validateMetadata, validateMetadataChange } from './validate-metadata.ts';
import { refuseUnsupportedDefinition } from './unsupported-definitions.ts';
import { validateSchema } from './validate-schema.ts';
import { validatePodChange, validatePodSpec, validateWorkload } from './validate-pods.ts';

/**
 * Refuses an object that the API server refuses, with the field of every cause. The rules are those that clients of a hybrid cluster
 * can break; an object that passes here may still fail on a real server.
 *
 * @throws StatusError 422 with the causes.
 */
export function validateObject(type: ResourceType, object: KubeObject, before: KubeObject | undefined): void {
  const causes = [...validateMetadata(type, object), ...validateKind(type, object), ...(before === undefined ? [] : [...validateMetadataChange(before, object), ...validateChange(type, before, object)])];
  if (causes.length > 0) throw invalid(type, object.metadata.name, causes);
  if (type.group === 'apiextensions.k8s.io') refuseUnsupportedDefinition(object);
}

function validateKind(type: ResourceType, object: KubeObject): FieldCause[] {
  switch (`${type.group}/${type.kind}`) {
    case '/ConfigMap':
      return validateConfigMap(object);
    case '/Secret':
      return validateSecret(object);
    case '/Pod':
      return validatePodSpec(object.spec, 'spec');
    case '/Node':
      return validateTaints(readList(object, 'spec', 'taints').map((taint) => readObject(taint)));
    case 'apps/DaemonSet':
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
      return validateWorkload(object);
    case 'batch/Job':
      return [...validatePodSpec(readPath(object, 'spec', 'template', 'spec'), 'spec.template.spec'), ...validateJobPolicy(object)];
    case 'policy/PodDisruptionBudget':
      return validateBudget(object);
    case 'rbac.authorization.k8s.io/Role':
    case 'rbac.authorization.k8s.io/ClusterRole':
      return readList(object, 'rules').flatMap((rule, index) => validateRule(readObject(rule), `rules[${index}]`));
    case 'rbac.authorization.k8s.io/RoleBinding':
    case 'rbac.authorization.k8s.io/ClusterRoleBinding':
      return (readString(object, 'roleRef', 'name') ?? '') === '' ? [required('roleRef.name')] : [];
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return validateDefinition(object);
    default:
      return type.schema === undefined ? [] : validateSchema(type.schema, withoutMeta(object), '');
  }
}

/** What a custom resource's schema is asked about: the server checks metadata by itself. */
function withoutMeta({ metadata: _metadata, ...rest }: KubeObject): JsonObject {
  return rest;
}

function validateJobPolicy(object: KubeObject): FieldCause[] {
  const policy = readPath(object, 'spec', 'template', 'spec', 'restartPolicy');
  return policy === 'Never' || policy === 'OnFailure' ? [] : [required('spec.template.spec.restartPolicy', 'valid values: "OnFailure", "Never"')];
}

/** A key of a ConfigMap stands in one of its maps. */
function validateConfigMap(object: KubeObject): FieldCause[] {
  const binary = readObject(object, 'binaryData');
  return [
    ...Object.keys(readObject(object, 'data')).flatMap((key) => [
      ...textCauses(`data[${key}]`, key, configKeyProblems),
      ...(Object.hasOwn(binary, key) ? [invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')] : []),
    ]),
    ...Object.keys(binary).flatMap((key) => textCauses(`binaryData[${key}]`, key, configKeyProblems)),
    ...validateSize('[]', [...Object.values(readObject(object, 'data')).map((text) => Buffer.byteLength(String(text))), ...Object.values(binary).map(bytesOf)]),
  ];
}

/** Bytes of a base64 text. */
function bytesOf(text: unknown): number {
  return Buffer.from(String(text), 'base64').length;
}

/** Bytes of all values of a ConfigMap or a Secret together. */
const sizeLimit = 1_048_576;

function validateSize(field: string, sizes: readonly number[]): FieldCause[] {
  return sizes.reduce((sum, size) => sum + size, 0) > sizeLimit ? [{ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${sizeLimit} bytes`, field }] : [];
}

/** The keys that a type of Secret must have. */
const secretKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function validateSecret(object: KubeObject): FieldCause[] {
  const data = readObject(object, 'data');
  return [
    ...Object.keys(data).flatMap((key) => textCauses(`data[${key}]`, key, configKeyProblems)),
    ...validateSize('data', Object.values(data).map(bytesOf)),
    ...(secretKeys[readString(object, 'type') ?? ''] ?? []).filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`)),
  ];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** The server reports taints below `metadata`, where they are not (ValidateNode of k8s.io/kubernetes). */
function validateTaints(taints: readonly JsonObject[]): FieldCause[] {
  return taints.flatMap((taint, index) => {
    const field = `metadata.taints[${index}]`;
    const [key, value, effect] = [readString(taint, 'key') ?? '', readString(taint, 'value') ?? '', readString(taint, 'effect') ?? ''];
    const isTwice = taints.slice(0, index).some((other) => other.key === taint.key && other.effect === taint.effect);
    return [
      ...textCauses(`${field}.key`, key, qualifiedNameProblems),
      ...(labelValueProblems(value).length === 0 ? [] : [invalidValue(`${field}.value`, value, labelValueProblems(value).join(';'))]),
      ...(effect === '' ? [required(`${field}.effect`)] : effects.includes(effect) ? [] : [unsupportedValue(`${field}.effect`, effect, effects)]),
      ...(isTwice ? [{ reason: 'FieldValueDuplicate' as const, message: `Duplicate value: ${JSON.stringify({ Key: key, Value: value, Effect: effect, TimeAdded: taint.timeAdded ?? null })}: taints must be unique by key and effect pair`, field }] : []),
    ];
  });
}

function validateRule(rule: JsonObject, field: string): FieldCause[] {
  const isEmpty = (name: string): boolean => readList(rule, name).length === 0;
  const verbs = isEmpty('verbs') ? [required(`${field}.verbs`, 'verbs must contain at least one value')] : [];
  if (!isEmpty('nonResourceURLs')) {
    const isMixed = !isEmpty('apiGroups') || !isEmpty('resources') || !isEmpty('resourceNames');
    return [...verbs, ...(isMixed ? [invalidValue(`${field}.nonResourceURLs`, rule.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs')] : [])];
  }
  return [
    ...verbs,
    ...(isEmpty('apiGroups') ? [required(`${field}.apiGroups`, 'resource rules must supply at least one api group')] : []),
    ...(isEmpty('resources') ? [required(`${field}.resources`, 'resource rules must supply at least one resource')] : []),
  ];
}

/** The server prints the whole spec with every field of its internal type. */
function validateBudget(object: KubeObject): FieldCause[] {
  const { minAvailable, maxUnavailable, selector = null, unhealthyPodEvictionPolicy = null } = readObject(object, 'spec');
  if (minAvailable === undefined || maxUnavailable === undefined) return [];
  const spec = { MinAvailable: minAvailable, Selector: selector, MaxUnavailable: maxUnavailable, UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy };
  return [invalidValue('spec', spec, 'minAvailable and maxUnavailable cannot be both set')];
}

function validateDefinition(object: KubeObject): FieldCause[] {
  const group = readString(object, 'spec', 'group') ?? '';
  const plural = readString(object, 'spec', 'names', 'plural') ?? '';
  const scope = readString(object, 'spec', 'scope');
  const stored = readList(object, 'spec', 'versions').filter((version) => readPath(version, 'storage') === true);
  return [
    ...(group === '' ? [required('spec.group')] : []),
    ...(plural === '' ? [required('spec.names.plural')] : []),
    ...(readString(object, 'spec', 'names', 'kind') === undefined ? [required('spec.names.kind')] : []),
    ...(scope === 'Namespaced' || scope === 'Cluster' ? [] : [unsupportedValue('spec.scope', scope, ['Cluster', 'Namespaced'])]),
    ...(stored.length === 1 ? [] : [invalidValue('spec.versions', readPath(object, 'spec', 'versions'), 'must have exactly one version marked as storage version')]),
    ...(object.metadata.name === `${plural}.${group}` ? [] : [invalidValue('metadata.name', object.metadata.name, `must be spec.names.plural+"."+spec.group`)]),
    ...readList(object, 'spec', 'versions').flatMap((version, index) =>
      isJsonObject(readPath(version, 'schema', 'openAPIV3Schema')) ? [] : [required(`spec.versions[${index}].schema.openAPIV3Schema`)],
    ),
  ];
}

/** Fields that a write may not change once they are there. */
function validateChange(type: ResourceType, before: KubeObject, after: KubeObject): FieldCause[] {
  const fixed = (detail: string, ...path: string[]): FieldCause[] =>
    isSameJson(readPath(before, ...path), readPath(after, ...path)) ? [] : [invalidValue(path.join('.'), readPath(after, ...path), detail)];
  switch (`${type.group}/${type.kind}`) {
    case 'apps/DaemonSet':
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
      return fixed('field is immutable', 'spec', 'selector');
    case '/Pod':
      return validatePodChange(before, after);
    case '/Node':
      return (readString(before, 'spec', 'providerID') ?? '') === '' || isSameJson(readPath(before, 'spec', 'providerID'), readPath(after, 'spec', 'providerID'))
        ? []
        : [forbiddenValue('spec.providerID', 'node updates may not change providerID except from "" to valid')];
    case '/ConfigMap':
    case '/Secret':
      return [...(type.kind === 'Secret' ? fixed('field is immutable', 'type') : []), ...validateImmutable(before, after)];
    case 'batch/Job':
      return fixed('field is immutable', 'spec', 'template');
    case 'rbac.authorization.k8s.io/RoleBinding':
    case 'rbac.authorization.k8s.io/ClusterRoleBinding':
      // The server prints the internal type, whose fields begin with a capital.
      return isSameJson(before.roleRef, after.roleRef) ? [] : [invalidValue('roleRef', goRole(readObject(after, 'roleRef')), 'cannot change roleRef')];
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return [...fixed('field is immutable', 'spec', 'scope'), ...fixed('field is immutable', 'spec', 'names', 'kind')];
    default:
      return [];
  }
}

function validateImmutable(before: KubeObject, after: KubeObject): FieldCause[] {
  if (before.immutable !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  return [
    ...(after.immutable === true ? [] : [forbiddenValue('immutable', detail)]),
    ...['data', 'binaryData'].flatMap((field) => (isSameJson(before[field], after[field]) ? [] : [forbiddenValue(field, detail)])),
  ];
}

function goRole({ apiGroup = '', kind = '', name = '' }: JsonObject): JsonObject {
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}
