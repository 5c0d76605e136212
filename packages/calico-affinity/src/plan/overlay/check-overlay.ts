import { InvalidInputError, type Check } from '@ack-hybrid/core';
import type { JsonObject } from '../json.ts';
import { listSome } from '../leftovers/leftover-finding.ts';
import { groupBy } from '../leftovers/node-slice.ts';
import type { NodeView } from '../match-node.ts';
import { externalLabel } from '../node-affinity.ts';
import { countNodes, siteOf } from '../preview-placement.ts';
import { registryOf } from './image-reference.ts';
import { listImages, readMirror, type OverlayImage, type RegistryMirrors } from './overlay-images.ts';
import { describeKeptOff, placeDaemonSets, remedyOf, whyKeptOff, type KeptOff, type OverlayPlacement } from './overlay-placement.ts';
import { describePort, guessOverlays, listPorts, overlays, type Overlay, type OverlayPort } from './overlay-ports.ts';

/** What is judged. */
export interface OverlayQuestion {
  /** Every DaemonSet that a node of the CNI needs: the agent, and what runs beside it (cilium-envoy). */
  readonly daemonSets: readonly JsonObject[];
  readonly nodes: readonly NodeView[];
  /** A cloud node as it will come: with the labels and taints of its node pool. */
  readonly cloudNode: NodeView;
  /** Registries and where the cloud nodes' containerd takes their images from. */
  readonly mirrors?: RegistryMirrors;
  /** Registries, as they stand in references, that are known to answer from the cloud nodes. */
  readonly reachable?: readonly string[];
  /** `cn-hangzhou`; where absent, the label `topology.kubernetes.io/region` or the provider id of the cloud node tells. */
  readonly region?: string;
  /** The overlays in use; where absent, those that the images may carry. */
  readonly overlays?: readonly Overlay[];
}

/** The judgement, with what it rests on. */
export interface OverlayReport {
  readonly placements: readonly OverlayPlacement[];
  readonly images: readonly OverlayImage[];
  readonly ports: readonly OverlayPort[];
  readonly checks: readonly Check[];
}

/**
 * Judges an overlay CNI (Flannel VXLAN, Calico IPIP or VXLAN, Cilium VXLAN or Geneve), which is left as it is and must run
 * on the cloud nodes, too: where its pods run and will run, whether its images can be pulled from the cloud as far as their
 * references tell, and what the security group must let in. Pure; asks no registry.
 *
 * @throws {InvalidInputError} without a DaemonSet, with an unknown overlay, or with a mirror that is no registry
 * @example
 * const { checks } = checkOverlay({ daemonSets: [flannel], nodes, cloudNode, region: 'cn-hangzhou' });
 */
export const checkOverlay = (question: OverlayQuestion): OverlayReport => {
  checkQuestion(question);
  const { daemonSets, nodes, cloudNode, mirrors = {}, reachable = [] } = question;
  const region = question.region ?? regionOf(cloudNode);
  const placements = placeDaemonSets(daemonSets, nodes);
  const images = listImages(daemonSets, { ...(region === undefined ? {} : { region }), reachable }, mirrors);
  const ports = listPorts(question.overlays ?? guessOverlays(daemonSets));
  return {
    placements,
    images,
    ports,
    checks: [checkNodes(placements, nodes), checkCloudNode(daemonSets, cloudNode), ...checkImages(images), ...checkPulling(images), checkPorts(ports)],
  };
};

const checkQuestion = ({ daemonSets, mirrors = {}, overlays: given = [] }: OverlayQuestion): void => {
  const issues = [
    ...(daemonSets.length === 0 ? [{ path: 'daemonSets', message: 'must have one DaemonSet at least' }] : []),
    ...Object.entries(mirrors)
      .filter(([, mirror]) => readMirror(mirror) === undefined)
      .map(([registry, mirror]) => ({ path: `mirrors[${JSON.stringify(registry)}]`, message: `${JSON.stringify(mirror)} is no registry (host[:port][/path], without https://)` })),
    ...given.filter((overlay) => !overlays.includes(overlay)).map((overlay) => ({ path: 'overlays', message: `${JSON.stringify(overlay)} is none of ${overlays.join(', ')}` })),
  ];
  if (issues.length > 0) throw new InvalidInputError({ issues, remediation: 'Correct these fields.' });
};

