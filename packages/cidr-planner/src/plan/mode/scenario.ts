/**
 * How packets of pods cross between nodes. `overlay`: encapsulated; `bgp`: pod routes are announced; `host`: pods have the
 * addresses of their nodes; `routed`: pod routes come from elsewhere, for example from the plug-in in one subnet.
 */
export type NetworkModel = 'overlay' | 'bgp' | 'host' | 'routed';

/** What the cloud side of a hybrid cluster needs for one kind of on-premises network. */
export interface Scenario {
  readonly model: NetworkModel;
  readonly title: string;
  /** Whether the cloud nodes need Terway. */
  readonly terway: boolean;
  /** Whether the on-premises plug-in must be kept off the cloud nodes by node affinity. */
  readonly affinity: boolean;
  /** Whether the virtual border router and the data center must exchange routes by BGP. */
  readonly bgpOnBorderRouter: boolean;
  /** What has to be there before the first cloud node. */
  readonly needs: readonly string[];
  readonly source: string;
}

/** Where the scenarios and the choice between the modes come from. */
export const scenarioSource = 'Alibaba Cloud, "Hybrid network overview" and "Deploy and configure Terway"';

const withTerway = 'Terway runs on the cloud nodes, with a vSwitch for pods in each zone of nodes';
const keptOff = 'The on-premises plug-in is kept off the cloud nodes by node affinity';

const scenarios: Readonly<Record<NetworkModel, Omit<Scenario, 'model'>>> = {
  overlay: {
    title: 'Scenario 1: overlay network',
    terway: false,
    // The plug-in spans both sites in this mode: keeping it off the cloud nodes would leave them without a network.
    affinity: false,
    bgpOnBorderRouter: false,
    needs: ["Cloud nodes can pull the images of the plug-in's DaemonSet", 'The encapsulated packets (IP protocol 4 for IPIP, UDP for VXLAN) pass between the node networks of both sites'],
    source: scenarioSource,
  },
  bgp: {
    title: 'Scenario 2: BGP network',
    terway: true,
    affinity: true,
    bgpOnBorderRouter: true,
    needs: [keptOff, withTerway, 'The virtual border router and the data center exchange routes by BGP, for nodes and pods of both sites'],
    source: scenarioSource,
  },
  host: {
    title: 'Scenario 3: host network',
    terway: true,
    affinity: false,
    bgpOnBorderRouter: false,
    needs: ['Terway runs on the cloud nodes only, which its node selector alibabacloud.com/external=true sees to', 'The node networks of both sites reach each other'],
    source: scenarioSource,
  },
  routed: {
    title: 'No scenario of the guide: pod routes without encapsulation and without BGP',
    terway: true,
    affinity: true,
    bgpOnBorderRouter: false,
    needs: [keptOff, withTerway, "Something announces the pod blocks of both sites over the connection: the plug-in's own routes end at the edge of its subnet"],
    source: 'inferred: the guide names overlay, BGP and host network alone',
  },
};

/**
 * What a kind of on-premises network needs of the cloud side.
 *
 * @example
 * describeScenario('bgp').terway; // true
 */
export const describeScenario = (model: NetworkModel): Scenario => ({ model, ...scenarios[model] });
