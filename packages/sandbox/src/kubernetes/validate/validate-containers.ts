import { readList, readObject, readPath, readString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { FieldCause } from '../status-error.ts';
import { compareQuantities } from '../types/quantity.ts';
import { forbiddenValue, invalidValue, labelProblems, portNameProblems, required, textCauses } from './syntax.ts';

/** Containers of a pod, or its init containers, which may have probes only where they keep running. `volumes` are the names of the pod's volumes. */
export function validateContainers(containers: readonly unknown[], field: string, volumes: ReadonlySet<unknown>, kind: 'main' | 'init'): FieldCause[] {
  const names = containers.map((container) => readString(container, 'name') ?? '');
  return containers.flatMap((container, index) => {
    const [name = '', at] = [names[index], `${field}[${index}]`];
    const image = readString(container, 'image') ?? '';
    return [
      ...(name === '' ? [required(`${at}.name`)] : textCauses(`${at}.name`, name, labelProblems)),
      ...(name !== '' && names.indexOf(name) < index ? [{ reason: 'FieldValueDuplicate' as const, message: `Duplicate value: ${JSON.stringify(name)}`, field: `${at}.name` }] : []),
      ...(image === '' ? [required(`${at}.image`)] : []),
      ...readList(container, 'env').flatMap((variable, place) => ((readString(variable, 'name') ?? '') === '' ? [required(`${at}.env[${place}].name`)] : [])),
      ...validateMounts(container, volumes, at),
      ...validateResources(readObject(container, 'resources'), `${at}.resources`),
      ...validateProbes(readObject(container), at, kind === 'main' || readPath(container, 'restartPolicy') === 'Always'),
    ];
  });
}

/** A mount names a volume of the pod. */
function validateMounts(container: unknown, volumes: ReadonlySet<unknown>, field: string): FieldCause[] {
  return readList(container, 'volumeMounts').flatMap((mount, index) => {
    const name = readString(mount, 'name') ?? '';
    const at = `${field}.volumeMounts[${index}]`;
    return [
      ...(name === '' ? [required(`${at}.name`)] : volumes.has(name) ? [] : [{ reason: 'FieldValueNotFound' as const, message: `Not found: ${JSON.stringify(name)}`, field: `${at}.name` }]),
      ...((readString(mount, 'mountPath') ?? '') === '' ? [required(`${at}.mountPath`)] : []),
    ];
  });
}

/** Quantities are not negative; a request is not above its limit, and of what can't be promised twice it is the limit. */
function validateResources(resources: JsonObject, field: string): FieldCause[] {
  const [limits, requests] = [readQuantities(resources, 'limits'), readQuantities(resources, 'requests')];
  return [
    ...Object.entries(limits).flatMap(([name, quantity]) => validateNonnegative(quantity, `${field}.limits[${name}]`)),
    ...Object.entries(requests).flatMap(([name, quantity]) => [...validateNonnegative(quantity, `${field}.requests[${name}]`), ...validateRequest(name, quantity, limits[name], field)]),
  ];
}

function validateRequest(name: string, request: string, limit: string | undefined, field: string): FieldCause[] {
  const isExclusive = name.startsWith('hugepages-') || (name.includes('/') && !name.includes('kubernetes.io/'));
  if (limit === undefined) return isExclusive ? [required(`${field}.limits`, 'Limit must be set for non overcommitable resources')] : [];
  const difference = compareQuantities(request, limit);
  if (isExclusive && difference !== 0) return [invalidValue(`${field}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
  return difference > 0 ? [invalidValue(`${field}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)] : [];
}

/** The decoder has made texts of them all. */
function readQuantities(resources: JsonObject, list: 'limits' | 'requests'): Record<string, string> {
  return Object.fromEntries(Object.entries(readObject(resources, list)).flatMap(([name, quantity]) => (typeof quantity === 'string' ? [[name, quantity]] : [])));
}

function validateNonnegative(quantity: string, field: string): FieldCause[] {
  return compareQuantities(quantity, '0') < 0 ? [invalidValue(field, quantity, 'must be greater than or equal to 0')] : [];
}

function validateProbes(container: JsonObject, field: string, isAllowed: boolean): FieldCause[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => {
    if (container[probe] === undefined) return [];
    if (!isAllowed) return [forbiddenValue(`${field}.${probe}`, 'may not be set for init containers without restartPolicy=Always')];
    return ['httpGet', 'tcpSocket', 'grpc'].flatMap((action) => {
      const request = readPath(container, probe, action);
      return request === undefined ? [] : validatePort(readPath(request, 'port') ?? 0, `${field}.${probe}.${action}.port`);
    });
  });
}

/** A port by its number, or by the name that the container gives it. */
function validatePort(port: unknown, field: string): FieldCause[] {
  if (typeof port === 'string') return textCauses(field, port, portNameProblems);
  return typeof port === 'number' && port >= 1 && port <= 65_535 ? [] : [invalidValue(field, port, 'must be between 1 and 65535, inclusive')];
}
