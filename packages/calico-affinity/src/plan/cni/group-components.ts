import { readPath } from '../json.ts';
import type { CniObservation, CniPlugin } from './cni-detection.ts';
import { maySelectSameNode } from './compare-selections.ts';
import { judgePart, type JudgedPart } from './judge-part.ts';
import type { RecognisedComponent } from './recognise-component.ts';
import type { CniWorkloadView } from './view-cni-workload.ts';

/** A recognised workload on its way into a finding. */
export interface PlacedComponent {
  readonly view: CniWorkloadView;
  readonly recognised: RecognisedComponent;
  /** The Installation that keeps it. */
  readonly installation: string | undefined;
  /** Of node agents. */
  readonly part?: JudgedPart;
}

/** The workloads of one plug-in. */
export interface ComponentGroup {
  readonly plugin: CniPlugin;
  readonly components: readonly PlacedComponent[];
}

/** Groups workloads by plug-in, in the order in which each was met first. Pure. */
export const groupComponents = (components: readonly PlacedComponent[], observation: CniObservation): readonly ComponentGroup[] => {
  const judged = components.map((component) => ({ ...component, ...partFor(component, observation) }));
  const groups = new Map<CniPlugin, PlacedComponent[]>();
  for (const component of judged) {
    const plugin = pluginOf(component, judged);
    groups.set(plugin, [...(groups.get(plugin) ?? []), component]);
  }
  return [...groups].map(([plugin, members]) => ({ plugin, components: members }));
};

const partFor = ({ view, recognised, installation }: PlacedComponent, observation: CniObservation): { readonly part?: JudgedPart } => {
  if (!isAgent(recognised)) return {};
  const object = observation.installations?.find((each) => readPath(each, ['metadata', 'name']) === installation);
  return { part: judgePart(recognised.software, view, observation, installation === undefined ? undefined : object) };
};

const pluginOf = (component: PlacedComponent, all: readonly PlacedComponent[]): CniPlugin => {
  const { software } = component.recognised;
  if (software === 'flannel') return isFlannelOfCanal(component, all) ? 'canal' : 'flannel';
  return software === 'calico' ? calicoPlugin(component, all) : software;
};

/** Whose Calico it is: by its own owner, else by the agents that there are, its namespace's first. */
const calicoPlugin = (component: PlacedComponent, all: readonly PlacedComponent[]): CniPlugin => {
  if (isAgent(component.recognised)) return agentPlugin(component, all);
  if (component.installation !== undefined || component.recognised.component === 'operator') return 'calico-operator';
  const agents = all.filter(({ recognised }) => isAgent(recognised) && ['calico', 'canal'].includes(recognised.software));
  const owner = agents.find(({ view }) => view.reference.namespace === component.view.reference.namespace) ?? agents[0];
  if (owner === undefined) return 'calico-manifest';
  return owner.recognised.software === 'canal' ? 'canal' : agentPlugin(owner, all);
};

const agentPlugin = (agent: PlacedComponent, all: readonly PlacedComponent[]): CniPlugin => {
  if (isCalicoOfCanal(agent, all)) return 'canal';
  return agent.installation === undefined ? 'calico-manifest' : 'calico-operator';
};

const isCalicoOfCanal = (agent: PlacedComponent, all: readonly PlacedComponent[]): boolean => routesNothing(agent) && all.some((other) => other.recognised.software === 'flannel' && isAgent(other.recognised) && shareNodes(agent, other));

const isFlannelOfCanal = (flannel: PlacedComponent, all: readonly PlacedComponent[]): boolean => isAgent(flannel.recognised) && all.some((other) => routesNothing(other) && shareNodes(flannel, other));

/** The operator keeps no Canal: where its Calico routes nothing, a cloud's network does, and Flannel beside it is another thing. */
const routesNothing = ({ recognised, part, installation }: PlacedComponent): boolean => recognised.software === 'calico' && installation === undefined && part?.part === 'policy-only';

const shareNodes = (one: PlacedComponent, other: PlacedComponent): boolean => maySelectSameNode(one.view, other.view);

/** Whether a component is what a plug-in runs on each node for pods' networks. */
export const isAgent = ({ component }: RecognisedComponent): boolean => component === 'node-agent' || component === 'node-agent-windows';
