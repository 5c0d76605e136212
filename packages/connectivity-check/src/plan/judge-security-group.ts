import { covers, meet, parseIpv4Block, type Ipv4Block } from './ipv4-block.ts';

/** A rule of a security group (DescribeSecurityGroupAttribute). */
export interface SecurityGroupRule {
  readonly direction: 'ingress' | 'egress';
  readonly policy: 'accept' | 'drop';
  /** `tcp`, `udp`, `icmp`, `gre` or `all`. */
  readonly protocol: string;
  /** `first/last`, or `-1/-1` for every port. */
  readonly portRange: string;
  /** The other side's block; empty where the rule names a group or a prefix list. */
  readonly cidr: string;
  /** 1 (first) to 100. */
  readonly priority: number;
}

/** Traffic that must get through. */
export interface Flow {
  readonly direction: 'ingress' | 'egress';
  /** The other side. */
  readonly cidr: string;
  readonly protocol: 'tcp' | 'udp';
  readonly firstPort: number;
  readonly lastPort: number;
  /** What it is for, to end a sentence: `the API server reaches the kubelet`. */
  readonly why: string;
}

/** Whether security groups let a flow through. `unknown`: a rule that names a group or a prefix list may decide it. */
export interface FlowJudgement {
  readonly verdict: 'accept' | 'drop' | 'unknown';
  readonly reason: string;
}

/**
 * Judges a flow by the rules of all groups of an instance together. Pure.
 *
 * The rule with the smallest priority number decides, and `drop` before `accept` where two have the same; without a rule,
 * ingress is dropped and egress accepted, as in a basic security group (in an advanced one egress is dropped as well,
 * which the API's answer does not tell). A rule that concerns a part of the flow only, and drops it, drops the flow.
 */
export const judgeFlow = (flow: Flow, rules: readonly SecurityGroupRule[]): FlowJudgement => {
  const block = parseIpv4Block(flow.cidr);
  if (block === undefined) return { verdict: 'unknown', reason: `"${flow.cidr}" is no IPv4 block` };
  const concerned = rules
    .filter((rule) => rule.direction === flow.direction && (rule.protocol === 'all' || rule.protocol === flow.protocol) && meetsPorts(rule, flow))
    .sort((left, right) => left.priority - right.priority || (left.policy === right.policy ? 0 : left.policy === 'drop' ? -1 : 1));
  let undecidable = false;
  for (const rule of concerned) {
    const verdict = judgeRule(rule, flow, block);
    if (verdict === 'other-form') undecidable = true;
    else if (verdict !== undefined) return { verdict, reason: `${rule.policy} ${rule.protocol} ${rule.portRange} ${rule.cidr} (priority ${rule.priority})` };
  }
  if (undecidable) return { verdict: 'unknown', reason: 'only rules that name a group or a prefix list may match' };
  return flow.direction === 'egress' ? { verdict: 'accept', reason: 'no egress rule matches' } : { verdict: 'drop', reason: 'no ingress rule matches' };
};

const judgeRule = (rule: SecurityGroupRule, flow: Flow, block: Ipv4Block): 'accept' | 'drop' | 'other-form' | undefined => {
  const source = parseIpv4Block(rule.cidr);
  // An IPv6 rule says nothing about an IPv4 flow.
  if (source === undefined) return rule.cidr === '' ? 'other-form' : undefined;
  if (rule.policy === 'drop') return meet(source, block) ? 'drop' : undefined;
  return covers(source, block) && coversPorts(rule, flow) ? 'accept' : undefined;
};

const portsOf = (rule: SecurityGroupRule): readonly [number, number] => {
  const [first = -1, last = -1] = rule.portRange.split('/').map(Number);
  return first === -1 || Number.isNaN(first) ? [1, 65_535] : [first, last];
};

const meetsPorts = (rule: SecurityGroupRule, flow: Flow): boolean => {
  const [first, last] = portsOf(rule);
  return first <= flow.lastPort && flow.firstPort <= last;
};

const coversPorts = (rule: SecurityGroupRule, flow: Flow): boolean => {
  const [first, last] = portsOf(rule);
  return first <= flow.firstPort && flow.lastPort <= last;
};
