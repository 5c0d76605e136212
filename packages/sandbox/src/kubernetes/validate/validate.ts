import { isJsonObject, isSameJson, readList, readObject, readPath, readString } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';
import { badRequest, invalid } from '../status-error.ts';
import type { FieldCause } from '../status-error.ts';
import { configKeyRule, forbiddenValue, invalidValue, isBase64, isConfigKey, isLabelValue, isQualifiedName, labelValueRule, qualifiedNameRule, required, unsupportedValue } from './syntax.ts';
import { validateMetadata } from './validate-metadata.ts';
import { validatePodChange, validatePodSpec, validateWorkload } from './validate-pods.ts';

/**
 * Refuses an object that the API server refuses, with the field of every cause. The rules are those that clients of a hybrid cluster
 * can break; an object that passes here may still fail on a real server.
 *
 * @throws StatusError 422 with the causes; 400 where a value has a type that cannot be decoded.
 */
export function validateObject(type: ResourceType, object: KubeObject, before: KubeObject | undefined): void {
  decode(type, object);
  const causes = [...validateMetadata(type, object), ...validateKind(type, object), ...(before === undefined ? [] : validateChange(type, before, object))];
  if (causes.length > 0) throw invalid(type, object.metadata.name, causes);
}

/** Values of a wrong type never reach validation on a real server: its decoder refuses them with 400. */
function decode(type: ResourceType, object: KubeObject): void {
  const refuse = (field: string, got: unknown, wanted: string): never => {
    const found = got === null ? 'null' : Array.isArray(got) ? 'array' : typeof got;
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: json: cannot unmarshal ${found} into Go struct field ${type.kind}.${field} of type ${wanted}`,
    );
  };
  for (const field of ['spec', 'status'] as const) {
    if (!type.custom && object[field] !== undefined && !isJsonObject(object[field])) refuse(field, object[field], 'object');
  }
  if (type.kind !== 'ConfigMap' && type.kind !== 'Secret') return;
  for (const field of ['data', 'binaryData', 'stringData']) {
    const members = object[field];
    if (members === undefined) continue;
    if (!isJsonObject(members)) refuse(field, members, 'map[string]string');
    for (const [key, value] of Object.entries(members as object)) {
      if (typeof value !== 'string') refuse(field, value, 'string');
      const isBytes = field === 'binaryData' || (type.kind === 'Secret' && field === 'data');
      if (isBytes && !isBase64(String(value))) {
        throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: illegal base64 data at ${field}.${key}`);
      }
    }
  }
}

function validateKind(type: ResourceType, object: KubeObject): FieldCause[] {
  switch (`${type.group}/${type.kind}`) {
    case '/ConfigMap':
    case '/Secret':
      return ['data', 'binaryData'].flatMap((field) =>
        Object.keys(readObject(object, field)).flatMap((key) => (isConfigKey(key) ? [] : [invalidValue(`${field}[${key}]`, key, configKeyRule)])),
      );
    case '/Pod':
      return validatePodSpec(object.spec, 'spec');
    case '/Node':
      return readList(object, 'spec', 'taints').flatMap((taint, index) => validateTaint(readObject(taint), `spec.taints[${index}]`));
    case 'apps/DaemonSet':
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
      return validateWorkload(object);
    case 'batch/Job':
      return [...validatePodSpec(readPath(object, 'spec', 'template', 'spec'), 'spec.template.spec'), ...validateJobPolicy(object)];
    case 'rbac.authorization.k8s.io/RoleBinding':
    case 'rbac.authorization.k8s.io/ClusterRoleBinding':
      return readString(object, 'roleRef', 'name') === undefined ? [required('roleRef.name')] : [];
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return validateDefinition(object);
    default:
      return [];
  }
}

function validateJobPolicy(object: KubeObject): FieldCause[] {
  const policy = readPath(object, 'spec', 'template', 'spec', 'restartPolicy');
  return policy === 'Never' || policy === 'OnFailure' ? [] : [unsupportedValue('spec.template.spec.restartPolicy', policy, ['OnFailure', 'Never'])];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function validateTaint(taint: Readonly<Record<string, unknown>>, field: string): FieldCause[] {
  const { key, value = '', effect } = taint;
  return [
    ...(typeof key === 'string' && isQualifiedName(key) ? [] : [invalidValue(`${field}.key`, key, qualifiedNameRule)]),
    ...(typeof value === 'string' && isLabelValue(value) ? [] : [invalidValue(`${field}.value`, value, labelValueRule)]),
    ...(typeof effect === 'string' && effects.includes(effect) ? [] : [unsupportedValue(`${field}.effect`, effect, effects)]),
  ];
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
      isJsonObject(readPath(version, 'schema', 'openAPIV3Schema')) ? [] : [required(`spec.versions[${index}].schema.openAPIV3Schema`, 'schemas are required')],
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
      return fixed('cannot change roleRef', 'roleRef');
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
