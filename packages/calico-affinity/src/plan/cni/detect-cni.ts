import { readPath, type JsonObject } from '../json.ts';
import type { WorkloadKind } from '../workloads/workload.ts';
import { groupComponents, isAgent, type ComponentGroup, type PlacedComponent } from './group-components.ts';
import type { CniDetection, CniFinding, CniObservation, CniPlugin, CniWorkload } from './cni-detection.ts';
import { recogniseComponent } from './recognise-component.ts';
import { relateAgents } from './relate-agents.ts';
import { viewCniWorkload } from './view-cni-workload.ts';

/**
 * Detects which CNI plug-ins a cluster runs, whatever installed them and under whatever names, and says by what it knew each.
 * To be read: DaemonSets and Deployments of all namespaces (`apps/v1`), the Installations (`operator.tigera.io/v1`), and the
 * ConfigMaps that {@link configMapsToRead} names. What wasn't read makes the answer poorer, and the evidence says so.
 * Fields of odd shape count as absent, save those of an affinity, which the API server has validated. Pure.
 *
 * @example
 * const { found, relations } = detectCni({ daemonSets, deployments, installations, configMaps });
 * found[0]; // { plugin: 'calico-manifest', part: 'primary', workloads: [{ reference, component: 'node-agent', … }], … }
 */
export const detectCni = (observation: CniObservation): CniDetection => {
  const components = [...viewAll('DaemonSet', observation.daemonSets, observation), ...viewAll('Deployment', observation.deployments, observation)];
  const groups = groupComponents(components, observation);
  const agents = groups.flatMap(({ plugin, components: members }) =>
    members.filter(({ recognised }) => isAgent(recognised)).map(({ view, part }) => ({ plugin, part: part?.part ?? 'primary', view })),
  );
  const { looked: counts = { daemonSets: observation.daemonSets.length, deployments: observation.deployments.length } } = observation;
  const looked = `DaemonSets looked at: ${counts.daemonSets}; Deployments: ${counts.deployments}`;
  return {
    found: groups.map((group) => findingOf(group, observation)),
    relations: relateAgents(agents),
    evidence: groups.length > 0 ? [looked] : [looked, 'no DaemonSet is a CNI plug-in or mounts the CNI folders of the node: pods have the network of the host only, or the plug-in is part of the node (K3s has Flannel built in)'],
  };
};

const viewAll = (kind: WorkloadKind, objects: readonly JsonObject[], observation: CniObservation): readonly PlacedComponent[] =>
  objects.flatMap((object) => {
    const view = viewCniWorkload(kind, object);
    const recognised = recogniseComponent(view);
    return recognised === undefined ? [] : [{ view, recognised, installation: installationOf(view.controller, view.reference.namespace, observation) }];
  });

/** As `decideTarget` has it: the owner's name decides; in the operator's own namespace an owner that is missing counts, too. */
const installationOf = (controller: { readonly kind: string; readonly name: string } | undefined, namespace: string, { installations }: CniObservation): string | undefined => {
  if (controller !== undefined) return controller.kind === 'Installation' ? controller.name : undefined;
  const name = readPath(installations?.[0] ?? {}, ['metadata', 'name']);
  return namespace === 'calico-system' && typeof name === 'string' ? name : undefined;
};

const findingOf = ({ plugin, components }: ComponentGroup, { installations }: CniObservation): CniFinding => {
  const ordered = [...components.filter(({ recognised }) => isAgent(recognised)), ...components.filter(({ recognised }) => !isAgent(recognised))];
  const installation = plugin === 'calico-operator' ? components.map((each) => each.installation).find((each) => each !== undefined) : undefined;
  const variant = installation === undefined ? undefined : readPath(installations?.find((each) => readPath(each, ['metadata', 'name']) === installation) ?? {}, ['spec', 'variant']);
  const enterprise = (typeof variant === 'string' && variant !== 'Calico') || components.some(({ recognised }) => recognised.software === 'calico' && recognised.evidence.some((line) => enterpriseImage.test(line)));
  const agents = ordered.filter(({ recognised }) => isAgent(recognised));
  return {
    plugin,
    part: partOf(plugin, agents),
    ...(installation === undefined ? {} : { installation }),
    ...(enterprise ? { enterprise } : {}),
    workloads: ordered.map(workloadOf),
    evidence: [
      ...new Set([
        ...agents.flatMap(({ part }) => part?.evidence ?? []),
        ...(plugin === 'canal' && agents.length > 1 ? ['Calico routes nothing and Flannel is beside it: Canal'] : []),
        ...(installation === undefined ? [] : [`Installation ${installation} (operator.tigera.io/v1) keeps Calico${typeof variant === 'string' ? `, variant ${variant}` : ''}`]),
        ...(agents.length === 0 ? ['no node agent of it was found: these are left over, or the agent is one that is not recognised'] : []),
      ]),
    ],
  };
};

/** Images of the agent: `tigera/cnx-node`, later `tigera/node`; `calico/node` is the open one. (Source: tigera/operator pkg/components/enterprise.go.) */
const enterpriseImage = /[/-](tigera|cnx)[/-](cnx-)?node(-windows)?([:@ ]|$)/;

const partOf = (plugin: CniPlugin, agents: readonly PlacedComponent[]): CniFinding['part'] => {
  const parts = agents.map(({ part }) => part?.part ?? 'primary');
  return plugin === 'canal' || parts.length === 0 || parts.includes('primary') ? 'primary' : (parts[0] ?? 'primary');
};

const workloadOf = ({ view, recognised }: PlacedComponent): CniWorkload => ({
  reference: view.reference,
  component: recognised.component,
  role: recognised.role,
  ...(view.controller === undefined ? {} : { controller: view.controller }),
  evidence: recognised.evidence,
});