const regionOf = (node: NodeView): string | undefined => {
  const label = node.labels['topology.kubernetes.io/region'];
  if (label !== undefined && label !== '') return label;
  return /(?:^|\/)([a-z]+(?:-[a-z0-9]+)+)\.i-[a-z0-9]+$/.exec(node.providerId ?? '')?.[1];
};

/** The nodes that are there: a cloud node needs every DaemonSet but those that are made for other systems. */
const checkNodes = (placements: readonly OverlayPlacement[], nodes: readonly NodeView[]): Check => {
  const name = 'overlay-placement';
  const sites = new Map(nodes.map((node) => [node.name, siteOf(node)]));
  const cloud = nodes.filter((node) => sites.get(node.name) === 'cloud');
  const served = new Set(placements.flatMap((placement) => placement.runs));
  const bare = cloud.filter((node) => !served.has(node.name));
  const lost = placements.flatMap(({ daemonSet, keptOff }) =>
    keptOff.filter(({ node, why }) => sites.get(node) === 'cloud' && (why.kind !== 'other-system' || !served.has(node))).map(({ node, why }) => ({ daemonSet, node, why })),
  );
  const told = placements.map(({ daemonSet, runs }) => {
    const count = (site: 'cloud' | 'on-premises'): number => runs.filter((node) => sites.get(node) === site).length;
    return `${daemonSet} runs on ${countNodes(count('on-premises'), 'on-premises')} and ${countNodes(count('cloud'), 'cloud')}`;
  });
  if (lost.length === 0) return { name, status: 'pass', message: told.join('; ') };
  const reasons = lost.map(({ daemonSet, node, why }) => `${daemonSet} does not run on ${node}: ${describeKeptOff(why)}`);
  const message = `${told.join('; ')}; ${listSome(reasons, 10)}${bare.length === 0 ? '' : `; no pod of the overlay on ${listSome(bare.map((node) => node.name), 10)}`}`;
  return { name, status: 'fail', message, remediation: remediesOf(lost.map(({ why }) => why)) };
};

/** The node to come. Nothing of the overlay may keep off it, or its pods have no network. */
const checkCloudNode = (daemonSets: readonly JsonObject[], cloudNode: NodeView): Check => {
  const name = 'overlay-placement-to-come';
  const placements = placeDaemonSets(daemonSets, [cloudNode]);
  const runs = placements.filter((placement) => placement.runs.length > 0);
  const lost = placements.flatMap(({ daemonSet }, index) => {
    const object = daemonSets[index];
    const why = placements[index]?.runs.length === 0 && object !== undefined ? whyKeptOff(object, cloudNode) : undefined;
    return why === undefined || (why.kind === 'other-system' && runs.length > 0) ? [] : [{ daemonSet, why }];
  });
  const label = cloudNode.labels[externalLabel] === 'true' ? '' : `; the node that was given lacks ${externalLabel}=true, which every node of a cloud node pool has`;
  if (lost.length > 0) {
    const reasons = lost.map(({ daemonSet, why }) => `${daemonSet} would not run on a cloud node to come: ${describeKeptOff(why)}`);
    return { name, status: 'fail', message: `${reasons.join('; ')}${label}`, remediation: remediesOf(lost.map(({ why }) => why)) };
  }
  const message = `a cloud node to come gets ${runs.map((placement) => placement.daemonSet).join(', ')}${label}`;
  if (label === '') return { name, status: 'pass', message };
  return { name, status: 'warn', message, remediation: 'Give cloudNode the labels and taints that the node pool will set.' };
};

