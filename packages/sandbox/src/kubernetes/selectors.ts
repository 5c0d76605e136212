import type { KubeObject, LabelSelector, Requirement } from './kube-types.ts';
import type { ResourceType } from './resources.ts';
import { badRequest } from './status-error.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels meet one requirement. `NotIn` and `DoesNotExist` are met by labels without the key; `Gt` and `Lt` compare integers. */
export function meetsRequirement(labels: Labels, { key, operator, values = [] }: Requirement): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      const bound = values[0];
      if (value === undefined || bound === undefined || values.length !== 1 || !isInteger(value) || !isInteger(bound)) return false;
      return operator === 'Gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
    }
    default:
      return false;
  }
}

/** Kubernetes reads both sides by strconv.ParseInt with 64 bits: what doesn't fit is no integer. */
function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Whether labels meet a label selector object: `undefined` selects nothing, an empty selector everything. */
export function meetsLabelSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((requirement) => meetsRequirement(labels, requirement));
}

/** One term of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/** Fields beside metadata.name and metadata.namespace that lists may be narrowed by, as the real server supports them. */
const selectableFields: Readonly<Record<string, readonly string[]>> = {
  '/pods': ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'status.phase', 'status.podIP'],
  '/nodes': ['spec.unschedulable'],
  '/secrets': ['type'],
  '/namespaces': ['status.phase'],
  '/events': ['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'reason', 'type'],
  'batch/jobs': ['status.successful'],
};

/** Reads the query parameter `fieldSelector`; throws BadRequest for a field that the server does not know for this resource. */
export function parseFieldSelector(text: string, type: Pick<ResourceType, 'group' | 'plural' | 'custom'>): FieldRequirement[] {
  const own = selectableFields[`${type.group}/${type.plural}`];
  const supported = ['metadata.name', 'metadata.namespace', ...(own ?? [])];
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
      if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      const [, field = '', operator = '', value = ''] = match;
      if (!supported.includes(field)) throw badRequest(own === undefined && !type.custom ? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"` : `field label not supported: ${field}`);
      return { field, value, equal: operator !== '!=' };
    });
}

/** Whether an object meets every term of a field selector; an absent field counts as empty, an absent boolean as `false`. */
export function meetsFields(object: KubeObject, requirements: readonly FieldRequirement[]): boolean {
  return requirements.every(({ field, value, equal }) => (fieldText(object, field) === value) === equal);
}

function fieldText(object: KubeObject, field: string): string {
  let current: unknown = object;
  for (const step of field.split('.')) {
    current = typeof current === 'object' && current !== null ? (current as Readonly<Record<string, unknown>>)[step] : undefined;
  }
  if (typeof current === 'boolean' || typeof current === 'number') return String(current);
  if (current === undefined && (field === 'spec.unschedulable' || field === 'spec.hostNetwork')) return 'false';
  return typeof current === 'string' ? current : '';
}
