/** How a list of a built-in type is merged: `atomic` is replaced whole, `set` is a set of scalars, `keyed` a map by these members. */
export type ListType = { readonly kind: 'atomic' } | { readonly kind: 'set' } | { readonly kind: 'keyed'; readonly keys: readonly string[] };

const atomic: ListType = { kind: 'atomic' };
const set: ListType = { kind: 'set' };
const keyed = (...keys: readonly string[]): ListType => ({ kind: 'keyed', keys });

/**
 * By the name of the list, as the types of k8s.io/api mark it (patchMergeKey, listType, listMapKey). A name means the same list type
 * wherever it occurs in the kinds of the catalogue; `ports` alone has two keys and is looked up by its parent.
 * Everything that is not named here (tolerations, taints, nodeSelectorTerms, command, args, rules, subjects, ...) is atomic.
 */
const lists: Readonly<Record<string, ListType>> = {
  containers: keyed('name'),
  initContainers: keyed('name'),
  ephemeralContainers: keyed('name'),
  volumes: keyed('name'),
  env: keyed('name'),
  volumeMounts: keyed('mountPath'),
  volumeDevices: keyed('devicePath'),
  imagePullSecrets: keyed('name'),
  hostAliases: keyed('ip'),
  topologySpreadConstraints: keyed('topologyKey', 'whenUnsatisfiable'),
  schedulingGates: keyed('name'),
  resourceClaims: keyed('name'),
  claims: keyed('name'),
  conditions: keyed('type'),
  addresses: keyed('type'),
  ownerReferences: keyed('uid'),
  finalizers: set,
  podCIDRs: set,
  podIPs: keyed('ip'),
  hostIPs: atomic,
  secrets: keyed('name'),
};

/** The type of a list of a built-in kind by its path of member names, from the root of the object. */
export function listTypeAt(path: readonly string[]): ListType {
  const name = path.at(-1) ?? '';
  if (name === 'ports') {
    const inService = path.length === 2 && path[0] === 'spec';
    return inService ? keyed('port', 'protocol') : keyed('containerPort', 'protocol');
  }
  // A ConfigMap's or a label map's member may bear any name: only strings live there, never lists.
  return Object.hasOwn(lists, name) ? (lists[name] ?? atomic) : atomic;
}

/** Objects that server-side apply owns as a whole (structType or mapType atomic in k8s.io/api). */
const atomicObjects = new Set([
  'nodeSelector',
  'selector',
  'labelSelector',
  'namespaceSelector',
  'podSelector',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'preference',
  'roleRef',
  'secretKeyRef',
  'configMapKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'secretRef',
  'involvedObject',
]);

/** Whether an object at this path of a built-in kind is owned as a whole. Only below `spec`, `roleRef` and the like: `data` may bear any key. */
export function isAtomicObject(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  const root = path[0] ?? '';
  return atomicObjects.has(name) && (root === 'spec' || root === name);
}
