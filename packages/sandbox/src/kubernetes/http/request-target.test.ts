import { describe, expect, it } from 'vitest';
import { isWrite, readTarget } from './request-target.ts';

const url = (path: string): URL => new URL(path, 'http://x');

describe('the target of a request', () => {
  it.each([
    ['GET', '/api/v1/nodes', 'list nodes', {}],
    ['GET', '/api/v1/nodes/a', 'get nodes', { name: 'a' }],
    ['GET', '/api/v1/nodes?watch=true', 'watch nodes', {}],
    ['PATCH', '/api/v1/nodes/a/status', 'patch nodes/status', { name: 'a', subresource: 'status' }],
    ['GET', '/api/v1/namespaces', 'list namespaces', {}],
    ['GET', '/api/v1/namespaces/n', 'get namespaces', { name: 'n' }],
    ['PUT', '/api/v1/namespaces/n/finalize', 'update namespaces/finalize', { name: 'n', subresource: 'finalize' }],
    ['POST', '/api/v1/namespaces/n/configmaps', 'create configmaps', { namespace: 'n' }],
    ['GET', '/api/v1/namespaces/n/pods/p/log', 'get pods/log', { namespace: 'n', name: 'p', subresource: 'log' }],
    ['DELETE', '/apis/apps/v1/namespaces/n/daemonsets', 'deletecollection daemonsets', { group: 'apps', namespace: 'n' }],
    ['DELETE', '/apis/apps/v1/namespaces/n/daemonsets/d', 'delete daemonsets', { group: 'apps', version: 'v1', name: 'd' }],
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode', 'get clusterroles', { name: 'system:node' }],
  ])('of %s %s is "%s"', (method, path, operation, expected) => {
    expect(readTarget(method, url(path))).toMatchObject({ kind: 'resource', operation, ...expected });
  });

  it.each(['/api', '/apis', '/apis/apps', '/apis/apps/v1', '/api/v1', '/version', '/'])('of GET %s is the path', (path) => {
    expect(readTarget('GET', url(path))).toMatchObject({ kind: 'path', operation: `get ${path}` });
  });

  it.each([
    ['POST', '/api/v1/namespaces', true],
    ['POST', '/api/v1/namespaces?dryRun=All', false],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', false],
    ['GET', '/api/v1/nodes?watch=1', false],
    ['GET', '/version', false],
  ])('%s %s writes: %s', (method, path, expected) => {
    expect(isWrite(readTarget(method, url(path)), url(path).searchParams)).toBe(expected);
  });
});
