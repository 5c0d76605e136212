import type { Check } from '@ack-hybrid/core';
import { countNodes } from '../preview-placement.ts';
import { findLeftovers, type LeftoverOptions } from './find-leftovers.ts';
import { listSome, type LeftoverFinding, type LeftoverKind, type MendStep } from './leftover-finding.ts';
import type { LeftoverNote, LeftoverObservation } from './leftover-views.ts';
import { groupBy } from './node-slice.ts';

/**
 * Judges what {@link findLeftovers} finds: a check for each kind of leftover, one for what could not be read, and one for
 * what no API shows. Notes alone are no warning.
 *
 * @throws {InvalidInputError} where a block of `onPremisesPods` is none
 */
export const checkLeftovers = (observation: LeftoverObservation, options: LeftoverOptions = {}): readonly Check[] => {
  const findings = findLeftovers(observation, options);
  const nodes = observation.nodes.length;
  return [
    ...groups.map((group) => checkGroup(group, findings, nodes)),
    ...checkNotes(observation.notes, nodes),
    ...((options.onPremisesPods ?? []).length > 0 || nodes === 0 ? [] : [poolsMissing]),
    checkUnseen(findings, nodes),
  ];
};

interface Group {
  readonly name: string;
  readonly subject: string;
  readonly kinds: readonly LeftoverKind[];
}

const groups: readonly Group[] = [
  { name: 'calico-leftovers-node', subject: 'Calico annotations or conditions', kinds: ['calico-bgp', 'calico-route-reflector', 'calico-tunnel', 'calico-annotation', 'calico-condition'] },
  { name: 'calico-leftovers-ipam', subject: 'Calico blocks, addresses or handles', kinds: ['calico-ipam-block', 'calico-ipam-address', 'calico-ipam-handle'] },
  { name: 'calico-leftovers-pods', subject: 'pods with an on-premises address', kinds: ['calico-pod', 'on-premises-address'] },
  { name: 'calico-leftovers-flannel', subject: 'Flannel annotations or conditions', kinds: ['flannel-lease', 'flannel-condition'] },
  { name: 'calico-leftovers-cilium', subject: 'Cilium annotations, conditions or objects', kinds: ['cilium-annotation', 'cilium-condition', 'cilium-node', 'cilium-endpoint'] },
];

const mostNodes = 10;
const mostSteps = 12;

const checkGroup = ({ name, subject, kinds }: Group, all: readonly LeftoverFinding[], nodes: number): Check => {
  const findings = all.filter((finding) => kinds.includes(finding.kind));
  const grave = findings.filter((finding) => finding.severity !== 'note');
  if (findings.length === 0) return { name, status: 'pass', message: `no ${subject} on ${countNodes(nodes, 'cloud')}` };
  if (grave.length === 0) return { name, status: 'pass', message: `${describe(findings)}; harmless: ${whys(findings)}` };
  const status = grave.some((finding) => finding.severity === 'fail') ? 'fail' : 'warn';
  return { name, status, message: `${describe(grave)}; ${whys(grave)}`, remediation: renderMend(grave) };
};

/** Node by node, with the evidence of each; at most ten nodes. */
const describe = (findings: readonly LeftoverFinding[]): string => {
  const byNode = groupBy(findings, (finding) => finding.node);
  const named = [...byNode].slice(0, mostNodes).map(([node, found]) => `${node}: ${listSome(found.flatMap((finding) => finding.evidence))}`);
  return byNode.size > mostNodes ? `${named.join('; ')}; and ${byNode.size - mostNodes} more nodes` : named.join('; ');
};

const whys = (findings: readonly LeftoverFinding[]): string => [...new Set(findings.map((finding) => finding.why))].join('; ');

/** The steps of the first node in full, since those of the others differ by names alone. */
const renderMend = (findings: readonly LeftoverFinding[]): string => {
  const [first] = findings;
  const texts = [...new Set(findings.filter((finding) => finding.node === first?.node).flatMap((finding) => finding.mend.map(renderStep)))];
  const others = new Set(findings.map((finding) => finding.node)).size - 1;
  const rest = [...(texts.length > mostSteps ? [`${texts.length - mostSteps} more steps`] : []), ...(others > 0 ? [`the same for ${countNodes(others, 'other')}`] : [])];
  return `${texts.slice(0, mostSteps).join(' ')}${rest.length === 0 ? '' : ` And ${rest.join(', and ')}: findLeftovers gives them all.`}`;
};

const renderStep = (mend: MendStep): string => (mend.kind === 'step' ? mend.text : `Run \`${mend.command}\`.`);

const checkNotes = (notes: readonly LeftoverNote[], nodes: number): readonly Check[] => {
  if (nodes === 0 || notes.length === 0) return [];
  const [absent, denied] = [notes.filter((note) => note.reason === 'not-there'), notes.filter((note) => note.reason === 'not-allowed')];
  const message = [
    ...(absent.length === 0 ? [] : [`the cluster doesn't know ${absent.map((note) => note.resource).join(', ')}`]),
    ...(denied.length === 0 ? [] : [`not allowed to list ${denied.map((note) => note.resource).join(', ')}: leftovers there are not seen`]),
  ].join('; ');
  const name = 'calico-leftovers-read';
  return denied.length === 0
    ? [{ name, status: 'pass', message }]
    : [{ name, status: 'warn', message, remediation: `Grant the verb list on ${denied.map((note) => note.resource).join(', ')} and check again.` }];
};

const poolsMissing: Check = {
  name: 'calico-leftovers-pools',
  status: 'warn',
  message: 'no on-premises pod block was given: pods, CiliumNodes and CiliumEndpoints are not held against one',
  remediation: 'Give the blocks of the on-premises pods as onPremisesPods.',
};

/**
 * Says what the API can't show, and what a node script does about it: `buildInitScript` of @ack-hybrid/init-script-builder
 * moves configurations of another CNI aside on a node that hasn't joined; a script that `extendInitScript` extends doesn't.
 */
const checkUnseen = (findings: readonly LeftoverFinding[], nodes: number): Check => {
  const name = 'calico-leftovers-on-disk';
  if (nodes === 0) return { name, status: 'pass', message: 'there is no cloud node yet' };
  const suspects = [...new Set(findings.filter((finding) => finding.severity !== 'note').map((finding) => finding.node))];
  const message = [
    'the API does not show the files in /etc/cni/net.d, of which containerd loads the first by name, so that 05-cilium.conflist, 10-calico.conflist and 10-flannel.conflist win over 10-terway.*,',
    'nor iptables rules and tunnel devices (tunl0, vxlan.calico, cilium_host, flannel.1).',
    'A script of buildInitScript moves every *.conf, *.conflist and *.json of that folder without "terway" in its name to /etc/cni/net.d/ack-hybrid-aside before the node joins, and nothing on a node that has joined;',
    'a script of your own that extendInitScript extends leaves the folder as it is. Neither touches iptables rules or devices',
  ].join(' ');
  if (suspects.length === 0) return { name, status: 'pass', message };
  return {
    name,
    status: 'warn',
    message: `${message}. Nodes that show traces of another CNI: ${listSome(suspects, mostNodes)}`,
    remediation: 'Replace these nodes, which clears all of it at once. To keep one, drain it, move the files of the other CNI out of /etc/cni/net.d, and restart the node, which drops the rules and devices that nothing sets up again.',
  };
};
