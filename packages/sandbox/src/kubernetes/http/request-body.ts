import { parse } from 'yaml';
import { findDuplicates, goJsonProblem } from '../json-text.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, notImplemented, unsupportedMediaType } from '../status-error.ts';
import type { StatusError } from '../status-error.ts';
import type { ApiRequest } from './answer.ts';

const served = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** A body as JSON, with the paths of members that it has twice. */
export interface RequestBody {
  readonly object: JsonObject;
  readonly duplicates: readonly string[];
}

/** Reads the body of a create, an update or a delete. @throws StatusError 400 where it can't be read, 415 for another media type, 501 for protobuf. */
export function readRequestBody({ text, mediaType }: ApiRequest, kind: string, refuseDelete?: (message: string) => StatusError): RequestBody {
  if (!served.includes(mediaType)) throw unsupportedMediaType(served);
  if (mediaType === 'application/vnd.kubernetes.protobuf') throw notImplemented('bodies in protobuf; send JSON');
  const isYaml = mediaType === 'application/yaml';
  try {
    const object: unknown = isYaml ? parse(text) : JSON.parse(text);
    if (isJsonObject(object)) return { object, duplicates: isYaml ? [] : findDuplicates(text) };
  } catch (error) {
    // A delete's options are decoded by another way, which says less.
    if (refuseDelete !== undefined && !isYaml) throw refuseDelete(`couldn't get version/kind; json parse error: ${goJsonProblem(text)}`);
    throw unreadable(text, kind, isYaml ? (error instanceof Error ? error.message : 'not readable') : goJsonProblem(text));
  }
  throw unreadable(text, kind, 'json: cannot unmarshal into Go value');
}

function unreadable(text: string, kind: string, detail: string) {
  const excerpt = text === '' ? '<empty>' : Buffer.from(text).subarray(0, 15).toString('hex');
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${detail} (${excerpt})`);
}
