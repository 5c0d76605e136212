import { isJsonObject, readPath, type JsonObject } from '../json.ts';
import { parseImageReference, registryOf, type ImageReference } from './image-reference.ts';
import { judgeRegistry, type RegistrySite, type RegistryVerdict } from './judge-registry.ts';

/** An image that a node needs before it has a network. */
export interface OverlayImage {
  /** As the DaemonSets write it. */
  readonly text: string;
  /** Absent where the text is no reference. */
  readonly reference?: ImageReference;
  /** `DaemonSet kube-system/cilium, init container config`. */
  readonly usedBy: readonly string[];
  /** The pull policies that hold for it: `Always`, `IfNotPresent` or `Never`. */
  readonly pullPolicies: readonly string[];
  /** `namespace/name` of the secrets that the pod templates name. */
  readonly pullSecrets: readonly string[];
  /** Where the cloud nodes' containerd looks instead, where `mirrors` says so. */
  readonly mirror?: string;
  readonly verdict: RegistryVerdict;
}

/** Registries and where the cloud nodes' containerd takes their images from: `{ 'docker.io': 'registry-vpc.cn-hangzhou.aliyuncs.com' }`. */
export type RegistryMirrors = Readonly<Record<string, string>>;

/**
 * Every image that DaemonSets need, once, in the order in which they need it: of containers, init containers and image
 * volumes. A pod template has no ephemeral containers. Pure.
 */
export const listImages = (daemonSets: readonly JsonObject[], site: RegistrySite, mirrors: RegistryMirrors): readonly OverlayImage[] => {
  const found = new Map<string, { usedBy: Set<string>; pullPolicies: Set<string>; pullSecrets: Set<string> }>();
  for (const use of daemonSets.flatMap(usesOf)) {
    const image = found.get(use.text) ?? { usedBy: new Set(), pullPolicies: new Set(), pullSecrets: new Set() };
    image.usedBy.add(use.usedBy);
    image.pullPolicies.add(use.pullPolicy);
    for (const secret of use.pullSecrets) image.pullSecrets.add(secret);
    found.set(use.text, image);
  }
  return [...found].map(([text, image]) => {
    const reference = parseImageReference(text);
    const mirror = reference === undefined ? undefined : mirrorOf(reference, mirrors);
    return {
      text,
      ...(reference === undefined ? {} : { reference }),
      usedBy: [...image.usedBy],
      pullPolicies: [...image.pullPolicies].sort(),
      pullSecrets: [...image.pullSecrets].sort(),
      ...(mirror === undefined ? {} : { mirror }),
      verdict: judge(text, reference, mirror, site),
    };
  });
};

/** `DaemonSet kube-system/cilium`. */
export const subjectOfDaemonSet = (daemonSet: JsonObject): string => `DaemonSet ${textOf(readPath(daemonSet, ['metadata', 'namespace']))}/${textOf(readPath(daemonSet, ['metadata', 'name']))}`;

const judge = (text: string, reference: ImageReference | undefined, mirror: string | undefined, site: RegistrySite): RegistryVerdict => {
  if (reference === undefined) {
    const why = text.startsWith(':') ? 'has a port without a host before it' : 'is no image reference';
    return { status: 'fail', why, remediation: 'Correct the image in the DaemonSet: [host[:port]/]path[:tag][@digest], in lower case.' };
  }
  if (mirror === undefined) return judgeRegistry(reference, site);
  const verdict = judgeRegistry(readMirror(mirror) ?? reference, site);
  return { ...verdict, why: `${verdict.why} (the mirror ${mirror})` };
};

const mirrorOf = (reference: ImageReference, mirrors: RegistryMirrors): string | undefined => {
  const registry = registryOf(reference);
  return Object.hasOwn(mirrors, registry) ? mirrors[registry] : undefined;
};

/** A mirror is `host[:port][/path]`; `undefined` where the text is none. */
export const readMirror = (text: string): Pick<ImageReference, 'host' | 'port'> | undefined => {
  const reference = parseImageReference(text.includes('/') ? `${text.replace(/\/+$/, '')}/image` : `${text}/image`);
  // A first part that is no registry would be read as a path at Docker Hub.
  return reference === undefined || (reference.host === 'docker.io' && !/^(index\.)?docker\.io(\/|$)/.test(text)) ? undefined : reference;
};

interface ImageUse {
  readonly text: string;
  readonly usedBy: string;
  readonly pullPolicy: string;
  readonly pullSecrets: readonly string[];
}

const usesOf = (daemonSet: JsonObject): readonly ImageUse[] => {
  const at = (key: string): readonly JsonObject[] => listOf(readPath(daemonSet, ['spec', 'template', 'spec', key])).filter(isJsonObject);
  const namespace = textOf(readPath(daemonSet, ['metadata', 'namespace']));
  const pullSecrets = at('imagePullSecrets').map(({ name }) => `${namespace}/${textOf(name)}`);
  const use = (text: unknown, kind: string, name: unknown, pullPolicy: unknown): ImageUse => ({
    text: textOf(text),
    usedBy: `${subjectOfDaemonSet(daemonSet)}, ${kind} ${textOf(name)}`,
    pullPolicy: textOf(pullPolicy) === '' ? defaultPolicy(textOf(text)) : textOf(pullPolicy),
    pullSecrets,
  });
  return [
    ...at('initContainers').map((each) => use(each['image'], 'init container', each['name'], each['imagePullPolicy'])),
    ...at('containers').map((each) => use(each['image'], 'container', each['name'], each['imagePullPolicy'])),
    ...at('volumes').flatMap((each) => (isJsonObject(each['image']) ? [use(each['image']['reference'], 'image volume', each['name'], each['image']['pullPolicy'])] : [])),
  ];
};

/** What the API server writes where nothing is said. (Source: Kubernetes, pkg/apis/core/v1/defaults.go: `latest` is pulled always, a digest isn't.) */
const defaultPolicy = (text: string): string => {
  const reference = parseImageReference(text);
  return reference !== undefined && reference.digest === undefined && (reference.tag ?? 'latest') === 'latest' ? 'Always' : 'IfNotPresent';
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
