import type { LeftoverNode, LeftoverObservation } from './leftover-views.ts';

/** What the API shows of nodes on which nothing is left; fields as given. */
export const observe = (fields: Partial<LeftoverObservation> = {}): LeftoverObservation => ({
  nodes: [bareNode('ecs-1')],
  pods: [],
  blockAffinities: [],
  ipamBlocks: [],
  ipamHandles: [],
  ciliumNodes: [],
  ciliumEndpoints: [],
  notes: [],
  ...fields,
});

/** A cloud node that never ran another CNI. */
export const bareNode = (name: string, fields: Partial<LeftoverNode> = {}): LeftoverNode => ({ name, annotations: {}, addresses: ['192.168.1.10'], ...fields });
