import type { JsonObject } from '../json.ts';
import { StatusError, notImplemented } from '../status-error.ts';

/** How objects are shown: whole, or their metadata alone. */
export type AnswerForm = 'whole' | 'metadata';

const served = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/**
 * The form that an Accept header asks for: the first of its clauses that this server can meet.
 *
 * @throws StatusError 406 where a real server could meet none either; 501 where it could: with a table, with YAML or with protobuf.
 */
export function negotiateForm(accept: string | undefined, isList: boolean): AnswerForm {
  const clauses = (accept ?? '').split(',').map(parseClause).filter(({ type }) => type !== '');
  if (clauses.length === 0) return 'whole';
  let foreign: string | undefined;
  let isMedia = false;
  for (const { type, as, group, text } of clauses) {
    const isAny = type === '*/*' || type === 'application/*';
    if (!isAny && !served.includes(type)) continue;
    isMedia = true;
    if (group === 'apidiscovery.k8s.io') {
      foreign ??= text;
      continue;
    }
    const isShown = as === undefined || (group === 'meta.k8s.io' && (as === 'Table' || as === (isList ? 'PartialObjectMetadataList' : 'PartialObjectMetadata')));
    if (!isShown) continue;
    if ((isAny || type === 'application/json') && as !== 'Table') return as === undefined ? 'whole' : 'metadata';
    foreign ??= text;
  }
  if (foreign !== undefined) throw notImplemented(`answers as ${foreign}; ask for application/json`);
  throw isMedia
    ? new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${served.join(', ')}`)
    : new StatusError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${[...served, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'].join(', ')}`, {});
}

function parseClause(text: string): { readonly type: string; readonly as: string | undefined; readonly group: string | undefined; readonly text: string } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const values = new Map(parameters.map((parameter) => parameter.split('=') as [string, string]));
  return { type, as: values.get('as'), group: values.get('g'), text: text.trim() };
}

/** An object's metadata as an object of its own. */
export function metadataOf(object: JsonObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** An answer in the form that was asked for; a Status stays what it is. */
export function inForm(form: AnswerForm, body: JsonObject): JsonObject {
  if (form === 'whole' || body.kind === 'Status') return body;
  if (!Array.isArray(body.items)) return metadataOf(body);
  return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: body.metadata, items: (body.items as readonly JsonObject[]).map(metadataOf) };
}
