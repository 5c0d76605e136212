import { isJsonObject, isSameJson, readList, readObject, readPath, readString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject, LabelSelector } from '../kube-types.ts';
import { meetsLabelSelector } from '../selectors.ts';
import type { FieldCause } from '../status-error.ts';
import { compareQuantities } from '../types/quantity.ts';
import { forbiddenValue, invalidValue, labelProblems, labelValueProblems, qualifiedNameProblems, required, textCauses, unsupportedValue } from './syntax.ts';
import { validateContainers } from './validate-containers.ts';
import { validateAnnotations, validateLabels } from './validate-metadata.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** A pod's spec as it stands below `field`: containers, volumes, policies, node selection, tolerations. */
export function validatePodSpec(spec: unknown, field: string): FieldCause[] {
  const { restartPolicy = 'Always', dnsPolicy = 'ClusterFirst' } = readObject(spec);
  const containers = readList(spec, 'containers');
  // A volume whose source is wrong does not count as there.
  const sound = readList(spec, 'volumes').filter((volume) => validateSource(readObject(volume), '').length === 0);
  const volumes = new Set(sound.map((volume) => readPath(volume, 'name')));
  return [
    ...validateVolumes(readList(spec, 'volumes'), `${field}.volumes`),
    ...(containers.length === 0 ? [required(`${field}.containers`)] : validateContainers(containers, `${field}.containers`, volumes, 'main')),
    ...validateContainers(readList(spec, 'initContainers'), `${field}.initContainers`, volumes, 'init'),
    ...(restartPolicies.includes(String(restartPolicy)) ? [] : [unsupportedValue(`${field}.restartPolicy`, restartPolicy, restartPolicies)]),
    ...(dnsPolicies.includes(String(dnsPolicy)) ? [] : [unsupportedValue(`${field}.dnsPolicy`, dnsPolicy, dnsPolicies)]),
    ...validateLabels(readPath(spec, 'nodeSelector'), `${field}.nodeSelector`),
    ...validateNodeAffinity(readPath(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'), `${field}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`),
    ...readList(spec, 'tolerations').flatMap((toleration, index) => validateToleration(readObject(toleration), `${field}.tolerations[${index}]`)),
  ];
}

/** The order in which the server looks for a volume's source: the ones behind the first are too many (validateVolumeSource). */
const sources = ['emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker', 'configMap', 'fc', 'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'azureDisk', 'storageos', 'projected', 'csi', 'ephemeral', 'image'];

function validateVolumes(volumes: readonly unknown[], field: string): FieldCause[] {
  return volumes.flatMap((volume, index) => {
    const { name = '', ...given } = readObject(volume);
    return [
      ...(name === '' ? [required(`${field}[${index}].name`)] : textCauses(`${field}[${index}].name`, String(name), labelProblems)),
      ...(Object.keys(given).length === 0 ? [required(`${field}[${index}]`, 'must specify a volume type')] : []),
      ...validateSource(given, `${field}[${index}]`),
    ];
  });
}

function validateSource(volume: JsonObject, field: string): FieldCause[] {
  const sizeLimit = readString(volume, 'emptyDir', 'sizeLimit');
  return [
    ...(sizeLimit !== undefined && compareQuantities(sizeLimit, '0') < 0 ? [forbiddenValue(`${field}.emptyDir.sizeLimit`, 'SizeLimit field must be a valid resource quantity')] : []),
    ...sources.filter((source) => Object.hasOwn(volume, source)).slice(1).map((source) => forbiddenValue(`${field}.${source}`, 'may not specify more than 1 volume type')),
  ];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function validateToleration(toleration: JsonObject, field: string): FieldCause[] {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) => readString(toleration, name) ?? '') as [string, string, string, string];
  const causes = key === '' ? [] : textCauses(`${field}.key`, key, qualifiedNameProblems);
  if (key === '' && operator !== 'Exists') causes.push(invalidValue(`${field}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'));
  if (toleration.tolerationSeconds !== undefined && effect !== 'NoExecute') causes.push(invalidValue(`${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  if (operator === 'Exists') {
    if (value !== '') causes.push(invalidValue(`${field}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  } else if (operator === '' || operator === 'Equal') {
    if (labelValueProblems(value).length > 0) causes.push(invalidValue(`${field}.operator`, value, labelValueProblems(value).join(';')));
  } else causes.push(unsupportedValue(`${field}.operator`, operator, ['Equal', 'Exists']));
  if (effect !== '' && !effects.includes(effect)) causes.push(unsupportedValue(`${field}.effect`, effect, effects));
  return causes;
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

function validateRequirement(item: unknown, field: string): FieldCause[] {
  const { key = '', operator = '' } = readObject(item);
  const values = readList(item, 'values');
  const causes: FieldCause[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) causes.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) causes.push(forbiddenValue(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) causes.push(required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else causes.push(invalidValue(`${field}.operator`, operator, 'not a valid selector operator'));
  return [...causes, ...textCauses(`${field}.key`, String(key), qualifiedNameProblems), ...values.flatMap((value, index) => textCauses(`${field}.values[${index}]`, String(value), labelValueProblems))];
}

function validateFieldRequirement(item: unknown, field: string): FieldCause[] {
  const { key, operator } = readObject(item);
  const isKnown = operator === 'In' || operator === 'NotIn';
  return [
    ...(isKnown && readList(item, 'values').length !== 1 ? [required(`${field}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")] : []),
    ...(isKnown ? [] : [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')]),
    ...(key === 'metadata.name' ? [] : [invalidValue(`${field}.key`, key, 'not a valid field selector key')]),
  ];
}

/** What DaemonSets, Deployments and ReplicaSets share: a selector that selects the template's labels, and a template. */
export function validateWorkload(object: KubeObject): FieldCause[] {
  const spec: JsonObject = readObject(object, 'spec');
  const template = readObject(spec, 'template');
  const labels = readPath(template, 'metadata', 'labels');
  const selector = isJsonObject(spec.selector) ? (spec.selector as LabelSelector) : undefined;
  const isEmpty = selector !== undefined && Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
  const policy = readPath(template, 'spec', 'restartPolicy');
  // A DaemonSet without a selector is refused for the labels alone (ValidateDaemonSetSpec of k8s.io/kubernetes).
  const isSelectorRequired = selector === undefined && object.kind !== 'DaemonSet';
  const isMissed = selector === undefined ? !isSelectorRequired : !isEmpty && !meetsLabelSelector(selector, readObject(template, 'metadata', 'labels') as Record<string, string>);
  return [
    ...(isSelectorRequired ? [required('spec.selector')] : []),
    ...(isMissed ? [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')] : []),
    ...(isEmpty ? [invalidValue('spec.selector', {}, `empty selector is invalid for ${object.kind.toLowerCase()}`)] : []),
    ...validateLabels(labels, 'spec.template.labels'),
    ...validateAnnotations(readPath(template, 'metadata', 'annotations'), 'spec.template.annotations'),
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
      'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n(the sandbox does not print the difference)',
    ),
  ];
}