const remediesOf = (reasons: readonly KeptOff[]): string => [...new Set(reasons.map(remedyOf))].join(' ');

/** One check for each verdict that occurs, so that each carries its own remedies. */
const checkImages = (images: readonly OverlayImage[]): readonly Check[] => {
  const name = 'overlay-images';
  if (images.length === 0) return [{ name, status: 'fail', message: 'the DaemonSets name no image', remediation: 'Hand in the DaemonSets as the API server gives them.' }];
  return (['fail', 'warn', 'pass'] as const).flatMap((status): readonly Check[] => {
    const told = images.filter((image) => image.verdict.status === status);
    if (told.length === 0) return [];
    const bySubject = groupBy(told, (image) => `${image.reference === undefined ? describeText(image.text) : registryOf(image.reference)} ${image.verdict.why}`);
    const message = [...bySubject].map(([subject, same]) => `${subject}: ${same.map((image) => `${describeText(image.text)} (${listSome(image.usedBy, 3)})`).join(', ')}`).join('; ');
    return [status === 'pass' ? { name, status, message } : { name, status, message, remediation: [...new Set(told.flatMap((image) => image.verdict.remediation ?? []))].join(' ') }];
  });
};

const describeText = (text: string): string => (text === '' ? 'an image without a name' : text);

const checkPulling = (images: readonly OverlayImage[]): readonly Check[] => {
  const never = images.filter((image) => image.pullPolicies.includes('Never'));
  const always = images.filter((image) => image.pullPolicies.includes('Always'));
  const secrets = [...new Set(images.flatMap((image) => image.pullSecrets))].sort();
  const texts = (list: readonly OverlayImage[]): string => list.map((image) => image.text).join(', ');
  const pulls = always.length === 0 ? 'each image is pulled once a node' : `pulled at every start, so that a registry that is away keeps a restarted pod down: ${texts(always)}`;
  return [
    never.length > 0
      ? { name: 'overlay-pull-policy', status: 'warn', message: `imagePullPolicy Never: ${texts(never)}; ${pulls}`, remediation: 'Bake these images into the node image of the cloud node pool, or set IfNotPresent.' }
      : { name: 'overlay-pull-policy', status: 'pass', message: pulls },
    {
      name: 'overlay-pull-secrets',
      status: 'pass',
      message: `${secrets.length === 0 ? 'the pod templates name no imagePullSecrets' : `imagePullSecrets ${secrets.join(', ')}: a mirror needs entries of its own there`}; those of the service accounts are not looked at`,
    },
    {
      name: 'overlay-architectures',
      status: 'pass',
      message: `a reference does not tell which processors its image is for: see that the ${images.length === 1 ? 'image has' : `${images.length} images have`} the architecture of the cloud nodes' instance types, in a mirror, too`,
    },
  ];
};

/**
 * A rule of a security group knows tcp, udp, icmp, icmpv6, gre and all, so that IP in IP has none of its own. (Source: ROS and
 * ECS, IpProtocol of AuthorizeSecurityGroup.)
 */
const checkPorts = (ports: readonly OverlayPort[]): Check => {
  const name = 'overlay-ports';
  if (ports.length === 0) return { name, status: 'warn', message: 'the images tell no overlay that is known, so no port can be named', remediation: 'Give overlays, or open what the documentation of the CNI asks for.' };
  const message = `between the nodes of both sites, both ways, in the security group of the cloud nodes and on the firewalls of the data centre: ${ports.map(describePort).join('; ')}`;
  if (!ports.some((port) => port.protocol === 'ip-in-ip')) return { name, status: 'pass', message };
  return {
    name,
    status: 'warn',
    message: `${message}. A rule of a security group cannot name IP protocol 4; whether one for all protocols lets it through must be tried`,
    remediation: 'Try IP in IP between an ECS instance and an on-premises node first, or set vxlanMode in the IPPool in place of ipipMode.',
  };
};
