import { VerificationError } from '@ack-hybrid/core/errors';
import type { Check, Step, StepOptions, StepPlan } from '@ack-hybrid/core';
import type { BorderReader, ClusterNetworkReader, ReadOptions, VpcNetworkReader } from './api/port.ts';
import type { NetworkInput } from './plan/network/network-input.ts';
import type { NetworkPlan } from './plan/network/plan-network.ts';
import { readNetwork } from './plan/network/read-network.ts';
import type { ObservedNetwork } from './plan/world/observed-network.ts';

/** What the network step judges, and where it looks. */
export interface NetworkStepOptions {
  readonly input: NetworkInput;
  /** The on-premises cluster; without it, its blocks are taken from the input alone. */
  readonly cluster?: ClusterNetworkReader | undefined;
  /** The VPC, by its id or by a function that finds it; without it, its blocks are taken from the input alone. */
  readonly vpc?:
    | {
        readonly id: string | ((options: ReadOptions) => Promise<string>);
        readonly reader: VpcNetworkReader;
        /** What lies between the VPC and the data center: CEN and virtual border routers. Not looked at without it. */
        readonly border?: BorderReader | undefined;
      }
    | undefined;
}

const title = 'Check the network plan';

/**
 * The first step of the way: judges the network as it is and as it is planned. It reads only, so its plan never has a
 * change, and there is nothing to undo. Its plan has a check for each finding; a finding that is an error fails.
 *
 * @throws {InvalidInputError} at once, where a field of the input can't be read
 * @example
 * const step = createNetworkStep({
 *   input,
 *   cluster: createClusterNetworkReader(kubernetes),
 *   vpc: { id: 'vpc-bp1…', reader: createVpcNetworkReader(cloud), border: createBorderReader(cloud) },
 * });
 * await runSteps([step], { mode: 'plan' });
 */
export const createNetworkStep = (options: NetworkStepOptions): Step<NetworkPlan, NetworkPlan> => {
  readNetwork(options.input);
  return {
    name: 'network',
    title,
    plan: async (stepOptions = {}): Promise<StepPlan<NetworkPlan>> => {
      const plan = await judge(options, stepOptions);
      return { desired: plan, changes: [], checks: toNetworkChecks(plan) };
    },
    apply: async (_plan, stepOptions = {}): Promise<NetworkPlan> => {
      const plan = await judge(options, stepOptions);
      if (!plan.ok) throw new VerificationError({ subject: title, checks: toNetworkChecks(plan) });
      return plan;
    },
    verify: (result): Promise<readonly Check[]> => Promise.resolve([summarise(result)]),
  };
};

/** The findings of a plan as checks: an error fails, a warning warns; one check passes where no error is. */
export const toNetworkChecks = (plan: NetworkPlan): readonly Check[] => [
  ...(plan.ok ? [summarise(plan)] : []),
  ...plan.findings.map(
    (finding): Check => ({
      name: finding.rule,
      status: finding.severity === 'error' ? 'fail' : 'warn',
      message: `${finding.message}. ${finding.why}`,
      remediation: finding.remediation,
    }),
  ),
];

const summarise = (plan: NetworkPlan): Check => {
  const errors = plan.findings.filter((finding) => finding.severity === 'error');
  const vSwitches = plan.capacity.vSwitches.map((vSwitch) => `${vSwitch.name} ${vSwitch.usableAddresses}`).join(', ');
  return plan.ok
    ? { name: 'network-plan', status: 'pass', message: `no block conflicts; usable addresses: ${vSwitches}` }
    : {
        name: 'network-plan',
        status: 'fail',
        message: `${errors.length} ${errors.length === 1 ? 'rule is' : 'rules are'} broken: ${errors.map((finding) => finding.rule).join(', ')}`,
        remediation: errors[0]?.remediation ?? 'Plan again.',
      };
};

const judge = async ({ input, cluster, vpc }: NetworkStepOptions, { signal, onProgress }: StepOptions): Promise<NetworkPlan> => {
  signal?.throwIfAborted();
  const readCloud = async (): Promise<Pick<ObservedNetwork, 'vpc' | 'border'>> => {
    if (!vpc) return {};
    const id = typeof vpc.id === 'string' ? vpc.id : await vpc.id({ signal });
    onProgress?.(`reading the blocks of VPC ${id}`);
    if (vpc.border) onProgress?.(`reading the CENs and border routers of VPC ${id}`);
    const [observedVpc, border] = await Promise.all([vpc.reader.readVpc(id, { signal }), vpc.border?.readBorder(id, { signal })]);
    return { vpc: observedVpc, border };
  };
  if (cluster) onProgress?.('reading the blocks of the cluster');
  const [observedCluster, cloud] = await Promise.all([cluster?.readCluster({ signal }), readCloud()]);
  const { planObservedNetwork } = await import('./plan/world/plan-observed-network.ts');
  return planObservedNetwork(input, { cluster: observedCluster, ...cloud });
};
