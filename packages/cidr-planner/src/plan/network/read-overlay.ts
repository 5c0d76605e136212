import { findOverlayIssues } from '../capacity/overlay.ts';
import type { OverlayInput, OverlayPool } from '../capacity/overlay.ts';
import type { OverlayBlocks } from './network-input.ts';
import type { NamedBlock } from './network.ts';

/** An overlay that can be planned, or what is wrong with its fields. */
export interface OverlayReading {
  readonly overlay?: OverlayInput;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

const section = 'dataCenter.overlay';
const sources = ['node-ipam', 'cilium', 'calico'] as const;

/**
 * How the pod blocks of the data center are cut for its nodes. Doesn't throw: what is wrong is told with the path of the field.
 *
 * @example
 * readOverlay({ ipam: 'calico', blockPrefix: 26 }, network.dataCenterPods).overlay?.pools.length; // 1
 */
export const readOverlay = ({ ipam, blockPrefix, blockPrefix6, maxPods }: OverlayBlocks, pods: readonly NamedBlock[]): OverlayReading => {
  const fields = [
    ...(sources.includes(ipam) ? [] : [{ path: `${section}.ipam`, message: `${show(ipam)} is unknown; write ${sources.join(' or ')}` }]),
    ...checkPrefix('blockPrefix', blockPrefix, 32),
    ...(blockPrefix6 === undefined ? [] : checkPrefix('blockPrefix6', blockPrefix6, 128)),
    ...(blockPrefix6 === undefined && pods.some(({ block }) => block.family === 6) ? [{ path: `${section}.blockPrefix6`, message: "the prefix is missing, and the pod network has an IPv6 block; write that of a node's block, such as 122" }] : []),
  ];
  // Blocks that could not be read have issues of their own, which stand in the list beside these.
  if (fields.length > 0 || pods.length === 0) return { issues: fields };
  const pools = pods.map(({ block }): OverlayPool => ({ block, prefix: block.family === 4 ? blockPrefix : (blockPrefix6 as number) }));
  const overlay: OverlayInput = { ipam, pools, maxPods };
  const issues = findOverlayIssues(overlay).map(({ path, message }) => ({ path: pathOf(path, pools), message }));
  return issues.length > 0 ? { issues } : { overlay, issues };
};

const show = (value: unknown): string => (value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value));

const checkPrefix = (field: string, value: unknown, most: number): OverlayReading['issues'] =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most ? [] : [{ path: `${section}.${field}`, message: `${typeof value === 'number' ? String(value) : show(value)} is no whole number from 0 to ${most}` }];

/** Where a field of the overlay stands in the input of a network. */
const pathOf = (path: string, pools: readonly OverlayPool[]): string => {
  const index = /^pools\[(\d+)\]\.prefix$/u.exec(path)?.[1];
  if (index !== undefined) return `${section}.${pools[Number(index)]?.block.family === 6 ? 'blockPrefix6' : 'blockPrefix'}`;
  return path === 'pools' ? 'dataCenter.podCidr' : `${section}.${path}`;
};
