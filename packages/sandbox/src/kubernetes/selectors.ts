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

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

/** Whether labels meet a label selector object: `undefined` selects nothing, an empty selector everything. */
export function meetsLabelSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((requirement) => meetsRequirement(labels, requirement));
}

/**
 * Reads the query parameter `labelSelector`: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, `a>1`, `a<1`, joined by commas.
 * Throws BadRequest where the text is no selector.
 */
export function parseLabelSelector(text: string): Requirement[] {
  const parts = text.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return parts.map((part) => parseRequirement(part.trim(), text));
}

const key = String.raw`((?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)`;
const labelValue = String.raw`([A-Za-z0-9_.-]*)`;
const setPattern = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^)]*)\\)$`);
const comparePattern = new RegExp(`^${key}\\s*(==|=|!=|>|<)\\s*${labelValue}$`);
const existsPattern = new RegExp(`^(!?)\\s*${key}$`);

function parseRequirement(part: string, whole: string): Requirement {
  const set = setPattern.exec(part);
  if (set !== null) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values };
  }
  const compare = comparePattern.exec(part);
  if (compare !== null) {
    const operators: Readonly<Record<string, string>> = { '!=': 'NotIn', '>': 'Gt', '<': 'Lt' };
    return { key: compare[1] ?? '', operator: operators[compare[2] ?? ''] ?? 'In', values: [compare[3] ?? ''] };
  }
  const exists = existsPattern.exec(part);
  if (exists !== null) return { key: exists[2] ?? '', operator: exists[1] === '!' ? 'DoesNotExist' : 'Exists' };
  throw badRequest(`unable to parse requirement: found '${part}' in the label selector '${whole}'`);
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
export function parseFieldSelector(text: string, type: Pick<ResourceType, 'group' | 'plural' | 'kind' | 'namespaced'>): FieldRequirement[] {
  const supported = ['metadata.name', 'metadata.namespace', ...(selectableFields[`${type.group}/${type.plural}`] ?? [])];
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
      if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      const [, field = '', operator = '', value = ''] = match;
      if (!supported.includes(field)) throw badRequest(`field label not supported: ${field}`);
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
