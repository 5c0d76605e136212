import { readPath, type JsonObject } from '../json.ts';
import { annotationOf, evidenceOf, labelOf, type Mark } from './claim-marks.ts';
import type { OwnerClaim } from './workload-owner.ts';

/**
 * The claims of Argo CD and Flux.
 *
 * Argo CD tracks by the annotation `argocd.argoproj.io/tracking-id`, `<application>:<group>/<kind>:<namespace>/<name>`, since v3 by
 * default, and by a label before; `app.kubernetes.io/instance` is a label of Helm's and others', too. (Source: Argo CD 3.3, user guide,
 * Resource Tracking.) Flux labels what it applies with the name and the namespace of its Kustomization or HelmRelease.
 */
export const gitopsClaims = (object: JsonObject): readonly OwnerClaim[] => [...argoClaims(object), ...kustomizationClaims(object), ...helmReleaseClaims(object)];

/** What looks like GitOps and is none. */
export const gitopsHints = (object: JsonObject): readonly string[] => {
  const tracking = annotationOf(object, trackingAnnotation);
  const instance = labelOf(object, 'app.kubernetes.io/instance');
  return [
    ...(tracking !== undefined && !tracks(tracking, object) ? [`${tracking.evidence}: it names another object, so Argo CD doesn't count this one as its own`] : []),
    ...(instance !== undefined && argoClaims(object).length === 0 && annotationOf(object, 'meta.helm.sh/release-name') === undefined
      ? [`${instance.evidence}: Argo CD may track by this label, but Helm charts and others set it, too`]
      : []),
  ];
};

const trackingAnnotation = 'argocd.argoproj.io/tracking-id';

const argoClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const tracking = annotationOf(object, trackingAnnotation);
  const instance = labelOf(object, 'argocd.argoproj.io/instance');
  const tracked = tracking !== undefined && tracks(tracking, object) ? tracking : undefined;
  const application = tracked?.value.split(':')[0] ?? instance?.value;
  if (application === undefined) return [];
  // Applications outside Argo CD's own namespace are named <namespace>_<name>; no name in Kubernetes has a low line.
  const [first = application, second] = application.split('_');
  const name = second ?? first;
  return [
    {
      kind: 'gitops',
      tool: 'argo-cd',
      resource: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...(second === undefined ? {} : { namespace: first }), name },
      subject: `Argo CD Application ${second === undefined ? name : `${first}/${name}`}`,
      reverts: 'at-once',
      reason: 'with self-healing it takes back at once what differs from its source, else at its next sync; the object does not say which',
      evidence: evidenceOf(tracked, instance),
    },
  ];
};

// As Argo CD does (controller/state.go, isSelfReferencedObj): a tracking id that was copied from another object counts for none,
// and a cluster-scoped object has no namespace, but its tracking id may name the one that its Application deploys to.
const tracks = (tracking: Mark, object: JsonObject): boolean => {
  const [application = '', groupAndKind, ...rest] = tracking.value.split(':');
  const [namespace = '', name] = rest.join(':').split('/');
  const apiVersion = readPath(object, ['apiVersion']);
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const ownNamespace = readPath(object, ['metadata', 'namespace']);
  const sameNamespace = ownNamespace === undefined || ownNamespace === '' || namespace === ownNamespace;
  return application !== '' && groupAndKind === `${group}/${String(object['kind'])}` && sameNamespace && name !== undefined && name === readPath(object, ['metadata', 'name']);
};

const kustomizationClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const prefix = 'kustomize.toolkit.fluxcd.io';
  const [name, namespace] = [labelOf(object, `${prefix}/name`), labelOf(object, `${prefix}/namespace`)];
  if (name === undefined) return [];
  const optOut = settingOf(object, `${prefix}/reconcile`, ['disabled']) ?? settingOf(object, `${prefix}/ssa`, ['ifnotpresent', 'ignore']);
  return [
    {
      kind: 'gitops',
      tool: 'flux',
      resource: { kind: 'Kustomization', ...namespaceIn(namespace), name: name.value },
      subject: `Flux Kustomization ${qualified(name, namespace)}`,
      ...(optOut === undefined
        ? { reverts: 'at-once', reason: 'it applies what it declares again at each interval, and wins conflicts' }
        : { reverts: 'never', reason: 'the object is told to be left alone' }),
      evidence: evidenceOf(name, namespace, optOut),
    },
  ];
};

const helmReleaseClaims = (object: JsonObject): readonly OwnerClaim[] => {
  const prefix = 'helm.toolkit.fluxcd.io';
  const [name, namespace] = [labelOf(object, `${prefix}/name`), labelOf(object, `${prefix}/namespace`)];
  if (name === undefined) return [];
  const optOut = settingOf(object, `${prefix}/driftDetection`, ['disabled']);
  return [
    {
      kind: 'gitops',
      tool: 'flux',
      resource: { kind: 'HelmRelease', ...namespaceIn(namespace), name: name.value },
      subject: `Flux HelmRelease ${qualified(name, namespace)}`,
      ...(optOut === undefined
        ? { reverts: 'at-once', reason: 'with drift detection it corrects what differs at its next reconciliation, else at its next upgrade; the object does not say which' }
        : { reverts: 'at-next-apply', reason: 'drift detection leaves the object out, but the next upgrade sets what the chart declares' }),
      evidence: evidenceOf(name, namespace, optOut),
    },
  ];
};

// Flux reads these settings from a label or an annotation, and their values in any case.
const settingOf = (object: JsonObject, key: string, values: readonly string[]): Mark | undefined =>
  [annotationOf(object, key), labelOf(object, key)].find((mark) => mark !== undefined && values.includes(mark.value.toLowerCase()));

const namespaceIn = (namespace: Mark | undefined): { readonly namespace?: string } => (namespace === undefined ? {} : { namespace: namespace.value });

const qualified = (name: Mark, namespace: Mark | undefined): string => (namespace === undefined ? name.value : `${namespace.value}/${name.value}`);
