import { canonicalJson } from './read-json.ts';

/** One permission of Terway. */
export interface TerwayAction {
  /** The RAM action. */
  readonly action: string;
  /** What Terway needs it for. */
  readonly reason: string;
}

/** What Terway's RAM user is granted, as data. */
export interface TerwayPolicy {
  readonly actions: readonly TerwayAction[];
  /** The policy document in RAM's language, to be granted by hand where the caller may not. */
  readonly document: string;
}

const actions: readonly TerwayAction[] = [
  { action: 'ecs:CreateNetworkInterface', reason: 'makes the ENIs that carry pod addresses' },
  { action: 'ecs:DescribeNetworkInterfaces', reason: 'finds the ENIs of the node, and leftovers' },
  { action: 'ecs:DescribeNetworkInterfaceAttribute', reason: 'reads one ENI after a change' },
  { action: 'ecs:AttachNetworkInterface', reason: 'attaches an ENI to the node' },
  { action: 'ecs:DetachNetworkInterface', reason: 'detaches an idle ENI' },
  { action: 'ecs:DeleteNetworkInterface', reason: 'deletes a detached ENI' },
  { action: 'ecs:ModifyNetworkInterfaceAttribute', reason: 'puts the security groups on an ENI' },
  { action: 'ecs:AssignPrivateIpAddresses', reason: 'gives an ENI the addresses of pods' },
  { action: 'ecs:UnassignPrivateIpAddresses', reason: 'returns addresses to the vSwitch' },
  { action: 'ecs:AssignIpv6Addresses', reason: 'gives an ENI IPv6 addresses under ip_stack dual' },
  { action: 'ecs:UnassignIpv6Addresses', reason: 'returns IPv6 addresses to the vSwitch' },
  { action: 'ecs:DescribeInstances', reason: 'reads the instance of the node' },
  { action: 'ecs:DescribeInstanceAttribute', reason: 'reads zone, vSwitch and security groups of the node' },
  { action: 'ecs:DescribeInstanceTypes', reason: 'reads how many ENIs and addresses the instance type takes; without it the daemon does not start' },
  { action: 'vpc:DescribeVSwitches', reason: 'reads the free addresses of the pod vSwitches' },
];

const statementOf = (service: string): object => ({
  Action: actions.filter(({ action }) => action.startsWith(`${service}:`)).map(({ action }) => action),
  Resource: ['*'],
  Effect: 'Allow',
});

/**
 * The RAM policy of Terway: the vendor's list for registered clusters, and what the daemon calls beyond it
 * (AliyunContainerService/terway). The ENIs don't exist beforehand, so the resource can't be narrowed.
 */
export const terwayPolicy: TerwayPolicy = { actions, document: JSON.stringify({ Version: '1', Statement: [statementOf('ecs'), statementOf('vpc')] }) };

/** Whether two policy documents grant the same: order, and a single value in place of a list, don't count. */
export const samePolicyDocument = (left: string, right: string): boolean => {
  const [a, b] = [normalise(left), normalise(right)];
  return a !== undefined && a === b;
};

const normalise = (text: string): string | undefined => {
  let document: { readonly Version?: unknown; readonly Statement?: unknown };
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    return undefined;
  }
  const statements = listOf(document.Statement).map((statement) => canonicalStatement(statement as Readonly<Record<string, unknown>>));
  return canonicalJson({ ...document, Statement: [...new Set(statements)].sort() });
};

const canonicalStatement = (statement: Readonly<Record<string, unknown>>): string => {
  const { Action, Resource, ...rest } = statement;
  return canonicalJson({ ...rest, Action: [...new Set(listOf(Action).map(lowerCase))].sort(), Resource: [...new Set(listOf(Resource))].sort() });
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value]);
const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
