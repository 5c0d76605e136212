import type { NetworkInput } from '../network/network-input.ts';
import type { Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { compareBorderRouter } from './compare-border-router.ts';
import { compareCen } from './compare-cen.ts';
import { difference } from './difference.ts';
import type { ObservedBorder, UnreadPart } from './observed-border.ts';

/** What the way between the VPC and the data center says otherwise than the plan, and what is wrong with it. */
export const compareBorder = (input: NetworkInput, network: Network, border: ObservedBorder): readonly NetworkFinding[] => [
  ...border.cens.flatMap((cen) => compareCen(input, network, cen)),
  ...border.borderRouters.flatMap((router) => compareBorderRouter(network, router)),
  ...border.unread.map(describeUnread),
];

const describeUnread = ({ what, action, reason }: UnreadPart): NetworkFinding =>
  difference({
    rule: 'border-not-read',
    message: `${what} could not be read${reason === undefined ? ', as the caller may not' : `: ${reason}`}`,
    source: `${action} was refused`,
    remediation: `Grant ${action}, or look at it by hand.`,
  });
