import type { JsonObject } from './json.ts';

/** One field that is wrong with an object, in the words of the API server. */
export interface FieldCause {
  readonly reason: 'FieldValueRequired' | 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueNotSupported' | 'FieldValueDuplicate' | 'FieldValueTooLong' | 'FieldValueTypeInvalid' | 'FieldValueTooMany' | 'FieldValueNotFound' | 'FieldManagerConflict';
  readonly message: string;
  readonly field: string;
}

/** Names a resource in an error's text: `daemonsets.apps`, `nodes`. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** A refusal of the Kubernetes API; its body is a `Status` object as the real server sends it. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Metadata of the Status: the token that leads on, where a list's page is too old. */
  metadata: JsonObject = {};

  constructor(code: number, reason: string, message: string, details?: JsonObject, retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.metadata,
      status: 'Failure',
      message: this.message,
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

function qualified(type: { readonly group: string; readonly plural: string }): string {
  return type.group === '' ? type.plural : `${type.plural}.${type.group}`;
}

function detailsOf(type: ResourceName, name: string, extra: JsonObject = {}): JsonObject {
  return { ...(name === '' ? {} : { name }), ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, ...extra };
}

/** 404: no object of this name. */
export function notFound(type: ResourceName, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${qualified(type)} "${name}" not found`, detailsOf(type, name));
}

/** 409 to a create under a name that is taken. */
export function alreadyExists(type: ResourceName, name: string): StatusError {
  return new StatusError(409, 'AlreadyExists', `${qualified(type)} "${name}" already exists`, detailsOf(type, name));
}

/** 409: a precondition does not hold; `text` says which. */
export function conflict(type: ResourceName, name: string, text: string): StatusError {
  return new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(type)} "${name}": ${text}`, detailsOf(type, name));
}

/** The answer to a write whose resourceVersion is not the stored one. */
export function modified(type: ResourceName, name: string): StatusError {
  return conflict(type, name, 'the object has been modified; please apply your changes to the latest version and try again');
}

/** 403; `text` says why. */
export function forbidden(type: ResourceName, name: string, text: string, extra: JsonObject = {}): StatusError {
  return new StatusError(403, 'Forbidden', `${qualified(type)} "${name}" is forbidden: ${text}`, detailsOf(type, name, extra));
}

/** 422 with every field that is wrong. */
export function invalid(type: ResourceName, name: string, causes: readonly FieldCause[]): StatusError {
  const kind = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, {
    ...(name === '' ? {} : { name }),
    ...(type.group === '' ? {} : { group: type.group }),
    ...(type.kind === '' ? {} : { kind: type.kind }),
    causes: causes.map((cause) => ({ ...cause })),
  });
}

/** What the API server says of a JSON patch that does not apply, whether a `test` failed or a path is missing: it names neither. */
export function patchRejected(): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** 400: the request itself cannot be understood. */
export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** 500 with the bare text of an error that the server has no code for. */
export function internalError(message: string): StatusError {
  return new StatusError(500, '', message);
}

/** 401: no token, or one that nobody has. */
export function unauthorized(): StatusError {
  return new StatusError(401, 'Unauthorized', 'Unauthorized');
}

/** 410: the changes since a resourceVersion are no longer kept. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

/** 504: a resourceVersion that is yet to come; the real server waits for it first. */
export function tooLargeVersion(asked: number, current: number): StatusError {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, { causes, retryAfterSeconds: 1 }, 1);
}

/** 404 where the group is known and the path leads to no resource. */
export function noResource(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 405: the resource has no such verb. */
export function methodNotAllowed(): StatusError {
  return new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** 415: a body of a type that the server does not read. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`);
}

/** 415: a patch of a type that the resource does not take; the server's router refuses it before the handler sees it. */
export function unsupportedPatchType(): StatusError {
  return new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** 413: more than the server reads. */
export function tooLarge(message: string): StatusError {
  return new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
}

/** 429, with the seconds to wait in the body and in Retry-After. */
export function tooManyRequests(message: string, retryAfterSeconds: number, details: JsonObject = {}): StatusError {
  return new StatusError(429, 'TooManyRequests', message, { ...details, retryAfterSeconds }, retryAfterSeconds);
}

/** What a real server can do and this one does not. */
export function notImplemented(what: string): StatusError {
  return new StatusError(501, 'NotImplemented', `the sandbox's Kubernetes API does not support ${what}`, {});
}
