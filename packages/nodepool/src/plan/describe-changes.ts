import type { Change, Check } from '@ack-hybrid/core';
import type { DesiredNodePool, ObservedNodePool } from './node-pool.ts';
import type { NodePoolAction, NodePoolFinding } from './plan-node-pool.ts';

/** The actions of a plan as a step prints them. Pure; secrets don't come in. */
export const describeChanges = (actions: readonly NodePoolAction[], desired: DesiredNodePool, observed: ObservedNodePool | undefined): readonly Change[] =>
  actions.map((action) => describeChange(action, `node pool "${desired.name}"`, desired, observed));

/** The findings of a plan as checks; an error stops the run before anything is written. */
export const describeFindings = (findings: readonly NodePoolFinding[]): readonly Check[] =>
  findings.map((finding) => ({
    name: `node-pool-${finding.code}`,
    status: finding.severity === 'error' ? 'fail' : 'warn',
    message: finding.message,
    remediation: finding.remediation,
  }));

const describeChange = (action: NodePoolAction, target: string, desired: DesiredNodePool, observed: ObservedNodePool | undefined): Change => {
  switch (action.kind) {
    case 'create':
      return {
        action: 'create',
        target,
        summary: `create ${target} with ${count(action.size)} of ${desired.instanceTypes.join(' or ')} in ${desired.vSwitchIds.join(', ')}`,
        after: { size: action.size, instanceTypes: desired.instanceTypes, vSwitchIds: desired.vSwitchIds, labels: desired.labels ?? {}, taints: desired.taints ?? [], tags: action.tags },
      };
    case 'update':
      return {
        action: 'update',
        target,
        summary: `change ${action.summary} of ${target}`,
        before: Object.fromEntries(Object.keys(action.settings).map((name) => [name, observed?.[name as keyof ObservedNodePool]])),
        after: action.settings,
      };
    case 'remove-failed':
      return { action: 'delete', target: `${count(action.count)} of ${target}`, summary: `release ${count(action.count)} of ${target} whose initialisation failed` };
    case 'scale-out':
      return { action: 'update', target, summary: `scale ${target} out from ${action.from} to ${count(action.to)}`, before: action.from, after: action.to };
    case 'scale-in':
      return { action: 'delete', target: `${count(action.from - action.to)} of ${target}`, summary: `drain and remove ${count(action.from - action.to)} of ${target}`, before: action.from, after: action.to };
  }
};

const count = (nodes: number): string => (nodes === 1 ? '1 node' : `${nodes} nodes`);
