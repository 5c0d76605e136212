import { describe, expect, it } from 'vitest';
import { alreadyExists, conflict, expired, forbidden, invalid, modified, notFound, notImplemented, patchRejected, tooManyRequests, unsupportedMediaType } from './status-error.ts';

const daemonSets = { group: 'apps', plural: 'daemonsets', kind: 'DaemonSet' };
const nodes = { group: '', plural: 'nodes', kind: 'Node' };
const cause = (field: string): { reason: 'FieldValueRequired'; message: string; field: string } => ({ reason: 'FieldValueRequired', message: 'Required value', field });

describe('refusals', () => {
  it.each([
    [notFound(nodes, 'a'), 404, 'NotFound', 'nodes "a" not found'],
    [alreadyExists(daemonSets, 'a'), 409, 'AlreadyExists', 'daemonsets.apps "a" already exists'],
    [modified(nodes, 'a'), 409, 'Conflict', 'Operation cannot be fulfilled on nodes "a": the object has been modified; please apply your changes to the latest version and try again'],
    [conflict(daemonSets, 'a', 'so'), 409, 'Conflict', 'Operation cannot be fulfilled on daemonsets.apps "a": so'],
    [forbidden(nodes, 'a', 'no'), 403, 'Forbidden', 'nodes "a" is forbidden: no'],
    [invalid(daemonSets, 'a', [cause('spec.selector')]), 422, 'Invalid', 'DaemonSet.apps "a" is invalid: spec.selector: Required value'],
    [invalid(nodes, 'a', [cause('x'), cause('y')]), 422, 'Invalid', 'Node "a" is invalid: [x: Required value, y: Required value]'],
    [patchRejected(), 422, 'Invalid', 'the server rejected our request due to an error in our request'],
    [expired('old'), 410, 'Expired', 'old'],
    [notImplemented('x'), 501, 'NotImplemented', "the sandbox's Kubernetes API does not support x"],
    [unsupportedMediaType(['a', 'b']), 415, 'UnsupportedMediaType', 'the body of the request was in an unknown format - accepted media types include: a, b'],
  ])('are Status objects as the server sends them: %s', (error, code, reason, message) => {
    expect(error.toStatus()).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
  });

  it('carry when to come back', () => {
    const error = tooManyRequests('slow', 7);
    expect([error.retryAfterSeconds, error.details]).toEqual([7, { retryAfterSeconds: 7 }]);
  });
});
