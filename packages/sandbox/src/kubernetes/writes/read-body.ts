import { isJsonObject, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { apiVersionOf, builtInResources } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { badRequest, invalid } from '../status-error.ts';
import { invalidValue } from '../validate/syntax.ts';
import { pruneValue, withSchemaDefaults } from '../types/custom-values.ts';
import { DecodeError, decodeObject } from '../types/decode.ts';
import type { Decoded } from '../types/decode.ts';
import { builtInShape, newestMinor } from '../types/kind-shapes.ts';
import type { WriteOptions } from './write-options.ts';

/**
 * The body of a create or an update as an object of this resource: decoded by its type, unknown fields refused or dropped as the request
 * asks.
 *
 * @throws StatusError 400 in the decoder's words.
 */
export function readBody(type: ResourceType, body: unknown, options: WriteOptions): KubeObject {
  if (!isJsonObject(body)) throw badRequest('the body of the request is no JSON object');
  if (type.custom) return readCustomBody(type, body, options);
  // The server takes what the path expects where a body says neither.
  const [apiVersion, kind] = [typeof body.apiVersion === 'string' && body.apiVersion !== '' ? body.apiVersion : apiVersionOf(type), typeof body.kind === 'string' && body.kind !== '' ? body.kind : type.kind];
  const version = apiVersion.split('/').at(-1) ?? '';
  const refuse = (text: string) => badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${type.kind}: ${text}`);
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) {
    throw refuse(otherKindProblem(type, { ...body, apiVersion, kind }));
  }
  try {
    return decodeBody(type, { ...body, apiVersion, kind }, options);
  } catch (error) {
    if (error instanceof DecodeError) throw refuse(error.message);
    throw error;
  }
}

/** A custom resource names its kind and version itself. */
function readCustomBody(type: ResourceType, body: JsonObject, options: WriteOptions): KubeObject {
  const [apiVersion, kind] = [typeof body.apiVersion === 'string' ? body.apiVersion : '', typeof body.kind === 'string' ? body.kind : ''];
  if (kind === '') throw badRequest(`the object provided is unrecognized (must be of type ${type.kind}): Object 'Kind' is missing in '${JSON.stringify(body)}'`);
  if (apiVersion !== apiVersionOf(type)) {
    for (const name of Object.keys(body)) if (!['apiVersion', 'kind', 'metadata'].includes(name)) options.warn?.(`unknown field ${JSON.stringify(name)}`);
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`);
  }
  const name = typeof readObject(body, 'metadata').name === 'string' ? String(readObject(body, 'metadata').name) : '';
  if (kind !== type.kind) throw invalid({ ...type, kind }, name, [invalidValue('kind', kind, `must be ${type.kind}`)]);
  try {
    return decodeBody(type, body, options);
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(`${kind} in version ${JSON.stringify(type.version)} cannot be handled as a ${type.kind}: ${error.message}`);
    throw error;
  }
}

/** The Go package of the internal types of a group. */
function packageOf({ group }: ResourceType): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? '');
}

/** What the server says of a body of another kind: it decodes it as that kind first. */
export function otherKindProblem(type: ResourceType, body: JsonObject): string {
  const [apiVersion, kind] = [String(body.apiVersion), String(body.kind)];
  const other = builtInResources(newestMinor).find((type) => type.kind === kind && apiVersionOf(type) === apiVersion);
  if (other === undefined) return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
  try {
    decodeObject(other.shape, body);
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
  return `converting (${other.version}.${kind}) to (${packageOf(type)}.${type.kind}): unknown conversion`;
}

/**
 * Decodes an object by its type; a body that asks for it hears of unknown and duplicate fields.
 *
 * @throws DecodeError for values of a wrong type, and under fieldValidation=Strict for unknown and duplicate fields.
 */
export function decodeBody(type: ResourceType, body: JsonObject, options: Pick<WriteOptions, 'fieldValidation' | 'warn' | 'duplicates'>): KubeObject {
  const { object, unknown } = type.custom ? decodeCustom(type, body) : decodeObject(type.shape, body);
  const found = [...(options.duplicates ?? []).map((path) => `duplicate field "${path}"`), ...unknown.map((path) => `unknown field "${path}"`)];
  if (found.length > 0 && options.fieldValidation === 'Strict') throw new DecodeError(`strict decoding error: ${found.join(', ')}`);
  if (options.fieldValidation === 'Warn') for (const text of found) options.warn?.(text);
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind, metadata: { name: '', ...(object.metadata as JsonObject | undefined) } };
}

function decodeCustom(type: ResourceType, body: JsonObject): Decoded {
  const { metadata, ...rest } = body;
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata)) throw new DecodeError(`json: cannot unmarshal ${typeof metadata} into Go struct field .metadata of type v1.ObjectMeta`);
  const decoded = decodeObject(builtInShape('ObjectMeta'), isJsonObject(metadata) ? metadata : {});
  const unknown: string[] = [];
  const pruned = pruneValue(type.shape, rest, '', unknown) as JsonObject;
  const object = withSchemaDefaults(type.schema ?? {}, { ...pruned, metadata: decoded.object }) as JsonObject;
  return { object, unknown: [...decoded.unknown.map((path) => `metadata.${path}`), ...unknown].sort() };
}

/** What the server writes of an object of this type that says nothing. */
export function emptyObject(type: ResourceType): KubeObject {
  const { object } = type.custom ? { object: {} } : decodeObject(type.shape, {});
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind, metadata: { name: '' } };
}
