import { describe, expect, it } from 'vitest';
import { readForbidden } from './read-forbidden.ts';

// The messages are those of kube-apiserver 1.36.3; test/cluster/rbac asks 1.36, 1.33 and 1.30 for them anew.
describe('readForbidden', () => {
  it.each([
    ['a list', 'pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "kube-system"', 'list pods in kube-system'],
    ['an object', 'configmaps "x" is forbidden: User "alice" cannot get resource "configmaps" in API group "" in the namespace "kube-system"', 'get configmaps x in kube-system'],
    ['the cluster scope', 'nodes is forbidden: User "alice" cannot list resource "nodes" in API group "" at the cluster scope', 'list nodes at the cluster scope'],
    ['a subresource', 'pods "p" is forbidden: User "alice" cannot get resource "pods/log" in API group "" in the namespace "kube-system"', 'get pods/log p in kube-system'],
    ['an API group', 'installations.operator.tigera.io "default" is forbidden: User "alice" cannot patch resource "installations" in API group "operator.tigera.io" at the cluster scope', 'patch installations.operator.tigera.io default at the cluster scope'],
    ['a group and a namespace', 'daemonsets.apps "calico-node" is forbidden: User "alice" cannot get resource "daemonsets" in API group "apps" in the namespace "calico-system"', 'get daemonsets.apps calico-node in calico-system'],
    ['a path', 'forbidden: User "alice" cannot get path "/metrics"', 'get path /metrics'],
    ['impersonation', 'users "bob" is forbidden: User "alice" cannot impersonate resource "users" in API group "" at the cluster scope', 'impersonate users bob at the cluster scope'],
    ['impersonation for a request, as 1.36 asks', 'nodes is forbidden: User "alice" cannot impersonate-on:user-info:list resource "nodes" in API group "" at the cluster scope', 'impersonate-on:user-info:list nodes at the cluster scope'],
    ['a binding to a role that is gone', 'nodes is forbidden: User "alice" cannot list resource "nodes" in API group "" at the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found', 'list nodes at the cluster scope'],
    ['a name with quotes', 'nodes is forbidden: User "a \\"b\\" cannot get path \\"/x\\"" cannot list resource "nodes" in API group "" at the cluster scope', 'list nodes at the cluster scope'],
  ])('names the verb and the resource that the authorizer asked for: %s', (_, message, missing) => {
    expect(readForbidden(message)).toEqual({ by: 'authorizer', missing });
  });

  it.each([
    ['the admission of service accounts', 'pods "x" is forbidden: error looking up service account kube-system/default: serviceaccount "default" not found'],
    ['a policy of admission', "secrets \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p' denied request: no secrets today"],
    ['a namespace that ends', 'configmaps "x" is forbidden: unable to create new content in namespace t because it is being terminated'],
    ['pod security', 'pods "x" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true)'],
    ['a quota', 'pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0'],
    ['a webhook', 'admission webhook "guard.example" denied the request: User "alice" may not'],
  ])('knows what RBAC cannot mend: %s', (_, message) => {
    expect(readForbidden(message)).toEqual({ by: 'admission' });
  });

  it('guesses nothing from words that no API server says', () => {
    expect(readForbidden('Forbidden')).toEqual({ by: 'unknown' });
  });
});
