/** Who said 403. */
export type Forbidden =
  /** RBAC or another authorizer; `missing` is the verb, the resource, the name and the place that it asked for. */
  | { readonly by: 'authorizer'; readonly missing: string }
  /** An admission plugin, policy or webhook: the caller may do it, but not with this object or not now. */
  | { readonly by: 'admission' }
  /** Something between us and the API server. */
  | { readonly by: 'unknown' };

// User names come quoted as Go quotes them (%q).
const user = 'User "(?:[^"\\\\]|\\\\.)*"';
// k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go, forbiddenMessage.
const resourceRefusal = new RegExp(`^(?:\\S+ "(?<name>[^"]+)" is |\\S+ is )forbidden: ${user} cannot (?<verb>\\S+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)" (?:in the namespace "(?<namespace>[^"]+)"|at the cluster scope)`);
const pathRefusal = new RegExp(`^forbidden: ${user} cannot (?<verb>\\S+) path "(?<path>[^"]*)"`);
// apierrors.NewForbidden gives every admission plugin these words; a webhook's are in webhook/errors/statuserror.go.
const admissionRefusal = /^\S+(?: "[^"]*")? is forbidden: |^admission webhook "[^"]*" denied the request/;

/** Reads from the message of a 403 who refused, and what the caller lacks. */
export const readForbidden = (message: string): Forbidden => {
  const resource = resourceRefusal.exec(message)?.groups;
  if (resource !== undefined) {
    const { name, verb = '', resource: plural = '', group = '', namespace } = resource;
    const kind = group === '' ? plural : `${plural}.${group}`;
    return { by: 'authorizer', missing: [verb, kind, ...(name === undefined ? [] : [name]), namespace === undefined ? 'at the cluster scope' : `in ${namespace}`].join(' ') };
  }
  const path = pathRefusal.exec(message)?.groups;
  if (path !== undefined) return { by: 'authorizer', missing: `${path['verb'] ?? ''} path ${path['path'] ?? ''}` };
  return { by: admissionRefusal.test(message) ? 'admission' : 'unknown' };
};
