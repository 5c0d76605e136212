import jsonPatch from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { copyJson, isJsonObject, isSameJson, readPath } from '../json.ts';
import { badRequest, patchRejected, tooLarge } from '../status-error.ts';
import { jsonType } from '../types/decode.ts';

/**
 * Applies a JSON patch (RFC 6902) to a copy of the object.
 *
 * @throws StatusError 400 where the body is no list of operations; 422 where an operation does not apply or a `test` fails
 * (the real server names neither, see jsonPatcher in k8s.io/apiserver).
 */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest(`error decoding patch: json: cannot unmarshal ${jsonType(patch)} into Go value of type []handlers.jsonPatchOp`);
  const operations: unknown[] = patch;
  if (operations.length > limit) throw tooLarge(`The allowed maximum operations in a JSON patch is ${limit}, got ${operations.length}`);
  let document: unknown = copyJson(target);
  for (const operation of operations) {
    if (!isJsonObject(operation) || typeof operation.op !== 'string' || typeof operation.path !== 'string') throw patchRejected();
    document = applyOne(document, operation as unknown as Operation);
  }
  return document;
}

/** Operations of one patch. */
const limit = 10_000;

function applyOne(document: unknown, operation: Operation): unknown {
  // Compared here: fast-json-patch's own `test` tells key orders apart less strictly than the server's library in nulls.
  if (operation.op === 'test') {
    const found = readPointer(document, operation.path);
    // A test for null holds where the member is absent, as in the server's library (evanphx/json-patch).
    const holds = operation.value === null ? found === undefined || found === null : isSameJson(found, operation.value);
    if (!holds) throw patchRejected();
    return document;
  }
  const isAbsent = readPointer(document, operation.path) === undefined;
  if (operation.op === 'remove' && isAbsent) throw patchRejected();
  try {
    return jsonPatch.applyOperation(document, lenient(document, operation, isAbsent), true).newDocument;
  } catch {
    throw patchRejected();
  }
}

/** The server's library replaces a member that is not there by adding it, and copies one that is not there as null. */
function lenient(document: unknown, operation: Operation, isAbsent: boolean): Operation {
  if (operation.op === 'replace' && isAbsent && isJsonObject(readPointer(document, operation.path.replace(/\/[^/]*$/, '')))) return { ...operation, op: 'add' };
  if (operation.op === 'copy' && readPointer(document, operation.from) === undefined) return { op: 'add', path: operation.path, value: null };
  return operation;
}

function readPointer(document: unknown, pointer: string): unknown {
  if (pointer === '') return document;
  const steps = pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let current = document;
  for (const step of steps) current = Array.isArray(current) ? readPath(current, Number(step)) : readPath(current, step);
  return current;
}
