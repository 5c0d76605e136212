import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, invalid } from '../status-error.ts';
import type { FieldCause, StatusError } from '../status-error.ts';
import { DecodeError, decodeObject } from '../types/decode.ts';
import { builtInShape } from '../types/kind-shapes.ts';
import { forbiddenValue, invalidValue, required, unsupportedValue } from '../validate/syntax.ts';
import type { DeleteOptions } from '../writes/delete-object.ts';
import type { WriteOptions } from '../writes/write-options.ts';
import type { ApiRequest } from './answer.ts';

function refuseCauses(kind: string, causes: readonly FieldCause[]): void {
  if (causes.length > 0) throw invalid({ group: 'meta.k8s.io', kind, plural: '' }, '', causes);
}

/** A whole number of the query; `undefined` where it says nothing. @throws StatusError 400 */
export function readInteger(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** Whether a parameter of the query is there and true. The server takes anything but `false` and `0` for true (Convert_Slice_string_To_bool). */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  return text === null ? undefined : !['false', '0'].includes(text.toLowerCase());
}

function dryRunCauses(values: readonly unknown[]): FieldCause[] {
  return values.every((value) => value === 'All') ? [] : [unsupportedValue('dryRun', values, ['All'])];
}

/** Bytes of a field manager's name. */
const managerLimit = 128;

/** A field manager's name holds what Go can print (unicode.IsPrint), which of all blanks the space is. */
function managerCauses(manager: string): FieldCause[] {
  if (Buffer.byteLength(manager) > managerLimit) return [{ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${managerLimit} bytes`, field: 'fieldManager' }];
  const found = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(manager);
  if (found === null) return [];
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [invalidValue('fieldManager', manager, `invalid character U+${code} (at position ${Buffer.byteLength(manager.slice(0, found.index))})`)];
}

/** How a create, an update or a patch is to be made. @throws StatusError 422 for options that are none. */
export function readWriteOptions(kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions', { query, userAgent, mediaType }: ApiRequest, subresource: string | undefined, warnings: string[]): WriteOptions {
  const manager = query.get('fieldManager') ?? '';
  const validation = query.get('fieldValidation') ?? '';
  const isApply = mediaType === 'application/apply-patch+yaml';
  const levels = ['', 'Ignore', 'Strict', 'Warn'];
  refuseCauses(kind, [
    ...(kind === 'PatchOptions' && isApply && manager === '' ? [required('fieldManager', 'is required for apply patch')] : []),
    ...(kind === 'PatchOptions' && !isApply && query.has('force') ? [forbiddenValue('force', 'may not be specified for non-apply patch')] : []),
    ...managerCauses(manager),
    ...dryRunCauses(query.getAll('dryRun')),
    ...(levels.includes(validation) ? [] : [unsupportedValue('fieldValidation', validation, levels)]),
  ]);
  return {
    // Without one the server takes the client's name out of its user agent.
    fieldManager: manager !== '' ? manager : userAgent.split('/')[0] || 'unknown',
    dryRun: query.getAll('dryRun').includes('All'),
    fieldValidation: validation === '' ? 'Warn' : validation,
    warn: (text) => warnings.push(text),
    ...(subresource === 'status' ? { subresource } : {}),
  };
}

const policies = ['Foreground', 'Background', 'Orphan'];

/** How a delete is to be made: by its body, or by its query where it has none. `refuse` makes the error of a body of wrong types. @throws StatusError 400, 422 */
export function readDeleteOptions(query: URLSearchParams, body: JsonObject | undefined, refuse: (message: string) => StatusError = badRequest): DeleteOptions {
  const given = body === undefined ? fromQuery(query) : decodeDeleteOptions(body, refuse);
  const { propagationPolicy, orphanDependents, gracePeriodSeconds } = given;
  const preconditions = isJsonObject(given.preconditions) ? given.preconditions : {};
  const dryRun = [...(Array.isArray(given.dryRun) ? (given.dryRun as unknown[]) : [])];
  refuseCauses('DeleteOptions', [
    ...(orphanDependents !== undefined && propagationPolicy !== undefined ? [invalidValue('propagationPolicy', propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set')] : []),
    ...(propagationPolicy === undefined || (policies as readonly unknown[]).includes(propagationPolicy) ? [] : [unsupportedValue('propagationPolicy', propagationPolicy, [...policies, 'nil'])]),
    ...dryRunCauses(dryRun),
  ]);
  const propagation = orphanDependents === true ? 'Orphan' : (propagationPolicy as DeleteOptions['propagation']);
  return {
    dryRun: dryRun.includes('All'),
    ...(propagation === undefined ? {} : { propagation }),
    ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
    ...(typeof preconditions.uid === 'string' ? { uid: preconditions.uid } : {}),
    ...(typeof preconditions.resourceVersion === 'string' ? { resourceVersion: preconditions.resourceVersion } : {}),
  };
}

function decodeDeleteOptions(body: JsonObject, refuse: (message: string) => StatusError): JsonObject {
  try {
    return decodeObject(builtInShape('DeleteOptions'), body).object;
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error;
  }
}

function fromQuery(query: URLSearchParams): JsonObject {
  const grace = readInteger(query, 'gracePeriodSeconds');
  const orphan = readFlag(query, 'orphanDependents');
  const policy = query.get('propagationPolicy');
  return {
    dryRun: query.getAll('dryRun'),
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(orphan === undefined ? {} : { orphanDependents: orphan }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
  };
}

/** Refuses a list's or a watch's options that contradict one another. @throws StatusError 422 */
export function checkListOptions(query: URLSearchParams, isWatch: boolean, minor: number): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const field = 'resourceVersionMatch';
  const sendInitial = query.has('sendInitialEvents');
  const continues = (query.get('continue') ?? '') !== '';
  const causes: FieldCause[] = [];
  if (isWatch) {
    if (sendInitial && match !== 'NotOlderThan') causes.push(forbiddenValue(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
    // The feature gate WatchList is off by default there.
    if (sendInitial && minor <= 33) causes.push(forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled'));
    if (match !== '') {
      if (!sendInitial) causes.push(forbiddenValue(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
      if (match !== 'NotOlderThan') causes.push(unsupportedValue(field, match, ['NotOlderThan']));
      if (continues) causes.push(forbiddenValue(field, 'resourceVersionMatch is forbidden when continue is provided'));
    }
  } else {
    if (match !== '') {
      if (version === '') causes.push(forbiddenValue(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
      if (continues) causes.push(forbiddenValue(field, 'resourceVersionMatch is forbidden when continue is provided'));
      if (match !== 'Exact' && match !== 'NotOlderThan') causes.push(unsupportedValue(field, match, ['Exact', 'NotOlderThan', '']));
      if (match === 'Exact' && version === '0') causes.push(forbiddenValue(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
    if (sendInitial) causes.push(forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  refuseCauses('ListOptions', causes);
}
