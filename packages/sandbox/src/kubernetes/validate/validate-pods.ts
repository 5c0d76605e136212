import { isJsonObject, isSameJson, readList, readObject, readPath } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject, LabelSelector } from '../kube-types.ts';
import { meetsLabelSelector } from '../selectors.ts';
import type { FieldCause } from '../status-error.ts';
import { forbiddenValue, invalidValue, isDnsLabel, isLabelValue, isQualifiedName, labelRule, labelValueRule, qualifiedNameRule, required, unsupportedValue } from './syntax.ts';
import { validateLabels } from './validate-metadata.ts';

/** A pod's spec as it stands below `field`: containers, node selection, tolerations, restart policy. */
export function validatePodSpec(spec: unknown, field: string): FieldCause[] {
  if (!isJsonObject(spec)) return [required(`${field}.containers`)];
  const containers = readList(spec, 'containers');
  return [
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...containers.flatMap((container, index) => validateContainer(container, `${field}.containers[${index}]`)),
    ...readList(spec, 'initContainers').flatMap((container, index) => validateContainer(container, `${field}.initContainers[${index}]`)),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...readList(spec, 'tolerations').flatMap((toleration, index) => validateToleration(toleration, `${field}.tolerations[${index}]`)),
    ...validateNodeAffinity(readPath(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'), `${field}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`),
  ];
}

function validateContainer(container: unknown, field: string): FieldCause[] {
  if (!isJsonObject(container)) return [invalidValue(field, container, 'must be an object')];
  const { name, image } = container;
  return [
    ...(typeof name !== 'string' || name === '' ? [required(`${field}.name`)] : isDnsLabel(name) ? [] : [invalidValue(`${field}.name`, name, labelRule)]),
    ...(typeof image === 'string' && image !== '' ? [] : [required(`${field}.image`)]),
  ];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function validateToleration(toleration: unknown, field: string): FieldCause[] {
  if (!isJsonObject(toleration)) return [invalidValue(field, toleration, 'must be an object')];
  const { key = '', operator = 'Equal', value = '', effect } = toleration;
  return [
    ...(operator === 'Equal' || operator === 'Exists' ? [] : [unsupportedValue(`${field}.operator`, operator, ['Equal', 'Exists'])]),
    ...(key === '' && operator !== 'Exists' ? [invalidValue(`${field}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"')] : []),
    ...(operator === 'Exists' && value !== '' ? [invalidValue(`${field}.operator`, toleration, 'value must be empty when `operator` is \'Exists\'')] : []),
    ...(effect === undefined || effect === '' || (typeof effect === 'string' && effects.includes(effect)) ? [] : [unsupportedValue(`${field}.effect`, effect, effects)]),
  ];
}

/** Required node affinity: at least one term, operators with as many values as they take. */
function validateNodeAffinity(selector: unknown, field: string): FieldCause[] {
  if (selector === undefined) return [];
  const terms = readList(selector, 'nodeSelectorTerms');
  if (terms.length === 0) return [required(`${field}.nodeSelectorTerms`, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => [
    ...readList(term, 'matchExpressions').flatMap((item, at) => validateRequirement(item, `${field}.nodeSelectorTerms[${index}].matchExpressions[${at}]`)),
    ...readList(term, 'matchFields').flatMap((item, at) => validateFieldRequirement(item, `${field}.nodeSelectorTerms[${index}].matchFields[${at}]`)),
  ]);
}

const nodeOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function validateRequirement(item: unknown, field: string): FieldCause[] {
  if (!isJsonObject(item)) return [invalidValue(field, item, 'must be an object')];
  const { key, operator } = item;
  const values = readList(item, 'values');
  const causes: FieldCause[] = typeof key === 'string' && isQualifiedName(key) ? [] : [invalidValue(`${field}.key`, key, qualifiedNameRule)];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) causes.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) causes.push(forbiddenValue(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) causes.push(required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else causes.push({ ...unsupportedValue(`${field}.operator`, operator, nodeOperators), message: `Invalid value: ${JSON.stringify(operator) ?? 'null'}: not a valid selector operator`, reason: 'FieldValueInvalid' });
  return [...causes, ...values.flatMap((value, index) => (typeof value === 'string' && isLabelValue(value) ? [] : [invalidValue(`${field}.values[${index}]`, value, labelValueRule)]))];
}

function validateFieldRequirement(item: unknown, field: string): FieldCause[] {
  const { key, operator } = readObject(item);
  return [
    ...(key === 'metadata.name' ? [] : [invalidValue(`${field}.key`, key, 'not a valid field selector key')]),
    ...(operator === 'In' || operator === 'NotIn' ? [] : [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')]),
    ...(readList(item, 'values').length === 1 ? [] : [required(`${field}.values`, 'must be only one value when `operator` is \'In\' or \'NotIn\' for node field selector')]),
  ];
}

/** What DaemonSets, Deployments and ReplicaSets share: a selector that selects the template's labels, and a template. */
export function validateWorkload(object: KubeObject): FieldCause[] {
  const spec: JsonObject = readObject(object, 'spec');
  const template = readObject(spec, 'template');
  const labels = readObject(template, 'metadata', 'labels');
  const selector = isJsonObject(spec.selector) ? (spec.selector as LabelSelector) : undefined;
  const isEmpty = selector !== undefined && Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
  const policy = readPath(template, 'spec', 'restartPolicy');
  return [
    ...(selector === undefined ? [required('spec.selector')] : isEmpty ? [invalidValue('spec.selector', {}, `empty selector is invalid for ${object.kind.toLowerCase()}`)] : []),
    ...(selector !== undefined && !isEmpty && !meetsLabelSelector(selector, labels as Record<string, string>)
      ? [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]
      : []),
    ...validateLabels(readPath(template, 'metadata', 'labels'), 'spec.template.metadata.labels'),
    ...validatePodSpec(template.spec, 'spec.template.spec'),
    ...(policy === undefined || policy === 'Always' ? [] : [unsupportedValue('spec.template.spec.restartPolicy', policy, ['Always'])]),
  ];
}

/** What may change in a pod once it is there: images, tolerations that are added, activeDeadlineSeconds; and its node once, by binding. */
export function validatePodChange(before: KubeObject, after: KubeObject): FieldCause[] {
  const fixed = (pod: KubeObject): JsonObject => {
    const { tolerations: _tolerations, activeDeadlineSeconds: _deadline, terminationGracePeriodSeconds: _grace, ...spec } = readObject(pod, 'spec');
    const anyImage = (name: string): JsonObject => (name in spec ? { [name]: readList(spec, name).map((container) => ({ ...readObject(container), image: '' })) } : {});
    return { ...spec, ...anyImage('containers'), ...anyImage('initContainers') };
  };
  const old = fixed(before);
  const now = fixed(after);
  const bound = old.nodeName === undefined ? { ...old, ...(now.nodeName === undefined ? {} : { nodeName: now.nodeName }) } : old;
  if (isSameJson(bound, now)) return [];
  return [
    forbiddenValue(
      'spec',
      'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
    ),
  ];
}
