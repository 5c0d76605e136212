import { isJsonObject, readPath, type JsonObject } from '../json.ts';
import { hasWritten } from './applied-affinity.ts';
import { annotationOf, evidenceOf, labelOf, marksWithPrefix } from './claim-marks.ts';
import type { ChartName, OwnerClaim, OwnerResource } from './workload-owner.ts';

/** The claim of the controller that made the object. Owners without `controller: true` only take it away with themselves. */
export const operatorClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const references = readPath(object, ['metadata', 'ownerReferences']);
  const owner = (Array.isArray(references) ? (references as unknown[]) : []).filter(isJsonObject).find((each) => each['controller'] === true);
  if (owner === undefined) return [];
  const [kind, name, apiVersion] = [String(owner['kind']), String(owner['name']), owner['apiVersion']];
  return [
    {
      kind: 'operator',
      resource: { ...(typeof apiVersion === 'string' ? { apiVersion } : {}), kind, name },
      subject: `the controller of ${kind} ${name}`,
      reverts: 'at-once',
      reason: 'a controller made the object and brings it back to what it wants',
      evidence: [`ownerReference ${typeof apiVersion === 'string' ? `${apiVersion} ` : ''}${kind} ${name} with controller: true`],
    },
  ];
};

/**
 * The claim of a Helm release, by the annotations that Helm puts on what it makes since 3.2. The label
 * `app.kubernetes.io/managed-by=Helm` alone proves none: `helm template` writes it, too.
 */
export const helmClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const [release, namespace] = [annotationOf(object, 'meta.helm.sh/release-name'), annotationOf(object, 'meta.helm.sh/release-namespace')];
  if (release === undefined) return [];
  const where = namespace?.value ?? readPath(object, ['metadata', 'namespace']);
  const releaseNamespace = typeof where === 'string' ? where : 'default';
  return [
    {
      kind: 'helm',
      release: release.value,
      namespace: releaseNamespace,
      subject: `Helm release ${release.value} in ${releaseNamespace}`,
      reverts: 'at-next-apply',
      reason: 'its next upgrade or rollback sets again what the chart declares of the affinity',
      evidence: evidenceOf(release, namespace, labelOf(object, 'app.kubernetes.io/managed-by'), labelOf(object, 'helm.sh/chart')),
    },
  ];
};

/** What looks like Helm and is no release. */
export const helmHints = (object: JsonObject): readonly string[] => {
  const [managedBy, chart] = [labelOf(object, 'app.kubernetes.io/managed-by'), labelOf(object, 'helm.sh/chart')];
  const marks = evidenceOf(managedBy?.value === 'Helm' ? managedBy : undefined, chart);
  return marks.length > 0 && helmClaims(object).length === 0 ? [`${marks.join(', ')}: rendered from a chart, but no Helm release is named`] : [];
};

/** The chart by the label `helm.sh/chart`, `<name>-<version>`; absent where the label has no such form. */
export const chartOf = (object: JsonObject): ChartName | undefined => {
  const [, name, version] = /^(.+?)-(v?\d+\.\d+.*)$/.exec(labelOf(object, 'helm.sh/chart')?.value ?? '') ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
};

/**
 * The claims of what ships with the cluster.
 *
 * - Wrangler, the library of k3s, RKE2 and Rancher, marks what it applies with `objectset.rio.cattle.io/*`; a file of the servers'
 *   `manifests` folder is an `Addon` of `k3s.cattle.io/v1`, applied at the start of a server and when the file changes
 *   (docs.rke2.io, Helm Integration).
 * - The addon manager brings `Reconcile` back to its templates in a loop; `EnsureExists` it makes once and lets be
 *   (kubernetes, cluster/addons/addon-manager/README.md).
 * - kubeadm writes kube-proxy and CoreDNS anew at an upgrade.
 */
export const addonClaims = (object: JsonObject): readonly OwnerClaim[] => [...objectSetClaims(object), ...addonManagerClaims(object), ...kubeadmClaims(object)];

const objectSetClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const prefix = 'objectset.rio.cattle.io/';
  const marks = marksWithPrefix(object, prefix);
  if (marks.length === 0) return [];
  const resource = objectSetOwnerOf(object);
  const named = resource === undefined ? '' : ` ${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`;
  const evidence = marks.map((mark) => mark.evidence).filter((line) => !line.startsWith(`annotation ${prefix}applied=`));
  if (resource?.kind === 'Addon') {
    const reason = 'its file on the control plane nodes is applied again at the start of a server and when the file changes';
    return [{ kind: 'addon', tool: 'k3s', resource, subject: `Addon${named} of k3s or RKE2`, reverts: 'at-next-apply', reason, evidence }];
  }
  const reason = 'a controller applied it as part of a set, and applies the set again when it likes';
  const subject = resource === undefined ? 'a controller of Rancher' : `Rancher's controller of ${resource.kind}${named}`;
  return [{ kind: 'addon', tool: 'rancher', ...(resource === undefined ? {} : { resource }), subject, reverts: 'at-once', reason, evidence }];
};

/** The owner that an object set names: `k3s.cattle.io/v1, Kind=Addon`, its name and its namespace. */
const objectSetOwnerOf = (object: JsonObject): OwnerResource | undefined => {
  const read = (key: string): string | undefined => annotationOf(object, `objectset.rio.cattle.io/${key}`)?.value;
  const [, apiVersion, kind] = /^(.+), Kind=(\w+)$/.exec(read('owner-gvk') ?? '') ?? [];
  const [name, namespace] = [read('owner-name'), read('owner-namespace')];
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
};

const addonManagerClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const mode = labelOf(object, 'addonmanager.kubernetes.io/mode');
  if (mode === undefined) return [];
  const kept = mode.value === 'EnsureExists';
  return [
    {
      kind: 'addon',
      tool: 'addon-manager',
      subject: 'the addon manager of Kubernetes',
      reverts: kept ? 'never' : 'at-once',
      reason: kept ? 'it makes the object where there is none, and leaves it as it is' : 'it brings the object back to its template in a loop',
      evidence: [mode.evidence],
    },
  ];
};

const kubeadmClaims = (object: JsonObject): readonly OwnerClaim[] =>
  hasWritten(object, 'kubeadm')
    ? [
        {
          kind: 'addon',
          tool: 'kubeadm',
          subject: 'kubeadm',
          reverts: 'at-next-apply',
          reason: 'kubeadm upgrade writes its addons anew',
          evidence: ['managedFields: kubeadm wrote parts of it'],
        },
      ]
    : [];
